import{l as a,m as b}from"./shared-3KJ6VPQJ.js";export{a as MapView,b as mapOf};

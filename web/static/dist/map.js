import{l as a,m as b}from"./shared-XBNQODZL.js";export{a as MapView,b as mapOf};

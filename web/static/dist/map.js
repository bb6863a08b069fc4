import{l as a,m as b}from"./shared-LTB3LFS5.js";export{a as MapView,b as mapOf};

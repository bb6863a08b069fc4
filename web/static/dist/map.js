import{g as a,h as b}from"./shared-ZL2LQEN7.js";import"./shared-GYAOLPTT.js";export{a as MapView,b as mapOf};

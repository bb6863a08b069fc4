import{g as a,h as b}from"./shared-NBDVYJJW.js";import"./shared-GYAOLPTT.js";export{a as MapView,b as mapOf};

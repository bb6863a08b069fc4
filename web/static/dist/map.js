import{j as a,k as b}from"./shared-EOJHVZJJ.js";import"./shared-GYAOLPTT.js";export{a as MapView,b as mapOf};

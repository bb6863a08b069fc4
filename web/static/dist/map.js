import{e as a,f as b}from"./shared-ZZLMXMET.js";export{a as MapView,b as mapOf};

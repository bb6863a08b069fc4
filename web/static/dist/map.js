import{e as a,f as b}from"./shared-3XKHZMDY.js";import"./shared-JRYEW2NY.js";import"./shared-SFQ7ZUEZ.js";import"./shared-DTG52VJE.js";export{a as MapView,b as mapOf};

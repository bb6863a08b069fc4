import{f as a,g as b}from"./shared-OOF74Y3F.js";import"./shared-2GNTDHIT.js";import"./shared-SFQ7ZUEZ.js";import"./shared-DTG52VJE.js";export{a as MapView,b as mapOf};

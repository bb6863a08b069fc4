import{g as a,h as b}from"./shared-GCAFBGDC.js";import"./shared-2GNTDHIT.js";import"./shared-SFQ7ZUEZ.js";import"./shared-G4QZJTLL.js";import"./shared-DTG52VJE.js";export{a as MapView,b as mapOf};

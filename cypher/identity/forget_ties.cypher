// Lets the next analysis count all ties anew.
MATCH (ledger:TieLedger {id: 'knows'})
DELETE ledger

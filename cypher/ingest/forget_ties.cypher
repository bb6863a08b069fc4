// Forgets what the ties have counted, so that the next analysis counts them anew.
MATCH (ledger:TieLedger)
DELETE ledger

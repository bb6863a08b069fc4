// What the ties have counted so far.
MATCH (ledger:TieLedger {id: 'knows'})
RETURN ledger.as_of AS as_of, coalesce(ledger.faded_at, ledger.as_of) AS faded_at, ledger.parameters AS parameters,
       ledger.totals AS totals, coalesce(ledger.last_change, '-') AS last_change, ledger.complete AS complete

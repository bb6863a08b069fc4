// Notes what the ties have counted.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment until which interactions are counted
// $faded_at (datetime, "2024-01-01T00:00:00Z"): when no tie showed what had faded
// $parameters (string, "{}"): half-life and weights, as JSON
// $totals (string, "{}"): of each batch and channel that was counted, as JSON
// $last_change (string, "x"): id of the newest Change that was there
// $complete (boolean, true): false while ties are being written
MERGE (ledger:TieLedger {id: 'knows'})
SET ledger.as_of = $as_of, ledger.faded_at = $faded_at, ledger.parameters = $parameters, ledger.totals = $totals,
    ledger.last_change = $last_change, ledger.complete = $complete

// Notes whom the mails or meetings of an import name.
// $rows (map list, [{"address": "ann@example.com", "name": "Ann Lee"}]): addresses, and the best name seen with each
// $source (string, "mail"): the system that they come from
// $batch (string, "b1"): the import
UNWIND $rows AS row
MERGE (m:Met {id: $batch + ':' + row.address})
SET m.address = row.address, m.name = row.name, m.source = $source, m.batch = $batch

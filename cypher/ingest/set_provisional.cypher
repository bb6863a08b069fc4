// Makes provisional persons, or gives those that are there another name or origin.
// $rows (map list, [{"key": "contact:mail:a@b.c", "label": "Contact", "address": "a@b.c", "name": "A", "source": "mail", "batch": "b"}]): them
UNWIND $rows AS row
MERGE (p:Person {key: row.key})
ON CREATE SET p:$(row.label), p.id = 'mail:' + row.address, p.email = row.address, p.provisional = true
SET p.name = row.name, p.source = row.source, p.batch = row.batch

// Everybody whom mails and meetings name, once for each import.
MATCH (m:Met)
RETURN m.address AS address, m.name AS name, m.source AS source, m.batch AS batch

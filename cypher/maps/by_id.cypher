// People and accounts that have a key, an id or an e-mail, or stand for a merged record with this key.
// $text (string, "contact:7"): a person's key, `customer:` and an account's id, or the id of either
// $email (string, "anna@example.com"): an e-mail in normal form
CALL () {
  MATCH (p:Person {key: $text}) RETURN p AS party
  UNION
  MATCH (p:Person {email: $email}) RETURN p AS party
  UNION
  MATCH (p:Contact {id: $text}) RETURN p AS party
  UNION
  MATCH (p:Employee {id: $text}) RETURN p AS party
  UNION
  MATCH (c:Customer) WHERE c.id IN [$text, substring($text, 9)] AND (c.id = $text OR $text STARTS WITH "customer:")
  RETURN c AS party
  UNION
  MATCH (:Original {key: $text})<-[:STANDS_FOR]-(stand:Contact|Employee|Customer) RETURN stand AS party
}
RETURN coalesce(party.key, "customer:" + party.id) AS key, party.name AS name, party.email AS email
ORDER BY key
LIMIT 20

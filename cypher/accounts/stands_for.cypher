// Which account stands for a record that was merged with others.
// $id (string, "1"): the record
MATCH (:Original {key: 'customer:' + $id})<-[:STANDS_FOR]-(c:Customer)
RETURN c.id AS id

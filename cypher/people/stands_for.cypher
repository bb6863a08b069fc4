// Who stands for a record that was merged with others.
// $key (string, "contact:7"): the record
MATCH (:Original {key: $key})<-[:STANDS_FOR]-(p:Person)
RETURN p.key AS key

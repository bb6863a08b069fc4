// Nodes that stand for several and show a relationship twice, or not at all, since something was loaded or taken back.
// $types (string list, ["WORKS_AT"]): the types of relationships that go with a record
// $identity (string list, ["as"]): the properties that tell relationships between the same two nodes apart
MATCH (stand:Contact|Customer|Employee)-[:STANDS_FOR]->(o:Original)
WITH DISTINCT stand, collect(o) AS records
WHERE EXISTS {
    (stand)-[r]-(other)
    WHERE r.via IS NOT NULL AND EXISTS {
      (stand)-[twin]-(other)
      WHERE twin <> r AND type(twin) = type(r) AND startNode(twin) = startNode(r)
        AND [name IN $identity | coalesce(twin[name], '')] = [name IN $identity | coalesce(r[name], '')]
    }
  }
  OR any(o IN records WHERE EXISTS {
    (o)-[r]-(other)
    WHERE type(r) IN $types AND NOT other:Original AND other <> stand AND NOT EXISTS {
      (stand)-[twin]-(other)
      WHERE type(twin) = type(r) AND (startNode(twin) = stand) = (startNode(r) = o)
        AND [name IN $identity | coalesce(twin[name], '')] = [name IN $identity | coalesce(r[name], '')]
    }
  })
MATCH (stand)-[:STANDS_FOR]->(own:Original {id: stand.id})
RETURN own.key AS key
ORDER BY key

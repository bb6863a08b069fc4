// Records that an import brought, by label and id.
// $label (string, "Contact"): their label
// $ids (string list, ["7"]): which ids
// $batch (string, "b1"): the import
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Customer {id: id}) WHERE $label = 'Customer' RETURN n
  UNION ALL
  MATCH (n:Contact {id: id}) WHERE $label = 'Contact' RETURN n
  UNION ALL
  MATCH (n:Employee {id: id}) WHERE $label = 'Employee' RETURN n
  UNION ALL
  MATCH (n:Product {id: id}) WHERE $label = 'Product' RETURN n
  UNION ALL
  MATCH (n:Purchase {id: id}) WHERE $label = 'Purchase' RETURN n
  UNION ALL
  MATCH (n:Contract {id: id}) WHERE $label = 'Contract' RETURN n
  UNION ALL
  MATCH (n:Interaction {id: id}) WHERE $label = 'Interaction' RETURN n
  UNION ALL
  MATCH (n:Feedback {id: id}) WHERE $label = 'Feedback' RETURN n
  UNION ALL
  MATCH (n:Deal {id: id}) WHERE $label = 'Deal' RETURN n
}
WITH n
WHERE n.batch = $batch
RETURN n.id AS id, properties(n) AS properties
ORDER BY id

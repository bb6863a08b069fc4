// Deletes the links between accounts that other runs wrote.
// $run (string, "20240101T000000"): id of the run whose links stay
MATCH (:Customer)-[link:LINKED]->(:Customer)
WHERE link.run <> $run
CALL (link) {
  DELETE link
} IN TRANSACTIONS OF 5000 ROWS

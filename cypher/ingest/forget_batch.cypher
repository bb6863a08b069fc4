// Forgets what else an import has left: its notes, and whom its mails and meetings named.
// $batch (string, "b1"): the import
MATCH (n:Change|Met {batch: $batch})
DELETE n

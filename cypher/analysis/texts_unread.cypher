// Texts of feedback and mails whose sentiment has not been read as they are now.
// $reader (string, "vader-3+jionlp-1"): what reads them
CALL () {
  MATCH (f:Feedback)
  WHERE f.text IS NOT NULL AND coalesce(f.text_read, '') <> $reader + ' ' + coalesce(f.batch, '')
  RETURN elementId(f) AS node, f.text AS text
  UNION ALL
  MATCH (i:Interaction)
  WHERE i.text IS NOT NULL AND coalesce(i.text_read, '') <> $reader + ' ' + coalesce(i.batch, '')
  RETURN elementId(i) AS node, i.text AS text
}
RETURN node, text

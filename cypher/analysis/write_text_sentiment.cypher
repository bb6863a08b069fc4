// Notes the sentiment of texts beside what files say of it, and by whom and of which import it was read.
// $reader (string, "vader-3+jionlp-1"): what read them
// $rows (list, [{"node": "4:x:1", "sentiment": 0.5}]): nodes by their element id
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.node
SET n.text_sentiment = row.sentiment, n.text_read = $reader + ' ' + coalesce(n.batch, '')

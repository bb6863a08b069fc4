// Ends a transaction.
// $transaction (string, "neo4j-transaction-7"): its id
TERMINATE TRANSACTIONS $transaction YIELD transactionId, message
RETURN transactionId AS transaction, message AS message

// Finds the transaction of a query that runs in the console.
// $name (string, "ada:3f2a"): the user and the name of the run
SHOW TRANSACTIONS YIELD transactionId, metaData, status
WHERE metaData.guanxi_console = $name AND NOT status STARTS WITH 'Terminated'
RETURN transactionId AS transaction

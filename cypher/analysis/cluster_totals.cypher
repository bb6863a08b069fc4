// How many people a cluster has, and how many ties there are among them.
// $run (string, "20240101T000000"): id of the run
// $cluster (integer, 0): number of the cluster
OPTIONAL MATCH (:AnalysisRun {id: $run})-[:FOUND]->(c:Community {number: $cluster})
RETURN COUNT { (c)<-[:MEMBER_OF]-(:Person) } AS people,
       COUNT { (c)<-[:MEMBER_OF]-(:Person)-[:KNOWS]->(:Person)-[:MEMBER_OF]->(c) } AS ties

// Indexes what is searched by. Written from graph/model.

CREATE INDEX contact_provisional IF NOT EXISTS FOR (n:Contact) ON (n.provisional);
CREATE INDEX employee_provisional IF NOT EXISTS FOR (n:Employee) ON (n.provisional);
CREATE INDEX interaction_at IF NOT EXISTS FOR (n:Interaction) ON (n.at);
CREATE INDEX deal_status IF NOT EXISTS FOR (n:Deal) ON (n.status);
CREATE INDEX purchase_at IF NOT EXISTS FOR (n:Purchase) ON (n.at);
CREATE INDEX contract_ends_on IF NOT EXISTS FOR (n:Contract) ON (n.ends_on);
CREATE INDEX analysisrun_at IF NOT EXISTS FOR (n:AnalysisRun) ON (n.at);
CREATE INDEX batch_hash IF NOT EXISTS FOR (n:Batch) ON (n.hash);
CREATE INDEX waiting_reference IF NOT EXISTS FOR (n:Waiting) ON (n.reference);
CREATE INDEX waiting_record IF NOT EXISTS FOR (n:Waiting) ON (n.record);
CREATE INDEX met_batch IF NOT EXISTS FOR (n:Met) ON (n.batch);
CREATE INDEX change_number IF NOT EXISTS FOR (n:Change) ON (n.number);
CREATE INDEX change_batch IF NOT EXISTS FOR (n:Change) ON (n.batch);
CREATE INDEX person_email IF NOT EXISTS FOR (n:Person) ON (n.email);
CREATE INDEX interaction_batch IF NOT EXISTS FOR (n:Interaction) ON (n.batch);
CREATE FULLTEXT INDEX party_names IF NOT EXISTS FOR (n:Customer|Contact|Employee) ON EACH [n.name, n.email]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};

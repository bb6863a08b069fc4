// Our employee whose name or e-mail is this one.
// $name (string, "alice@example.com"): the name or e-mail
MATCH (e:Employee)
WHERE toLower(e.name) = toLower($name) OR toLower(e.email) = toLower($name)
RETURN e.key AS key, coalesce(e.name, e.email, e.id) AS name
ORDER BY key
LIMIT 1

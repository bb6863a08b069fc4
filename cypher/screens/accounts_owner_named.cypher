// The employee of our own whose e-mail or name is that of a user.
// $name (string, "anna@example.com"): the user's name
MATCH (e:Employee)
WHERE e.email = toLower($name) OR toLower(e.name) = toLower($name)
RETURN e.key AS key, coalesce(e.name, e.email, e.id) AS name
ORDER BY e.email = toLower($name) DESC, key
LIMIT 1

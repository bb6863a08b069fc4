// Keys that part all people into ranges of so many, each up to the next.
// $size (integer, 5000): people in a range
MATCH (p:Person)
WHERE p.key IS NOT NULL
WITH p.key AS key
ORDER BY key
WITH collect(key) AS keys
RETURN [place IN range(0, size(keys) - 1, $size) | keys[place]] + [last(keys) + '0'] AS bounds

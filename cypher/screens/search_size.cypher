// How many people and accounts there are.
RETURN COUNT { (:Person) } + COUNT { (:Customer) } AS parties

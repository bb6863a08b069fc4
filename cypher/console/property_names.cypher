// The names of all properties that were ever used.
CALL db.propertyKeys() YIELD propertyKey
RETURN propertyKey AS name
ORDER BY name

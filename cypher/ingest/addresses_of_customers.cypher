// Accounts with their own addresses.
MATCH (c:Customer)
WHERE c.website IS NOT NULL OR c.email IS NOT NULL
RETURN c.id AS customer, c.website AS website, c.email AS email

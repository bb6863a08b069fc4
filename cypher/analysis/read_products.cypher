// Every product.
MATCH (p:Product)
RETURN p.id AS id, p.name AS name, p.category AS category, p.price AS price, p.currency AS currency

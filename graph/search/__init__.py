"""Search as one types: how names are spelled, an index of everything that has a name, and matching that forgives."""

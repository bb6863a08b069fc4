"""Which records of several systems are the same person or company: found, scored, decided, merged and split."""

"""Cypher that people write: checked, bounded, run read-only, and turned into plain values."""

"""A hash over the whole graph: two graphs with the same hash are the same."""

import hashlib
from typing import Any

from graph.store import Store

PROVENANCE = frozenset({"batch"})
"""What may differ between two ways to the same graph."""


def graph_hash(store: Store, *, without: frozenset[str] = frozenset()) -> str:
    """Over every node and relationship with all properties but those `without`; with any of these, without imports too.

    Imports are Batch nodes, and Change nodes that keep what they said; `last_change` names one of these.
    """
    without = without | {"last_change"} if without else without
    nodes = store.rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.rows(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS a, a.id AS from, type(r) AS type, properties(r) AS properties,"
        " labels(b) AS b, b.id AS to"
    )
    kept = [node for node in nodes if not (without and {"Batch", "Change"}.intersection(node["labels"]))]
    lines = [repr((sorted(node["labels"]), _sorted(node["properties"], without))) for node in kept]
    lines += [
        repr((sorted(e["a"]), e["from"], e["type"], _sorted(e["properties"], without), sorted(e["b"]), e["to"]))
        for e in edges
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _sorted(properties: dict[str, Any], without: frozenset[str]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in properties.items() if name not in without)

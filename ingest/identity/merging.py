"""Several records as one node, and back.

The node that stands for a cluster is that of its first record. Every record is kept as an `Original` with its own
properties. The others' nodes become those originals; their relationships are shown at the node that stands for them,
each with `via`, the key of the record that it came with. One that the node has already, or that would lead to itself,
stays with its original, so that nothing is counted twice. Taking a cluster apart therefore gives every record exactly
its own properties and relationships back. What an analysis derived is dropped, and counted anew by the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.model import RELATIONSHIPS
from graph.store import Store, Transaction

__all__ = ["MERGEABLE", "clusters_of", "dissolve", "existing", "join", "label_of", "release", "settle"]

_AT_ONCE = 200
"""Clusters in one transaction."""

_TYPES = sorted({relationship.type for relationship in RELATIONSHIPS if relationship.loaded} | {"DECIDED"})
"""What goes with a merged record: what files bring, and what people decided."""

_IDENTITY = sorted({name for relationship in RELATIONSHIPS for name in relationship.identity})
_EDGES: dict[str, Any] = {"types": _TYPES, "identity": _IDENTITY}
MERGEABLE = ("Customer", "Contact", "Employee")
"""Labels of records that may stand for one another."""

_LABELS = {label.lower(): label for label in MERGEABLE}


def label_of(key: str) -> str:
    """The label of the record with a key: `contact:7` is a Contact."""
    return _LABELS[key.partition(":")[0]]


def clusters_of(store: Store, keys: Sequence[str]) -> list[list[str]]:
    """The clusters to which any of these records belong, each with the record that stands for it first."""
    return [row["keys"] for row in store.read("identity/clusters_of", keys=list(keys))]


def existing(store: Store, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Which of these records there are, merged or not: `key`, `name`, and whether they are `provisional`."""
    return store.read("identity/existing", keys=list(keys), **_split(keys))


def dissolve(store: Store, keys: Sequence[str]) -> None:
    """Give every record of the clusters to which any of these records belong its node, properties and edges back."""
    clusters = clusters_of(store, keys)
    for start in range(0, len(clusters), _AT_ONCE):
        part = clusters[start : start + _AT_ONCE]
        store.transact(lambda tx, part=part: _dissolve(tx, part))  # type: ignore[misc]  # mypy sees no default


def join(store: Store, clusters: Sequence[Sequence[str]]) -> None:
    """Make one node stand for all records of each cluster: that of its first. None of them may be merged yet."""
    for start in range(0, len(clusters), _AT_ONCE):
        part = clusters[start : start + _AT_ONCE]
        store.transact(lambda tx, part=part: _join(tx, part))  # type: ignore[misc]  # mypy sees no default


def release(tx: Transaction, label: str, ids: Sequence[str]) -> None:
    """Within the transaction that loads rows of these records, take apart the clusters that they are part of.

    What is decided joins them again once all is loaded.
    """
    rows = tx.read("identity/clusters_of", keys=[f"{label.lower()}:{identifier}" for identifier in ids])
    if rows:
        _dissolve(tx, [row["keys"] for row in rows])


def settle(store: Store) -> None:
    """Show each relationship once, after imports have written to nodes that stand for several."""
    touched = [row["key"] for row in store.read("identity/touched", **_EDGES)]
    clusters = clusters_of(store, touched)
    dissolve(store, touched)
    join(store, clusters)


def _dissolve(tx: Transaction, clusters: Sequence[Sequence[str]]) -> None:
    members = [key for keys in clusters for key in keys]
    tx.write("ingest/take_turn")
    tx.write("identity/sink", keys=members, **_EDGES)
    tx.write("identity/wake", keys=[keys[0] for keys in clusters])
    hidden = [row["key"] for row in tx.read("identity/neighbours", types=_TYPES, **_split(members))]
    tx.write("identity/surface", keys=hidden, **_EDGES)
    tx.write("ingest/forget_ties")


def _join(tx: Transaction, clusters: Sequence[Sequence[str]]) -> None:
    tx.write("ingest/take_turn")
    rows = [{"label": label_of(keys[0]), "ids": [key.partition(":")[2] for key in keys]} for keys in clusters]
    tx.write("identity/stand_for", clusters=rows)
    tx.write("identity/sink", keys=[key for keys in clusters for key in keys], **_EDGES)
    tx.write("identity/surface", keys=_others(clusters), **_EDGES)
    half = [row["key"] for row in tx.read("identity/half_hidden", keys=_others(clusters), types=_TYPES)]
    tx.write("identity/sink", keys=half, **_EDGES)
    tx.write("identity/surface", keys=half, **_EDGES)
    tx.write("identity/fill", keys=[keys[0] for keys in clusters])
    tx.write("ingest/forget_ties")


def _others(clusters: Iterable[Sequence[str]]) -> list[str]:
    return [key for keys in clusters for key in keys[1:]]


def _split(keys: Iterable[str]) -> dict[str, list[str]]:
    customers = [key.partition(":")[2] for key in keys if label_of(key) == "Customer"]
    return {"customers": customers, "people": [key for key in keys if label_of(key) != "Customer"]}

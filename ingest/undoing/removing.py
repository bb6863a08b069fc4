"""Taking nodes out of the graph: relationships that other records' rows named wait again for whom they named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import polars as pl

from graph.generate import brought
from graph.model import RELATIONSHIPS, node, person_key
from graph.native import native
from graph.store import Transaction
from ingest.changes import Present, label_of_other
from ingest.creating import wait
from ingest.ends import OWN_ID, targets, waiting_rows
from ingest.records import KINDS, Kind, Link

__all__ = ["remove"]

_TYPES = sorted(relationship.type for relationship in RELATIONSHIPS if relationship.loaded)


def remove(transaction: Transaction, kind: Kind, present: Collection[Present]) -> None:
    """Delete the nodes of records, with what their own rows named."""
    label = str(kind.label)
    nodes = {record.node: record for record in present}
    if any(label in column.targets for other in KINDS for column in other.references):
        _let_wait(transaction, label, nodes)
    transaction.write("ingest/stop_waiting_of", records=[person_key(label, record.id) for record in present])
    transaction.write("ingest/delete_nodes", nodes=list(nodes))
    if node(label).shared or "took_part_person" in brought(label):
        transaction.write("ingest/forget_ties")


def _let_wait(transaction: Transaction, label: str, nodes: dict[str, Present]) -> None:
    groups: dict[tuple[str, Link, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in transaction.read("ingest/edges_at", nodes=list(nodes), types=_TYPES):
        other_label = label_of_other(row)
        naming = _naming(row, label, other_label)
        if naming is None:
            continue
        kind, link = naming
        if kind.label and row["other"] in nodes:
            continue
        properties = {name: native(value) for name, value in row["properties"].items()}
        gone, other = ("start", "end") if row["starts"] else ("end", "start")
        ends = {
            "_row": 0,
            gone: properties.get(f"{gone}_reference", nodes[row["node"]].id),
            f"{gone}_label": None,
            other: properties.get(f"{other}_reference", row["id"]),
            f"{other}_label": None if row["other"] in nodes else other_label,
        }
        groups[kind.name, link, properties["source"], properties["batch"]].append({**properties, **ends})
    kinds = {kind.name: kind for kind in KINDS}
    for (name, link, source, batch), rows in groups.items():
        frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("^(start|end)_label$").cast(pl.String))
        wait(transaction, waiting_rows(kinds[name], link, frame), {"source": source, "batch": batch})


def _naming(row: dict[str, Any], label: str, other_label: str) -> tuple[Kind, Link] | None:
    """The kind of records, and its link, whose rows name the node; None where its own row named the other."""
    for kind in KINDS:
        for link in kind.links:
            column, other = (link.start, link.end) if row["starts"] else (link.end, link.start)
            fixed = link.fixed is None or row["properties"].get(link.fixed[0]) == link.fixed[1]
            means = column != OWN_ID and label in targets(kind, column).split("|")
            if link.type == row["type"] and fixed and means and other_label in _labels(kind, other):
                return kind, link
    return None


def _labels(kind: Kind, column: str) -> list[str]:
    return targets(kind, column).removeprefix("=").split("|")

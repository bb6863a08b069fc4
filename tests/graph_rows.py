"""Nodes and relationships written straight into the graph, with the queries that imports use."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from graph.generate import brought, new_nodes_query, new_relationships_query
from graph.model import node
from graph.store import Store

_AT_ONCE = 5000


def write_nodes(store: Store, label: str, records: Sequence[dict[str, Any]], batch: str = "test") -> None:
    """Create nodes; each record has an `id` and its other properties."""
    declared = {prop.name for prop in node(label).properties} | {"id"}
    for start in range(0, len(records), _AT_ONCE):
        chunk = records[start : start + _AT_ONCE]
        columns: dict[str, list[Any]] = {
            name: [_encoded(record.get(name)) for record in chunk]
            for name in sorted({name for record in chunk for name in record} & declared)
        }
        columns["more"] = [{name: value for name, value in r.items() if name not in declared} for r in chunk]
        together: dict[str, Any] = {name: {} for name in brought(label)}
        store.write(new_nodes_query(label), nodes=columns, **together, source="test", batch=batch)


def write_edges(
    store: Store, kind: str, start: str, end: str, rows: Sequence[dict[str, Any]], batch: str = "test"
) -> None:
    """Create relationships; each row has the keys of its ends as `start` and `end`, and its properties."""
    for first in range(0, len(rows), _AT_ONCE):
        chunk = rows[first : first + _AT_ONCE]
        names = sorted({name for row in chunk for name in row})
        columns = {name: [_encoded(row.get(name)) for row in chunk] for name in names}
        store.write(new_relationships_query(kind, start, end), edges=columns, source="test", batch=batch)


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    return value.isoformat() if isinstance(value, date) else value

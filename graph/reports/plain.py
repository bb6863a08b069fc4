"""Values from Neo4j as plain data that is the same in JSON, pages and tables."""

from __future__ import annotations

from typing import Any

from neo4j.time import Date, DateTime

from graph.store import Store

__all__ = ["plain", "read"]


def plain(value: Any) -> Any:
    """`value` with its dates and times as ISO 8601 text, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Date | DateTime):
        return value.to_native().isoformat()
    return value.iso_format() if hasattr(value, "iso_format") else value


def read(store: Store, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a named query, plain."""
    return [plain(row) for row in store.read(name, **parameters)]

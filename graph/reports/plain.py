"""Values from Neo4j as plain data that is the same in JSON, pages and tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from neo4j.time import Date, DateTime

from graph.store import Store

__all__ = ["names", "plain", "read", "turned"]


def plain(value: Any) -> Any:
    """`value` with its dates and times as ISO 8601 text, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Date | DateTime):
        return value.to_native().isoformat()
    return value.iso_format() if hasattr(value, "iso_format") else value


def turned(sort: str) -> tuple[str, int]:
    """What to sort by, and 1, or -1 where a leading `-` turns the order round."""
    return sort.removeprefix("-"), -1 if sort.startswith("-") else 1


def read(store: Store, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a named query, plain."""
    return [plain(row) for row in store.read(name, **parameters)]


def names(store: Store, of: Literal["people", "accounts", "products"], ids: Iterable[str]) -> dict[str, str]:
    """What people (by key), accounts or products (by id) are called; who has no name, by e-mail or id."""
    return {row["id"]: row["name"] for row in read(store, f"analysis/names_of_{of}", ids=sorted(set(ids)))}

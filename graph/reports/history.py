"""Histories: what analyses said of one person or account, moment by moment."""

from __future__ import annotations

from typing import Any

from graph.reports.plain import read
from graph.reports.surroundings import resolve
from graph.store import Store

__all__ = ["history"]

_PLACES = ("x", "y")


def history(store: Store, who: str) -> dict[str, Any]:
    """The readings of a person or an account at each moment that was analysed, the oldest first.

    Parameters
    ----------
    who
        A key, an id, an e-mail or a whole name.

    Returns
    -------
    {"key", "items": [{"run", "at", "as_of", "people" or "accounts" (how many were analysed), and each reading}]}. Of
    several runs of one moment, the newest that has a reading tells it. Reasons and places on the map are left out.

    Raises
    ------
    NotFoundError
        Where nobody is called so.
    """
    key = resolve(store, who)
    kind, _, identifier = key.partition(":")
    if kind == "customer":
        rows = read(store, "analysis/history_of_account", id=identifier)
    else:
        rows = read(store, "analysis/history_of_person", key=key)
    moments: dict[str, dict[str, Any]] = {}
    for row in rows:
        readings = {name: value for name, value in row.pop("readings").items() if _is_reading(name, value)}
        moments.setdefault(row["as_of"], {}).update({**row, **readings})
    return {"key": key, "items": list(moments.values())}


def _is_reading(name: str, value: Any) -> bool:
    return name not in _PLACES and not (isinstance(value, str) and value[:1] in "[{")

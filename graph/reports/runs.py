"""The analysis that maps and lists show: the newest one in which every method was run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.reports.plain import read
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = [
    "RANKINGS",
    "READINGS",
    "check_reading",
    "clusters_of",
    "currency_of",
    "current_run",
    "facts_of",
    "parameters_of",
]

READINGS = ("pagerank", "betweenness", "harmonic", "degree")
"""What people can be ranked by on maps."""

RANKINGS = {
    **dict(zip(READINGS, READINGS, strict=True)),
    "authority": "pagerank",
    "bridge": "betweenness",
    "closeness": "harmonic",
    "connections": "degree",
    "reach": "reach",
    "referrals": "downstream_revenue",
    "core": "core",
    "constraint": "constraint",
}
"""What people can be ranked by in lists, with the property of SCORED that says it; the lowest constraint is first."""

_SHOWN = ("id", "at", "as_of", "basis", "people", "ties", "accounts")


def current_run(store: Store) -> dict[str, Any]:
    """The newest full analysis: {"id", "at", "as_of", "basis", "people", "ties", "accounts", "notes"}.

    `notes` say why some of its methods found nothing, by method. Raises NotFoundError.
    """
    found = read(store, "analysis/newest_run", complete=True)
    if not found:
        raise _nothing()
    return {**{name: found[0][name] for name in _SHOWN}, "notes": json.loads(found[0]["notes"] or "{}")}


def clusters_of(store: Store, run: str) -> list[dict[str, Any]]:
    """The clusters of a run, the largest first: [{"id", "number", "name", "description", "size", "facts"}]."""
    return read(store, "analysis/run_clusters", run=run)


def facts_of(store: Store, run: str) -> dict[str, Any]:
    """What the methods of a run say of all together, by method."""
    return dict(json.loads(read(store, "analysis/run_facts", run=run)[0]["facts"]))


def currency_of(facts: Mapping[str, Any]) -> str:
    """The currency (ISO 4217) that a run added amounts up in, from what `facts_of` tells; "" where it is not known."""
    told = (facts.get(method, {}).get("currency") for method in ("account_referrals", "reach"))
    return next((currency for currency in told if currency), "")


def parameters_of(store: Store) -> dict[str, Any]:
    """The settings that the newest full analysis ran with, by section. Raises NotFoundError."""
    for row in store.read("analysis/newest_run", complete=True):
        return dict(json.loads(row["parameters"]))
    raise _nothing()


def check_reading(reading: str) -> None:
    """Raises UsageError where there is no such reading."""
    if reading not in RANKINGS:
        raise UsageError(f"There is no reading {reading!r}.", f"Choose from {', '.join(RANKINGS)}.")


def _nothing() -> NotFoundError:
    return NotFoundError("Nothing has been analysed yet.", "Load data, then run: guanxi analyze")

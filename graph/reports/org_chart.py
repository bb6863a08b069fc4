"""The organisation chart of an account: who reports to whom, how high people stand, and who is missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

import polars as pl

from graph.analysis.coverage import buying_roles
from graph.analysis.seniority import seniority
from graph.analysis.strength import word
from graph.reports.plain import read
from graph.store import Store
from guanxi.config import CoverageConfig, HealthConfig, Settings

__all__ = ["UNKNOWN", "org_chart"]

UNKNOWN = "unknown"
"""The level of those whose title is not known."""

_MOST_PEOPLE = 5000
_MOST_IN_TREE = 150


def org_chart(store: Store, settings: Settings, identifier: str) -> dict[str, Any]:
    """The people of an account as its own company has them.

    Returns
    -------
    {"total", "roles": [{"role", "people", "reached"}] (the buying committee, in order; nobody known: no people),
    "tree": [person with "reports" and "more"] (those who report to somebody there, or whom somebody reports to, at
    most 150 of them; "more" are left out below this person), "levels": [{"level", "people"}] (the others, by the
    seniority of their titles, the highest level first, who knows us best first)}. A person is {"key", "name", "title",
    "department", "role" (as in the committee, else as recorded), "opted_out", "strength", "word", "known_by",
    "known_by_key", "ties", "last_at", "reached"}.
    """
    health, coverage = settings.health, settings.coverage
    people = _people(store, identifier, health, coverage)
    led = {person["manager_key"] for person in people.values()} & people.keys()
    tied = [person for person in people.values() if person["key"] in led or person["manager_key"] in people]
    names = {person["key"] for person in tied}
    others = [person for person in people.values() if person["key"] not in names]
    return {
        "total": len(people),
        "roles": [_role(role, people) for role in coverage.roles],
        "tree": _tree({person["key"]: person for person in tied}),
        "levels": [
            {"level": level, "people": found}
            for level in (*health.seniority, UNKNOWN)
            if (found := [person for person in others if person["level"] == level])
        ],
    }


def _people(store: Store, identifier: str, health: HealthConfig, coverage: CoverageConfig) -> dict[str, dict[str, Any]]:
    rows = read(store, "accounts/people", id=identifier, offset=0, limit=_MOST_PEOPLE)
    titles = pl.Series([row["title"] for row in rows], dtype=pl.String)
    roles = pl.Series([row["role"] for row in rows], dtype=pl.String)
    levels = seniority(titles, health.seniority).to_list()
    parts = buying_roles(roles, coverage.roles).to_list()
    return {
        row["key"]: {
            **row,
            "word": None if row["strength"] is None else word(row["strength"]),
            "role": part or row["role"],
            "level": level or UNKNOWN,
            "reached": (row["strength"] or 0.0) >= health.reached,
        }
        for row, level, part in zip(rows, levels, parts, strict=True)
    }


def _role(role: str, people: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    found = [person for person in people.values() if person["role"] == role]
    return {"role": role, "people": found, "reached": any(person["reached"] for person in found)}


def _tree(people: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The people below whom they report to, level by level until there are too many; circles are cut open."""
    below: dict[str, list[str]] = {key: [] for key in people}
    for key, person in people.items():
        if person["manager_key"] in below:
            below[person["manager_key"]].append(key)
    nodes = {key: {**person, "reports": [], "more": 0} for key, person in people.items()}
    top = [key for key, person in people.items() if person["manager_key"] not in people]
    seen: set[str] = set()
    roots: list[dict[str, Any]] = []
    for start in [*top, *people]:
        if start in seen:
            continue
        roots.append(nodes[start])
        seen.add(start)
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            for child in below[key]:
                if child in seen:
                    continue
                seen.add(child)
                waiting.append(child)
                if len(seen) <= _MOST_IN_TREE:
                    nodes[key]["reports"].append(nodes[child])
                else:
                    nodes[key]["more"] += 1
    return roots

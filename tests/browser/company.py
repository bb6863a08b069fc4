"""A small company for the browser tests: four groups of people, one who knows everybody, one who bridges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from graph.analysis.run import analyze
from graph.store import Store
from guanxi.config import Settings
from tests.graph_rows import write_edges, write_nodes

GROUPS = ("Steel", "Food", "航运", "Energy")
SIZE = 40
HUB = "contact:0-0"
"""Knows everybody in the first group."""

BRIDGE = "contact:1-0"
"""Ties the second group to the third."""

HOSTILE = '<img src=x onerror="window.hurt=1">'
_FAMILY = {"航运": "王李张刘陈杨赵黄"}
_NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)


def name(group: int, number: int) -> str:
    """What the browser tests look for: `Steel Person 7`, `王芳7`; one name is hostile."""
    if (group, number) == (3, 1):
        return HOSTILE
    if GROUPS[group] in _FAMILY:
        return f"{_FAMILY[GROUPS[group]][number % 8]}芳{number}"
    return f"{GROUPS[group]} Person {number}"


def load(store: Store, settings: Settings) -> None:
    """Empty the graph, load the company, and analyse it."""
    store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    people = [(group, number) for group in range(len(GROUPS)) for number in range(SIZE)]
    write_nodes(store, "Customer", [_account(group, half) for group in range(len(GROUPS)) for half in range(2)])
    write_nodes(store, "Contact", [_contact(group, number) for group, number in people])
    write_nodes(store, "Employee", [{"id": "1", "name": "Erin Own", "title": "Sales"}, {"id": "2", "name": "Finn Own"}])
    works = [{"start": f"{group}-{number}", "end": f"{group}-{number % 2}"} for group, number in people]
    write_edges(store, "WORKS_AT", "Contact", "Customer", works)
    write_edges(
        store, "OWNS", "Employee", "Customer", [{"start": "1", "end": f"{group}-0"} for group in range(len(GROUPS))]
    )
    _messages(store, _pairs())
    analyze(store, settings)


def _account(group: int, half: int) -> dict[str, Any]:
    return {"id": f"{group}-{half}", "name": f"{GROUPS[group]} {'AB'[half]}", "industry": GROUPS[group], "city": "Oslo"}


def _contact(group: int, number: int) -> dict[str, Any]:
    return {
        "id": f"{group}-{number}",
        "name": name(group, number),
        "email": f"p{group}-{number}@example.com",
        "title": "Buyer",
        "opted_out": number == 5,
        "role": "champion" if number == 2 else None,
    }


def _pairs() -> list[tuple[str, str, int]]:
    """Who writes to whom, and how often each way."""
    pairs: list[tuple[str, str, int]] = []
    for group in range(len(GROUPS)):
        for number in range(SIZE):
            near = [(number + step) % SIZE for step in (1, 2, 7)]
            pairs += [(f"contact:{group}-{number}", f"contact:{group}-{other}", 1 + number % 3) for other in near]
    pairs += [(HUB, f"contact:0-{number}", 2) for number in range(3, SIZE)]
    pairs += [(BRIDGE, f"contact:2-{number}", 2) for number in range(4)]
    pairs += [("employee:1", f"contact:{group}-{number}", 5) for group in range(len(GROUPS)) for number in (2, 4)]
    return pairs


def _messages(store: Store, pairs: list[tuple[str, str, int]]) -> None:
    both_ways = [(*ends, day) for a, b, times in pairs for day in range(times) for ends in ((a, b), (b, a))]
    nodes: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for number, (sender, receiver, day) in enumerate(both_ways):
        identifier = f"m{number}"
        at = _NOW - timedelta(days=7 * day, minutes=number % 600)
        nodes.append({"id": identifier, "at": at, "channel": ("mail", "call", "meeting")[number % 3]})
        parts += [
            {"start": sender, "end": identifier, "as": "from"},
            {"start": receiver, "end": identifier, "as": "to"},
        ]
    write_nodes(store, "Interaction", nodes)
    write_edges(store, "TOOK_PART", "Person", "Interaction", parts)

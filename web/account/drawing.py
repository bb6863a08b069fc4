"""Small pictures that the server draws for an account: its contracts in time, and ways to be introduced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

__all__ = ["Contracts", "contract_bars", "ways"]

_COLUMN, _ROW = 190.0, 64.0


@dataclass(frozen=True)
class Contracts:
    """Bars in per cent of the width: `bars` (contract, x, width), `today`, `years` (x, year); `ends_in` days, of the
    contract that ends last (below 0 where it has ended; None without an end)."""

    bars: list[tuple[dict[str, Any], float, float]]
    today: float
    years: list[tuple[float, int]]
    ends_in: int | None


def contract_bars(contracts: Sequence[dict[str, Any]], as_of: str | None) -> Contracts | None:
    """The contracts between the first beginning and the last end; None where none is dated."""
    dated = [one for one in contracts if one["starts_on"] and one["ends_on"]]
    if not dated or not as_of:
        return None
    now = date.fromisoformat(as_of[:10])
    ends = [date.fromisoformat(one["ends_on"]) for one in dated]
    first = min(now, *(date.fromisoformat(one["starts_on"]) for one in dated))
    last = max(now, *ends) + timedelta(days=15)
    span = max(1, (last - first).days)

    def place(day: date) -> float:
        return 100 * (day - first).days / span

    bars = []
    for one in dated:
        start = place(date.fromisoformat(one["starts_on"]))
        bars.append((one, start, max(0.8, place(date.fromisoformat(one["ends_on"])) - start)))
    years = [(place(date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1)]
    return Contracts(bars, place(now), years, (max(ends) - now).days)


def ways(paths: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Paths side by side as a graph: people once each, in columns by their first place on a path.

    Returns {"width", "height", "people": [{…, "x", "y"}], "ties": [{"x1", "y1", "x2", "y2", "strength", "best"}]}.
    """
    columns: dict[str, int] = {}
    people: dict[str, Mapping[str, Any]] = {}
    longest = max(len(path["people"]) for path in paths) - 1
    for path in paths:
        last = len(path["people"]) - 1
        for step, person in enumerate(path["people"]):
            people[person["key"]] = person
            columns.setdefault(person["key"], longest if step == last else step)
    rows: dict[int, list[str]] = {}
    for key, column in columns.items():
        rows.setdefault(column, []).append(key)
    height = max(map(len, rows.values())) * _ROW
    places = {
        key: (column * _COLUMN + _COLUMN / 2, (row + 0.5) * height / len(keys))
        for column, keys in rows.items()
        for row, key in enumerate(keys)
    }
    ties: dict[tuple[str, str], dict[str, Any]] = {}
    for number, path in enumerate(paths):
        keys = [person["key"] for person in path["people"]]
        for (one, other), tie in zip(pairwise(keys), path["ties"], strict=True):
            ends = {"x1": places[one][0], "y1": places[one][1], "x2": places[other][0], "y2": places[other][1]}
            ties.setdefault((one, other), {**ends, "strength": tie["strength"], "best": number == 0})
    return {
        "width": (longest + 1) * _COLUMN,
        "height": height,
        "people": [{**people[key], "x": x, "y": y} for key, (x, y) in places.items()],
        "ties": list(ties.values()),
    }

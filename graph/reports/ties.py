"""One tie, explained down to the interactions it is made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from graph.analysis.strength import PARTICIPATION, shares, word
from graph.reports.plain import plain
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError

__all__ = ["tie"]

_MAX_SHOWN = 200


def tie(store: Store, settings: Settings, one: str, other: str, *, limit: int = _MAX_SHOWN) -> dict[str, Any]:
    """The tie between two people, named by key, and what each interaction adds to its mass.

    Returns {"a", "b" (key and name), "mass", "strength", "word", "reciprocity", "as_of", "first_at", "last_at",
    "count", "sent", "received", "half_life_days", "s0", "parts": [{"interaction", "at", "channel", "subject",
    "weight", "participants", "decay", "mass", "sent", "received"}], "parts_total"}. An interaction's mass is
    weight / (participants - 1) * decay; over all parts, masses add up to the tie's. The newest come first, at
    most `limit`. Raises NotFoundError where the two have no tie.
    """
    a, b = sorted((one, other))
    found = store.read("analysis/tie", a=a, b=b)
    if not found:
        raise NotFoundError(f"{one} and {other} have no tie.", "Ties are made from interactions: guanxi analyze")
    row = found[0]
    schema = {**PARTICIPATION, "subject": pl.String}
    taken = store.frame("analysis/tie_parts", schema, a=a, b=b).select(*schema)
    as_of = row["as_of"].to_native().timestamp()
    parts = (
        shares(taken, as_of, settings.strength)
        .filter((pl.col("a") == a) & (pl.col("b") == b))
        .join(taken.select("interaction", "subject").unique("interaction"), on="interaction", how="left")
        .sort(-pl.col("at"), "interaction")
    )
    larger = max(row["sent"], row["received"])
    found_tie: dict[str, Any] = plain(
        {
            **{name: value for name, value in row.items() if name not in ("a", "b", "a_name", "b_name")},
            "a": {"key": a, "name": row["a_name"]},
            "b": {"key": b, "name": row["b_name"]},
            "word": word(row["strength"]),
            "reciprocity": min(row["sent"], row["received"]) / larger if larger else 0.0,
            "half_life_days": settings.strength.half_life_days,
            "s0": settings.strength.s0,
            "parts": [_part(part) for part in parts.drop("a", "b").head(limit).to_dicts()],
            "parts_total": parts.height,
        }
    )
    return found_tie


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "at": datetime.fromtimestamp(part["at"], UTC).isoformat()}

"""The ties among some people as they were at the end of each month: for a slider that plays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl

from graph.analysis.strength import PARTICIPATION, shares
from graph.store import Store
from guanxi.config import Settings

__all__ = ["ties_then"]

_MOST_INTERACTIONS = 20_000
_MOST_MONTHS = 60
_DAY = 86_400.0


def ties_then(store: Store, settings: Settings, keys: Sequence[str]) -> dict[str, Any]:
    """The strength of each tie among people, named by key, at the end of each of the last months.

    Returns {"moments": dates, the oldest first, "pairs": [[a, b], …], "strengths": for each pair one number a moment,
    0 before the first interaction, "cut": whether interactions before the first moment, or beyond the newest 20,000,
    were left out}. What is known of interactions makes ties; referrals and accounts do not change with time.
    """
    taken = store.frame("explore/participations", PARTICIPATION, keys=list(keys), limit=_MOST_INTERACTIONS)
    if taken.is_empty():
        return {"moments": [], "pairs": [], "strengths": [], "cut": False}
    last = float(taken["at"].max())  # type: ignore[arg-type]  # there are some
    pieces = shares(taken.select(*PARTICIPATION), last, settings.strength).filter(
        pl.col("a").is_in(list(keys)) & pl.col("b").is_in(list(keys))
    )
    moments = _moments(float(taken["at"].min()), last)  # type: ignore[arg-type]  # there are some
    pairs = pieces.select("a", "b").unique().sort("a", "b").with_row_index("pair")
    rows = pieces.join(pairs, on=["a", "b"])
    strengths = _strengths(rows, pairs.height, np.array([moment.timestamp() for moment in moments]), settings)
    return {
        "moments": [moment.date().isoformat() for moment in moments],
        "pairs": pairs.select("a", "b").rows(),
        "strengths": np.round(strengths, 1).tolist(),
        "cut": taken["interaction"].n_unique() >= _MOST_INTERACTIONS,
    }


def _strengths(
    rows: pl.DataFrame, pairs: int, moments: np.ndarray[Any, np.dtype[np.float64]], settings: Settings
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """By pair and moment. Masses fade alike, so those of each month are summed once and then moved on."""
    month = np.searchsorted(moments, rows["at"].to_numpy(), side="left")
    fresh = (rows["weight"] / (rows["participants"] - 1)).to_numpy()
    halvings = 1 / (settings.strength.half_life_days * _DAY)
    at_end = fresh * 2.0 ** (-(moments[month] - rows["at"].to_numpy()) * halvings)
    shape, place = (pairs, len(moments)), (rows["pair"].to_numpy(), month)
    mass, sent, received = (np.zeros(shape) for _ in range(3))
    np.add.at(mass, place, at_end)
    np.add.at(sent, place, rows["sent"].to_numpy())
    np.add.at(received, place, rows["received"].to_numpy())
    for now in range(1, len(moments)):
        mass[:, now] += mass[:, now - 1] * 2.0 ** (-(moments[now] - moments[now - 1]) * halvings)
    sent, received = sent.cumsum(axis=1), received.cumsum(axis=1)
    larger = np.maximum(sent, received)
    both = np.divide(np.minimum(sent, received), larger, out=np.zeros(shape), where=larger > 0)
    strengths: np.ndarray[Any, np.dtype[np.float64]] = 100 * (1 - np.exp(-mass / settings.strength.s0)) * (1 + both) / 2
    return strengths


def _moments(first: float, last: float) -> list[datetime]:
    """The ends of the months from the first interaction on, at most `_MOST_MONTHS`, and the last interaction."""
    end = datetime.fromtimestamp(last, UTC)
    months = [datetime(end.year, end.month, 1, tzinfo=UTC)]
    while months[-1].timestamp() > first and len(months) < _MOST_MONTHS:
        year, month = divmod(months[-1].year * 12 + months[-1].month - 2, 12)
        months.append(datetime(year, month + 1, 1, tzinfo=UTC))
    return [month for month in reversed(months) if month.timestamp() > first and month != end] + [end]

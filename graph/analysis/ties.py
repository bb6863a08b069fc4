"""KNOWS: the ties in the graph, brought up to date from the interactions.

A ledger in the graph notes, for each import and channel, how many interactions the ties have counted, with how
many participants and at which times. Imports that it does not have are new and are added. Where an import that
was counted looks different by now (it was undone, a participant became known, a time was mended), where
parameters changed, or where an earlier moment is asked for, all ties are counted anew; both ways give the same
numbers. So the interactions themselves carry no marks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import polars as pl

from graph import queries
from graph.analysis import strength
from graph.analysis.strength import PARTICIPATION, TIES
from graph.store import Store
from guanxi.config import Settings

__all__ = ["TiesUpdate", "newest_moment", "update_ties"]

_Totals = dict[str, dict[str, list[int]]]
"""By batch and channel: interactions, participants, sum of times in seconds, newest time in milliseconds."""

_PAIR = {"a": pl.String, "b": pl.String}

_FADED_PEOPLE = 500
"""People whose ties fade in one transaction."""


@dataclass(frozen=True)
class TiesUpdate:
    """What was done: `as_of` is the moment that all ties describe, `written` how many were added or changed."""

    as_of: datetime
    how: Literal["unchanged", "faded", "added", "rebuilt", "apart"]
    written: int


def newest_moment(store: Store) -> datetime:
    """The time of the newest interaction that has happened, else of the newest purchase, else now."""
    now = datetime.now(UTC)
    newest = store.read("analysis/newest_moment", now=now)[0]["newest"]
    return _moment(now) if newest is None else datetime.fromtimestamp(newest / 1000, UTC)


def update_ties(
    store: Store,
    settings: Settings,
    *,
    as_of: datetime | None = None,
    rebuild: bool = False,
    participations: Callable[[list[str]], pl.DataFrame] | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> TiesUpdate:
    """Bring every KNOWS up to date.

    Parameters
    ----------
    as_of
        The moment that masses and strengths describe; later interactions are left out. None is `newest_moment`.
    rebuild
        Count everything anew, whatever the ledger says.
    participations
        Who took part in the interactions of some imports until `as_of`, where that has been read already: columns
        PARTICIPATION.
    progress
        Called with the share of ties that are written, 0 to 1.

    Notes
    -----
    Reads totals of all interactions (one scan in the server), and each interaction that was not counted.
    A ledger that was not closed (the process ended while writing) leads to a rebuild. A tie is never taken away before
    all others are written: a rebuild that is interrupted leaves each as it was or as it will be.
    """
    update = _Update(
        store,
        settings,
        as_of=_moment(as_of or newest_moment(store)),
        parameters=json.dumps(settings.strength.model_dump(), sort_keys=True),
        totals=_by_batch(store.read("analysis/interaction_totals")),
        participations=participations
        or (lambda batches: store.frame("analysis/participations", PARTICIPATION, batches=batches)),
        progress=progress,
    )
    ledger = _ledger(store)
    if ledger is None or rebuild or not update.extends(ledger):
        return update.rebuild()
    return update.add(ledger)


@dataclass(frozen=True)
class _Ledger:
    as_of: datetime
    parameters: str
    totals: _Totals
    complete: bool


@dataclass(frozen=True)
class _Update:
    store: Store
    settings: Settings
    as_of: datetime
    parameters: str
    totals: _Totals
    participations: Callable[[list[str]], pl.DataFrame]
    progress: Callable[[float], None]

    def extends(self, ledger: _Ledger) -> bool:
        """Whether the ties of the ledger are right as far as they go, and nothing must be taken out of them."""
        counted_until = _millis(ledger.as_of)
        return (
            ledger.complete
            and ledger.parameters == self.parameters
            and ledger.as_of <= self.as_of
            and all(self.totals.get(batch) == counted for batch, counted in ledger.totals.items())
            and all(newest <= counted_until for counted in ledger.totals.values() for *_, newest in counted.values())
        )

    def rebuild(self) -> TiesUpdate:
        ties = self._tally(set(self.totals))
        gone = self.store.frame("analysis/tied_pairs", _PAIR).join(ties, on=["a", "b"], how="anti")
        self._note(complete=False)
        self._write(ties)
        self.store.write_batches("analysis/delete_ties", gone.to_dicts(), self.settings.graph.batch_rows)
        self._note(complete=True)
        return TiesUpdate(self.as_of, "rebuilt", ties.height)

    def add(self, ledger: _Ledger) -> TiesUpdate:
        new = self.totals.keys() - ledger.totals.keys()
        if not new and ledger.as_of == self.as_of:
            return TiesUpdate(self.as_of, "unchanged", 0)
        ties = self._tally(new)
        earlier = self._earlier(ties)
        self._note(complete=False)
        self._write(strength.merged(earlier, ties))
        self._fade()
        self._note(complete=True)
        return TiesUpdate(self.as_of, "added" if new else "faded", ties.height)

    def _tally(self, batches: set[str]) -> pl.DataFrame:
        parts = self.participations(sorted(batches))
        return strength.tally(parts, _millis(self.as_of) / 1000, self.settings.strength)

    def _earlier(self, ties: pl.DataFrame) -> pl.DataFrame:
        """What the graph holds for the same pairs, as it has faded by now."""
        pairs = ties.select("a", "b").to_dicts()
        known = self.store.frame("analysis/ties_of_pairs", {**TIES, "as_of": pl.Float64}, rows=pairs)
        days = (_millis(self.as_of) / 1000 - pl.col("as_of")) / 86_400
        return known.with_columns(pl.col("mass") * strength.decay(days, self.settings.strength.half_life_days))

    def _write(self, ties: pl.DataFrame) -> None:
        rows = strength.with_strength(ties, self.settings.strength.s0).with_columns(
            (pl.col("first_at", "last_at") * 1000).round().cast(pl.Int64)
        )
        size = self.settings.graph.batch_rows
        for start in range(0, rows.height, size):
            self.store.write("analysis/write_ties", rows=rows[start : start + size].to_dicts(), as_of=self.as_of)
            self.progress(min(1.0, (start + size) / rows.height))

    def _note(self, *, complete: bool) -> None:
        self.store.write(
            "analysis/write_ledger",
            as_of=self.as_of,
            parameters=self.parameters,
            totals=json.dumps(self.totals),
            complete=complete,
        )

    def _fade(self) -> None:
        """Move the ties that were not written now to the new moment."""
        self.store.run_alone(
            queries.get("analysis/decay_ties").text,
            as_of=_millis(self.as_of),
            half_life_days=self.settings.strength.half_life_days,
            s0=self.settings.strength.s0,
            batch_people=_FADED_PEOPLE,
        )


def _by_batch(found: list[dict[str, Any]]) -> _Totals:
    totals: _Totals = {}
    for row in found:
        counted = [row["interactions"], row["parts"], row["seconds"], row["newest"]]
        totals.setdefault(row["batch"], {})[row["channel"]] = counted
    return totals


def _ledger(store: Store) -> _Ledger | None:
    for row in store.read("analysis/ledger"):
        return _Ledger(row["as_of"].to_native(), row["parameters"], json.loads(row["totals"]), row["complete"])
    return None


def _moment(when: datetime) -> datetime:
    """To the millisecond, as times in the graph are read."""
    return datetime.fromtimestamp(_millis(when) / 1000, UTC)


def _millis(when: datetime) -> int:
    return round(when.timestamp() * 1000)

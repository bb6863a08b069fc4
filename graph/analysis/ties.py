"""KNOWS: the ties in the graph, brought up to date from the interactions.

A ledger in the graph notes, for each import and channel, how many interactions the ties have counted, with how
many participants and at which times. Imports that it does not have are new and are added. Where an import that
was counted looks different by now (it was undone, a participant became known, a time was mended), where
parameters changed, or where an earlier moment is asked for, all ties are counted anew; both ways give the same
numbers. So the interactions themselves carry no marks.

What was counted is not counted again where new imports account for all interactions and participants that the database
has by its own counts, and no import has changed records that were there. Otherwise, and in every analysis of
everything, all are looked at.

Each tie says which moment its mass and strength describe. As time passes, only those whose strength has faded visibly
are written again, and they are only looked for when so much can have faded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

_PAIRS_AT_ONCE = 50_000
"""Pairs whose ties are read by one query."""

_FADED_PROPERTIES = 3
"""Properties that are set on a tie that fades."""

_FASTEST = 100 * math.log(2) / math.e
"""Points of strength that fade from a tie in one half-life at most: that is so where its mass is s0."""


@dataclass(frozen=True)
class TiesUpdate:
    """What was done: interactions until `as_of` are counted now; `written` ties were added, changed or faded."""

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
    thorough: bool = False,
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
    thorough
        Look at every interaction, so that what was changed in the graph by others than imports is seen too.
    participations
        Who took part in the interactions of some imports until `as_of`, where that has been read already: columns
        PARTICIPATION.
    progress
        Called with the share of ties that are written, 0 to 1.

    Notes
    -----
    Reads the interactions that were not counted; writes the ties of those, and where `strength.fade_points` may have
    faded since it was last looked, those that have.
    A ledger that was not closed (the process ended while writing) leads to a rebuild. A tie is never taken away before
    all others are written: a rebuild that is interrupted leaves each as it was or as it will be.
    """
    ledger = _ledger(store)
    counts = store.read("analysis/interaction_counts")[0]
    update = _Update(
        store,
        settings,
        as_of=_moment(as_of or newest_moment(store)),
        parameters=json.dumps(settings.strength.model_dump(), sort_keys=True),
        totals=(None if thorough or ledger is None else _continued(store, ledger, counts))
        or _by_batch(store.read("analysis/interaction_totals")),
        last_change=counts["last_change"],
        participations=participations
        or (lambda batches: store.frame("analysis/participations", PARTICIPATION, batches=batches)),
        progress=progress,
    )
    if ledger is None or rebuild or not update.extends(ledger):
        return update.rebuild()
    return update.add(ledger)


@dataclass(frozen=True)
class _Ledger:
    as_of: datetime
    faded_at: datetime
    parameters: str
    totals: _Totals
    last_change: str
    complete: bool


@dataclass(frozen=True)
class _Update:
    store: Store
    settings: Settings
    as_of: datetime
    parameters: str
    totals: _Totals
    last_change: str
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
        self._note(complete=False, faded_at=self.as_of)
        self._write(ties)
        batch_rows = self.settings.graph.batch_rows
        self.store.write_batches("analysis/delete_ties", gone.to_dicts(), batch_rows)
        self.store.run_alone(queries.get("analysis/delete_ties_of_deleted").text, batch_rows=batch_rows)
        self._note(complete=True, faded_at=self.as_of)
        return TiesUpdate(self.as_of, "rebuilt", ties.height)

    def add(self, ledger: _Ledger) -> TiesUpdate:
        new = self.totals.keys() - ledger.totals.keys()
        if not new and ledger.as_of == self.as_of:
            return TiesUpdate(self.as_of, "unchanged", 0)
        ties = self._tally(new)
        earlier = self._earlier(ties)
        self._note(complete=False, faded_at=ledger.faded_at)
        self._write(strength.merged(earlier, ties))
        faded_at, faded = self._fade(ledger.faded_at)
        self._note(complete=True, faded_at=faded_at)
        return TiesUpdate(self.as_of, "added" if new else "faded", ties.height + faded)

    def _tally(self, batches: set[str]) -> pl.DataFrame:
        parts = self.participations(sorted(batches))
        return strength.tally(parts, _millis(self.as_of) / 1000, self.settings.strength)

    def _earlier(self, ties: pl.DataFrame) -> pl.DataFrame:
        """What the graph holds for the same pairs, as it has faded by now."""
        schema = {**TIES, "as_of": pl.Float64}
        parts = [
            self.store.frame("analysis/ties_of_pairs", schema, rows=pairs.to_dicts())
            for pairs in ties.select("a", "b").iter_slices(_PAIRS_AT_ONCE)
        ]
        known = pl.concat([pl.DataFrame(schema=schema), *parts])
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

    def _note(self, *, complete: bool, faded_at: datetime) -> None:
        self.store.write(
            "analysis/write_ledger",
            as_of=self.as_of,
            faded_at=faded_at,
            parameters=self.parameters,
            totals=json.dumps(self.totals),
            last_change=self.last_change,
            complete=complete,
        )

    def _fade(self, last: datetime) -> tuple[datetime, int]:
        """Move ties that were not written now to the new moment, where that shows; when it was done last, and how many.

        Half of what may show fades before anybody looks, and then whatever has lost the other half is written.
        """
        config = self.settings.strength
        half_lives = (self.as_of - last) / timedelta(days=config.half_life_days)
        if half_lives * _FASTEST <= config.fade_points / 2:
            return last, 0
        done = self.store.run_alone(
            queries.get("analysis/decay_ties").text,
            as_of=_millis(self.as_of),
            half_life_days=config.half_life_days,
            s0=config.s0,
            points=config.fade_points / 2,
            batch_people=_FADED_PEOPLE,
        )
        return self.as_of, done.counters.properties_set // _FADED_PROPERTIES


def _continued(store: Store, ledger: _Ledger, counts: dict[str, Any]) -> _Totals | None:
    """The totals of the ledger with those of new imports; None where these do not account for all that is there."""
    batches = {row["id"] for row in store.read("analysis/batches")}
    if ledger.last_change != counts["last_change"] or not ledger.totals.keys() <= batches:
        return None
    new = store.read("analysis/interaction_totals_of", batches=sorted(batches - ledger.totals.keys()))
    totals = ledger.totals | _by_batch(new)
    counted = [channel for channels in totals.values() for channel in channels.values()]
    accounted = tuple(sum(channel[place] for channel in counted) for place in (0, 1))
    return totals if accounted == (counts["interactions"], counts["parts"]) else None


def _by_batch(found: list[dict[str, Any]]) -> _Totals:
    totals: _Totals = {}
    for row in found:
        counted = [row["interactions"], row["parts"], row["seconds"], row["newest"]]
        totals.setdefault(row["batch"], {})[row["channel"]] = counted
    return totals


def _ledger(store: Store) -> _Ledger | None:
    for row in store.read("analysis/ledger"):
        return _Ledger(
            row["as_of"].to_native(),
            row["faded_at"].to_native(),
            row["parameters"],
            json.loads(row["totals"]),
            row["last_change"],
            row["complete"],
        )
    return None


def _moment(when: datetime) -> datetime:
    """To the millisecond, as times in the graph are read."""
    return datetime.fromtimestamp(_millis(when) / 1000, UTC)


def _millis(when: datetime) -> int:
    return round(when.timestamp() * 1000)

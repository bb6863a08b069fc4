"""Mended rows: loaded as if their file had been right, under the import that set them aside."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import delete, update

from graph.store import Store
from guanxi.appstore import AppStore, ImportedTable, QuarantinedRow
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest import provisional, quarantine
from ingest.duplicates import Repeats
from ingest.identity.resolve import resolve
from ingest.jobs import Job
from ingest.lineage import Lineage
from ingest.link import link_waiting
from ingest.mapping import TableMapping
from ingest.pipeline import Run
from ingest.recognise import Guess
from ingest.references import Known
from ingest.settled import Settled
from ingest.sources.spool import Table
from ingest.summary import Line
from ingest.transform import Mapper

__all__ = ["Cells", "Replayed", "as_written", "replay"]

Cells = Mapping[str, str | None]
"""A row's cells by column."""

_SEPARATORS = (",", ";", "\t", "|")


@dataclass
class Replayed:
    """How many rows were loaded, and how many could not be."""

    loaded: int = 0
    still: int = 0


def replay(store: Store, appstore: AppStore, settings: Settings, mended: Mapping[int, Cells]) -> Replayed:
    """Try rows again that were set aside: by their ids, the cells that have changed.

    Those that can be loaded are no longer set aside; the others keep their changes, with the reason that they have
    now. Ids that are no longer set aside are passed over, so that doing it twice changes nothing.
    Raises GuanxiError for rows of an import of which it is not known how it was read.
    """
    rows = quarantine.rows_named(appstore, list(mended))
    done = Replayed()
    for batch in dict.fromkeys(row["batch"] for row in rows):
        own = [_Mended.of(row, mended[row["id"]]) for row in rows if row["batch"] == batch]
        _replay_batch(store, appstore, settings, batch, own, done)
    if done.loaded:
        link_waiting(store, Known(store), settings.graph.batch_rows)
        if settings.identity.at_load:
            resolve(store, appstore, settings)
    return done


@dataclass
class _Mended:
    """A row that was set aside, with the cells that it has now."""

    id: int
    line: int
    raw: str
    cells: dict[str, str | None]
    problem: str | None

    @classmethod
    def of(cls, row: dict[str, Any], changes: Cells) -> _Mended:
        before = {name: text or None for name, text in (row["cells"] or {}).items()}
        after = {**before, **{name: text or None for name, text in changes.items()}}
        unreadable = row["reason"] if row["column"] is None and after == before else None
        return cls(row["id"], row["line"], row["raw"], after, unreadable)


class _Mending(Run):
    """Loads rows as an import does; those that cannot be loaded are collected in `bad`."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.bad: list[pl.DataFrame] = []

    def load(self, job: Job, line: Line) -> None:
        """Load what can be; those who were met in mails give way to people who come now."""
        with self.writer() as writer:
            self._load(job, line, writer)
        if job.kind.label in provisional.FOLLOWED:
            self.settle()

    def _set_aside(self, rows: pl.DataFrame, line: Line) -> None:
        self.bad.append(rows.select("_line", "_raw", "_column", "_problem"))

    def _lineage(self, job: Job) -> Lineage | None:
        return Lineage(job.batch, mended=True)

    def _repeats(self, job: Job) -> Repeats | None:
        found = super()._repeats(job)
        return Settled(found, self.store, job.batch) if found is not None else None


def _replay_batch(
    store: Store, appstore: AppStore, settings: Settings, batch: str, rows: list[_Mended], done: Replayed
) -> None:
    with appstore.session() as session:
        imported = session.get(ImportedTable, batch)
    if imported is None:
        raise GuanxiError(
            f"It is not known how the rows of import {batch} were read.", "Mend them in their file and load that."
        )
    with _table_of(imported, rows, settings) as table:
        job = _job(imported, table)
        line = Line(imported.file, imported.kind, imported.preset, batch)
        run = _Mending(store, appstore, settings, False, True, lambda what, count, total: None)
        run.load(job, line)
        bad = _still_bad(job, run.bad)
    _keep(appstore, rows, bad, done)
    store.write("ingest/count_mended", id=batch, quarantined=quarantine.kept(appstore, batch=batch, limit=0)[1])


@contextmanager
def _table_of(imported: ImportedTable, rows: list[_Mended], settings: Settings) -> Iterator[Table]:
    """The rows as a table like the one that they come from."""
    columns = {name: [row.cells.get(name) for row in rows] for name in imported.columns}
    for row in rows:
        row.raw = as_written(row.raw, imported.columns, row.cells)
    added = {
        "_line": [row.line for row in rows],
        "_raw": [row.raw for row in rows],
        "_problem": [row.problem for row in rows],
    }
    schema = {**dict.fromkeys(imported.columns, pl.String), "_line": pl.Int64, "_raw": pl.String, "_problem": pl.String}
    parent = settings.home / "spool"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=parent) as name:
        frame = pl.DataFrame(columns | added, schema=schema).unique(["_line", "_raw"], maintain_order=True)
        frame.write_ipc(Path(name) / "000000.arrow")
        yield Table(imported.file, None, tuple(imported.columns), frame.height, Path(name), "")


def _job(imported: ImportedTable, table: Table) -> Job:
    kept = dict(imported.mapping)
    position = kept.pop("record")
    mapping = TableMapping.model_validate({**kept, "join": {}})
    guess = Guess(mapping, imported.source, imported.preset, imported.file)
    return Job(Mapper(table, guess, {}), mapping.records[position], imported.batch)


def _still_bad(job: Job, bad: list[pl.DataFrame]) -> dict[tuple[int, str], tuple[str | None, str]]:
    """By line and text of each row that could not be loaded: the column that it concerns, and why."""
    made = {key for frame in job.mapper.records(job.record) for key in frame.select("_line", "_raw").iter_rows()}
    no_record = (None, f"makes none of the {job.record.kind} any more")
    found: dict[tuple[int, str], tuple[str | None, str]] = {
        key: no_record
        for frame in job.mapper.table.frames()
        for key in frame.select("_line", "_raw").iter_rows()
        if key not in made
    }
    for frame in bad:
        for line, raw, column, reason in frame.iter_rows():
            found.setdefault((line, raw), (column, reason))
    return found


def _keep(
    appstore: AppStore, rows: list[_Mended], bad: dict[tuple[int, str], tuple[str | None, str]], done: Replayed
) -> None:
    still = [(row, *bad[row.line, row.raw]) for row in rows if (row.line, row.raw) in bad]
    loaded = [row.id for row in rows if (row.line, row.raw) not in bad]
    changes = [{"id": row.id, "cells": row.cells, "column": column, "reason": reason} for row, column, reason in still]
    with appstore.session() as session:
        for start in range(0, len(loaded), 500):
            gone = delete(QuarantinedRow).where(QuarantinedRow.id.in_(loaded[start : start + 500]))
            session.execute(gone, execution_options={"synchronize_session": False})
        if changes:
            session.execute(update(QuarantinedRow), changes)
    done.loaded += len(loaded)
    done.still += len(still)


def as_written(raw: str, columns: list[str], cells: Cells) -> str:
    """A row's text with other cells, written as it was: as a JSON object, or separated as before."""
    if raw.lstrip().startswith("{"):
        try:
            return _as_json(raw, cells)
        except json.JSONDecodeError:
            return raw
    written = {separator: _split(raw, separator) for separator in _SEPARATORS}
    separator, before = max(written.items(), key=lambda item: (len(item[1]) == len(columns), len(item[1])))
    now = [cells.get(name) for name in columns]
    if [cell or None for cell in before] == now:
        return raw
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="").writerow(now)
    return out.getvalue()


def _as_json(raw: str, cells: Cells) -> str:
    before = json.loads(raw)
    flat = {name for name, value in before.items() if value is None or isinstance(value, str)}
    changed = {name: text for name, text in cells.items() if name in flat and before[name] != text}
    if not changed:
        return raw
    compact = '":"' in raw or ('":' in raw and '": ' not in raw)
    separators = (",", ":") if compact else (", ", ": ")
    return json.dumps({**before, **changed}, ensure_ascii=False, separators=separators)


def _split(raw: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(raw, newline=""), delimiter=separator), [])
    except csv.Error:
        return []

"""The whole way of files into the graph: read, recognise, clean, check, load, link."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError, UsageError
from ingest import mailboxes, provisional, quarantine, validate
from ingest.ahead import ahead
from ingest.conventions import conventions_of
from ingest.duplicates import Repeats
from ingest.identity.resolve import resolve
from ingest.jobs import Job, jobs_of
from ingest.lineage import Lineage
from ingest.link import link_waiting
from ingest.load import Transactions, Writer, prepare
from ingest.mapping import LINE_ID, Preset, preset_named, presets, read_mapping
from ingest.reading import Choices, Progress, Reader
from ingest.records import kind_named
from ingest.references import Known
from ingest.sources import SourceError
from ingest.sources.database import Query
from ingest.sources.spool import READABLE, File, Spool, find_files
from ingest.summary import Line, Summary

__all__ = ["Progress", "Run", "chosen_presets", "ingest", "read_jobs"]


def ingest(
    paths: Sequence[str | Path],
    store: Store,
    appstore: AppStore,
    settings: Settings,
    *,
    kind: str | None = None,
    preset: str | None = None,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    again: bool = False,
    choices: Choices | None = None,
    queries: Sequence[Query] = (),
    progress: Progress | None = None,
) -> Summary:
    """Load files, folders, zip archives and `queries` of databases into the graph; say what was done with each row.

    Tables are recognised by themselves unless their `kind`, a `preset` or a `mapping` file is named, or `choices` say
    how a table is read. What was loaded before is left alone, unless it shall be done `again`. With `dry_run` all is
    checked and nothing is written.
    Raises GuanxiError where nothing can be loaded; of several files, those that cannot are listed as refused.
    """
    chosen = chosen_presets(kind, preset, mapping)
    tell = progress or (lambda what, done, total: None)
    files, ignored = find_files(paths)
    summary = Summary(ignored=ignored, dry_run=dry_run)
    with Spool.open(settings) as spool:
        reader = Reader(spool, chosen, kind, bool(preset or mapping), tell, summary, choices or {})
        jobs = read_jobs(reader, files, settings, queries)
        run = Run(store, appstore, settings, dry_run, again, tell)
        run.do_all(jobs, summary)
    return summary


def read_jobs(reader: Reader, files: Sequence[File], settings: Settings, queries: Sequence[Query] = ()) -> list[Job]:
    """Read files and databases; what is to be loaded of them. Raises GuanxiError where there is nothing."""
    for file in files:
        reader.read(file)
    reader.ask(queries)
    jobs = jobs_of(reader.tables, settings, reader.summary)
    if not jobs:
        _raise_refused(reader.summary)
    return jobs


def chosen_presets(kind: str | None, preset: str | None, mapping: str | Path | None) -> Mapping[str, Preset]:
    """The presets by which tables are recognised. Raises UsageError where more than one way is chosen."""
    if sum(choice is not None for choice in (kind, preset, mapping)) > 1:
        raise UsageError("A kind, a preset and a mapping exclude each other.", "Give one of them.")
    if kind is not None:
        kind_named(kind)
        return {}
    if preset is not None:
        return {preset: preset_named(preset)}
    if mapping is not None:
        return {Path(mapping).stem: read_mapping(mapping)}
    return presets()


def _raise_refused(summary: Summary) -> None:
    if not summary.refused:
        raise GuanxiError("There is no table to load.", f"Known endings: {', '.join(sorted(READABLE))}.")
    if len(summary.refused) == 1:
        raise SourceError(summary.refused[0].reason, summary.refused[0].hint)
    raise SourceError(" ".join(refused.reason for refused in summary.refused), summary.refused[0].hint)


@dataclass
class Run:
    """Loads one job after another."""

    store: Store
    appstore: AppStore
    settings: Settings
    dry_run: bool
    again: bool
    tell: Progress

    def __post_init__(self) -> None:
        self.known = Known(self.store)

    def do_all(self, jobs: Sequence[Job], summary: Summary) -> None:
        """Do all jobs, and then what becomes possible by them: link what waited, unite what is one."""
        for job in jobs:
            summary.lines.append(self.do(job))
        if not self.dry_run:
            self.tell("linking what waited", 0, None)
            provisional.settle(self.store, self.settings)
            summary.linked = link_waiting(self.store, Known(self.store), self.settings.graph.batch_rows)
            if self.settings.identity.at_load:
                summary.resolution = resolve(self.store, self.appstore, self.settings, tell=self.tell)
        summary.waiting = self.store.read("ingest/waiting_count")[0]["waiting"]

    def do(self, job: Job) -> Line:
        """Load the records of one job, unless that was done before."""
        table = job.mapper.table
        line = Line(table.name, job.record.kind, job.mapper.guess.preset, job.batch)
        line.unknown_columns = job.mapper.unknown if job.record is job.mapper.guess.mapping.records[0] else []
        before = self.done(job.batch)
        if before and not self.again:
            line.unchanged = True
            line.read, line.accepted, line.quarantined = (before[n] for n in ("read", "accepted", "quarantined"))
            return line
        if not self.dry_run:
            if self._status(job.batch) == "undoing":
                hint = f"guanxi batch undo {job.batch} completes that; then it can be loaded."
                raise GuanxiError(f"Undoing the import of {table.name} was cut short.", hint)
            quarantine.clear(self.appstore, job.batch)
            about = {
                "file": job.mapper.table.name,
                "hash": job.mapper.table.digest.split("#")[0],
                "source": job.mapper.guess.source,
                "kind": job.record.kind,
            }
            self.begin(job.batch, about, datetime.now(UTC))
        if job.mapper.guess.source in mailboxes.SOURCES and not self.dry_run:
            line.notes += provisional.meet(job, self.store, self.settings.graph.batch_rows)
            self.settle()
        with self.writer() as writer:
            self._load(job, line, writer)
        if not self.dry_run:
            quarantine.keep_table(self.appstore, job)
            if job.kind.label in provisional.FOLLOWED:
                self.settle()
        self._finish(line)
        return line

    @property
    def batch_rows(self) -> int:
        """How many rows are written together."""
        return self.settings.graph.batch_rows

    def writer(self) -> Writer:
        """What the rows of one job are written by."""
        return Writer(Transactions(self.store).write)

    def done(self, batch: str) -> dict[str, Any] | None:
        """The counts of an import, if it was done before."""
        return next((row for row in self.store.read("ingest/batch", id=batch) if row["status"] == "done"), None)

    def _status(self, batch: str) -> str | None:
        return next((row["status"] for row in self.store.read("ingest/batch", id=batch)), None)

    def begin(self, batch: str, about: dict[str, Any], at: datetime) -> None:
        """Note that an import begins."""
        self.store.write("ingest/begin_batch", id=batch, properties=about, at=at.isoformat())

    def finish(self, batch: str, counts: dict[str, Any]) -> None:
        """Note that an import is done."""
        self.store.write("ingest/finish_batch", id=batch, properties=counts)

    def settle(self) -> None:
        """Let those who were met in mails give way to contacts and employees with the same address."""
        if provisional.settle(self.store, self.settings):
            self.known = Known(self.store)

    def _finish(self, line: Line) -> None:
        if line.accepted + line.quarantined != line.read:
            raise GuanxiError(
                f"{line.file}: {line.accepted} accepted and {line.quarantined} quarantined of {line.read} rows.",
                "This is a fault in Guanxi: please report it.",
            )
        if not self.dry_run:
            counts = {"read": line.read, "accepted": line.accepted, "quarantined": line.quarantined}
            self.finish(line.batch, {**counts, "quality": json.dumps(asdict(line.quality))})

    def _load(self, job: Job, line: Line, writer: Writer) -> None:
        total, done = job.mapper.table.rows, 0
        repeats = self._repeats(job)
        conventions = conventions_of(job.mapper, job.record, self.settings.ingest)
        lineage = self._lineage(job)
        records = job.mapper.records(job.record)
        for checked in ahead(validate.check(raw, job.record, conventions) for raw in records):
            frame = checked.frame
            line.quality.add(checked)
            if lineage is not None:
                lineage.add(checked)
            line.read += frame.height
            valid = pl.col("_problem").is_null()
            self._set_aside(frame.filter(~valid), line)
            good = frame.filter(valid)
            if repeats is not None:
                good, contradicting = repeats.settle(good)
                self._set_aside(contradicting, line)
            for rows in good.iter_slices(self.batch_rows):
                self._load_rows(job, rows, line, writer)
                self.tell(line.file, min(done + line.accepted, total), total)
        self._note(job, line, repeats.collapsed if repeats else 0)

    def _load_rows(self, job: Job, rows: pl.DataFrame, line: Line, writer: Writer) -> None:
        prepared = prepare(rows, job.kind, self.known, source=job.mapper.guess.source, batch=job.batch)
        ambiguous = rows.with_row_index("_row").drop("_problem", "_column").join(prepared.ambiguous, on="_row")
        self._set_aside(ambiguous, line)
        line.accepted += rows.height - ambiguous.height
        line.waiting += prepared.waiting
        if not self.dry_run:
            writer.write(prepared)

    def _set_aside(self, rows: pl.DataFrame, line: Line) -> None:
        line.quarantined += rows.height
        line.note_problems(rows)
        line.quality.reject(rows)
        if not self.dry_run:
            quarantine.add(self.appstore, rows, batch=line.batch, kind=line.kind, file=line.file)

    def _note(self, job: Job, line: Line, collapsed: int) -> None:
        if job.record.each:
            line.read -= collapsed
        else:
            line.repeated = collapsed
            line.accepted += collapsed
        if job.record.where and not (job.record.each or job.record.once):
            line.skipped = job.mapper.table.rows - line.read
        if line.skipped:
            line.notes.append(f"{line.skipped} rows have no {line.kind} in them")
        line.notes += line.quality.notes()

    def _lineage(self, job: Job) -> Lineage | None:
        return None if self.dry_run else Lineage(job.batch)

    def _repeats(self, job: Job) -> Repeats | None:
        id_value = job.record.columns.get("id")
        if not job.kind.has_id or id_value is None or LINE_ID in id_value.columns:
            return None
        return Repeats.among(job.kind, job.mapper.identifiers(job.record))

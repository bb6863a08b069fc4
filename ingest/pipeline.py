"""The whole way of files into the graph: read, recognise, clean, check, load, link."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import polars as pl

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError, UsageError
from ingest import quarantine, validate
from ingest.duplicates import Repeats
from ingest.link import link_waiting
from ingest.load import Writer, prepare
from ingest.mapping import LINE_ID, Preset, Record, preset_named, presets, read_mapping
from ingest.recognise import Guess, guess, layout_of
from ingest.records import KINDS, Kind, kind_named
from ingest.references import Known
from ingest.sources import Layout, SourceError, suffix
from ingest.sources.spool import READABLE, File, Spool, Table, find_files
from ingest.summary import Line, Refused, Summary
from ingest.transform import Mapper

__all__ = ["Progress", "ingest"]

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many rows of it are done, and of how many (None: not known yet)."""

_TEXT = frozenset({"csv", "tsv", "tab", "txt"})


@dataclass
class _Job:
    """Records of one kind out of one table."""

    mapper: Mapper
    record: Record
    batch: str

    @property
    def kind(self) -> Kind:
        return kind_named(self.record.kind)


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
    progress: Progress | None = None,
) -> Summary:
    """Load files, folders and zip archives into the graph; say what was done with each row.

    Tables are recognised by themselves unless their `kind`, a `preset` or a `mapping` file is named. What was loaded
    before is left alone, unless it shall be done `again`. With `dry_run` all is checked and nothing is written.
    Raises GuanxiError where nothing can be loaded; of several files, those that cannot are listed as refused.
    """
    chosen = _chosen_presets(kind, preset, mapping)
    tell = progress or (lambda what, done, total: None)
    files, ignored = find_files(paths)
    summary = Summary(ignored=ignored, dry_run=dry_run)
    with Spool.open(settings) as spool:
        reader = _Reader(spool, chosen, kind, bool(preset or mapping), tell, summary)
        for file in files:
            reader.read(file)
        jobs = _jobs(reader.tables, settings, summary)
        if not jobs:
            _raise_refused(summary)
        run = _Run(store, appstore, settings, dry_run, again, tell)
        for job in jobs:
            summary.lines.append(run.do(job))
        if not dry_run:
            tell("linking what waited", 0, None)
            summary.linked = link_waiting(store, Known(store), settings.graph.batch_rows)
        summary.waiting = store.read("ingest/waiting_count")[0]["waiting"]
    return summary


def _chosen_presets(kind: str | None, preset: str | None, mapping: str | Path | None) -> Mapping[str, Preset]:
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


@dataclass
class _Reader:
    """Reads files into tables and recognises them; files that cannot be read are noted as refused."""

    spool: Spool
    presets: Mapping[str, Preset]
    kind: str | None
    named: bool
    tell: Progress
    summary: Summary

    def __post_init__(self) -> None:
        self.tables: list[tuple[Table, Guess]] = []

    def read(self, file: File, *, packed: bool = False) -> None:
        self.tell(f"reading {file.name}", 0, None)
        try:
            if suffix(file.path) == "zip":
                self._unpack(file, packed)
            else:
                self._read_tables(file)
        except GuanxiError as error:
            self._refuse(file.name, error)

    def _unpack(self, file: File, packed: bool) -> None:
        if packed:
            raise SourceError(f"{file.name} is an archive inside an archive.", "Unpack it first.")
        for member in self.spool.unpack(file):
            if suffix(member.path) in READABLE:
                self.read(member, packed=True)
            else:
                self.summary.ignored.append(member.name)

    def _read_tables(self, file: File) -> None:
        found = layout_of(file.path, self.presets) if suffix(file.path) in _TEXT else None
        tables = self.spool.read(file, self._layout(found))
        if not tables:
            raise SourceError(f"{file.name} has no table in it.")
        for table in tables:
            try:
                if table.rows == 0:
                    raise SourceError(f"{table.name} has a header and no rows.")
                self.tables.append((table, guess(table, self.presets, kind=self.kind, found=found)))
            except GuanxiError as error:
                self._refuse(table.name, error)

    def _layout(self, found: tuple[str, str] | None) -> Layout:
        if found is not None:
            return self.presets[found[0]].tables[found[1]].reader_layout()
        if self.named:
            with_layout = [
                table for preset in self.presets.values() for table in preset.tables.values() if table.layout
            ]
            if len(with_layout) == 1:
                return with_layout[0].reader_layout()
        return Layout()

    def _refuse(self, name: str, error: GuanxiError) -> None:
        self.summary.refused.append(Refused(name, error.message, error.hint))


def _jobs(tables: list[tuple[Table, Guess]], settings: Settings, summary: Summary) -> list[_Job]:
    """What is to be loaded, in the order in which kinds are loaded."""
    jobs: list[_Job] = []
    for table, guessed in tables:
        others = {g.table: t for t, g in tables if _belong_together((t, g), (table, guessed))}
        if not guessed.mapping.records:
            summary.looked_up.append(table.name)
            continue
        try:
            mapper = Mapper(table, guessed, others)
        except GuanxiError as error:
            summary.refused.append(Refused(table.name, error.message, error.hint))
            continue
        jobs += [_Job(mapper, r, _batch_id(mapper, r, settings)) for r in guessed.mapping.records]
    order = [kind.name for kind in KINDS]
    return sorted(jobs, key=lambda job: order.index(job.record.kind))


def _belong_together(one: tuple[Table, Guess], other: tuple[Table, Guess]) -> bool:
    same_folder = PurePosixPath(one[0].file).parent == PurePosixPath(other[0].file).parent
    return same_folder and one[1].preset is not None and one[1].preset == other[1].preset


def _batch_id(mapper: Mapper, record: Record, settings: Settings) -> str:
    """An id that is the same whenever the same content is loaded in the same way."""
    parts = [
        mapper.table.digest,
        *(f"{name} {table.digest}" for name, table in sorted(mapper.joined.items())),
        mapper.guess.mapping.model_dump_json(),
        record.model_dump_json(),
        mapper.guess.source,
        settings.ingest.time_zone,
    ]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _raise_refused(summary: Summary) -> None:
    if not summary.refused:
        raise GuanxiError("There is no table to load.", f"Known endings: {', '.join(sorted(READABLE))}.")
    if len(summary.refused) == 1:
        raise SourceError(summary.refused[0].reason, summary.refused[0].hint)
    raise SourceError(" ".join(refused.reason for refused in summary.refused), summary.refused[0].hint)


@dataclass
class _Run:
    """Loads one job after another."""

    store: Store
    appstore: AppStore
    settings: Settings
    dry_run: bool
    again: bool
    tell: Progress

    def __post_init__(self) -> None:
        self.known = Known(self.store)

    def do(self, job: _Job) -> Line:
        table = job.mapper.table
        line = Line(table.name, job.record.kind, job.mapper.guess.preset, job.batch)
        line.unknown_columns = job.mapper.unknown if job.record is job.mapper.guess.mapping.records[0] else []
        before = self.store.read("ingest/batch", id=job.batch)
        if before and before[0]["status"] == "done" and not self.again:
            line.unchanged = True
            line.read, line.accepted, line.quarantined = (before[0][n] for n in ("read", "accepted", "quarantined"))
            return line
        self._begin(job)
        with Writer(self.store) as writer:
            self._load(job, line, writer)
        self._finish(line)
        return line

    def _begin(self, job: _Job) -> None:
        if self.dry_run:
            return
        quarantine.clear(self.appstore, job.batch)
        about = {
            "file": job.mapper.table.name,
            "hash": job.mapper.table.digest.split("#")[0],
            "source": job.mapper.guess.source,
            "kind": job.record.kind,
        }
        self.store.write("ingest/begin_batch", id=job.batch, properties=about, at=datetime.now(UTC).isoformat())

    def _finish(self, line: Line) -> None:
        if line.accepted + line.quarantined != line.read:
            raise GuanxiError(
                f"{line.file}: {line.accepted} accepted and {line.quarantined} quarantined of {line.read} rows.",
                "This is a fault in Guanxi: please report it.",
            )
        if not self.dry_run:
            counts = {"read": line.read, "accepted": line.accepted, "quarantined": line.quarantined}
            self.store.write("ingest/finish_batch", id=line.batch, properties=counts)

    def _load(self, job: _Job, line: Line, writer: Writer) -> None:
        total, done, doubtful = job.mapper.table.rows, 0, 0
        repeats = self._repeats(job)
        for raw in job.mapper.records(job.record):
            frame = validate.check(raw, job.record, self.settings.ingest.time_zone)
            line.read += frame.height
            valid = pl.col("_problem").is_null()
            self._set_aside(frame.filter(~valid), line)
            good = frame.filter(valid)
            if repeats is not None:
                good, contradicting = repeats.settle(good)
                self._set_aside(contradicting, line)
            doubtful += validate.doubtful_emails(good)
            for rows in good.iter_slices(self.settings.graph.batch_rows):
                self._load_rows(job, rows, line, writer)
                self.tell(line.file, min(done + line.accepted, total), total)
        self._note(job, line, repeats.collapsed if repeats else 0, doubtful)

    def _load_rows(self, job: _Job, rows: pl.DataFrame, line: Line, writer: Writer) -> None:
        prepared = prepare(rows, job.kind, self.known, source=job.mapper.guess.source, batch=job.batch)
        ambiguous = rows.with_row_index("_row").drop("_problem", "_column").join(prepared.ambiguous, on="_row")
        self._set_aside(ambiguous, line)
        line.accepted += rows.height - ambiguous.height
        line.waiting += prepared.waiting
        if not self.dry_run:
            writer.write(prepared.statements)

    def _set_aside(self, rows: pl.DataFrame, line: Line) -> None:
        line.quarantined += rows.height
        if not self.dry_run:
            quarantine.add(self.appstore, rows, batch=line.batch, kind=line.kind, file=line.file)

    def _note(self, job: _Job, line: Line, collapsed: int, doubtful: int) -> None:
        if job.record.each:
            line.read -= collapsed
        else:
            line.repeated = collapsed
            line.accepted += collapsed
        if doubtful:
            line.notes.append(f"{doubtful} e-mail addresses do not look like one; they were kept")

    def _repeats(self, job: _Job) -> Repeats | None:
        id_value = job.record.columns.get("id")
        if not job.kind.has_id or id_value is None or LINE_ID in id_value.columns:
            return None
        return Repeats.among(job.kind, job.mapper.identifiers(job.record))

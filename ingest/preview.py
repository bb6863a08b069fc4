"""What files hold before anything is loaded: their tables, what each column seems to be, and the first problems.

Files are read once; the first rows of each table are kept in a folder, so that each correction can be tried at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest import validate
from ingest.choosing import KEEP, OMIT, Reading, Sure, begin, suggest
from ingest.conventions import conventions_of
from ingest.jobs import jobs_of
from ingest.looks import Looks, looks_like
from ingest.mapping import LINE_ID, TableMapping, presets
from ingest.reading import Choices, Progress, Reader
from ingest.recognise import Guess, guess
from ingest.sources.spool import Spool, Table, find_files
from ingest.summary import Line, Refused, Summary
from ingest.transform import property_name

__all__ = ["ColumnView", "Findings", "Found", "as_choices", "columns_of", "first_problems", "id_makers", "look"]

_HEAD_ROWS = 500
_SAMPLES = 5
_SHOWN = 80


@dataclass(frozen=True)
class Found:
    """A table: its first rows, how many it has in all, what it was recognised as, and else why it was not."""

    table: Table
    rows: int
    guess: Guess | None
    problem: str = ""

    def values(self) -> dict[str, list[str]]:
        """The values of each column in the first rows, without those that are missing."""
        frame = pl.concat(list(self.table.frames()))
        stripped = frame.select(pl.col(name).str.strip_chars() for name in self.table.columns)
        return {name: [text for text in stripped[name].drop_nulls() if text] for name in self.table.columns}

    def looks(self) -> dict[str, Looks]:
        """What the values of each column look like."""
        return {name: looks_like(values) for name, values in self.values().items()}

    def suggested(self) -> Reading:
        """How the table seems best read; ids that it lacks are made of its e-mail addresses, or of each row."""
        reading = suggest(self.table, self.guess, presets(), self.looks())
        return _with_ids(self, reading)

    def read_as(self, choice: str, edits: Mapping[str, str], id_from: str) -> Reading:
        """The table read as `choice`, with the fields that columns shall stand for."""
        reading = begin(self.table, choice, presets(), self.looks()).changed(self.table, edits)
        if "id" in reading.missing and id_from in (*self.table.columns, LINE_ID):
            return reading.with_id(self.table, id_from)
        return reading


@dataclass
class Findings:
    """All that was found in files."""

    tables: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write the findings as JSON."""
        tables = [{**asdict(found), "guess": guess_as_json(found.guess)} for found in self.tables]
        content = {"tables": tables, "refused": [asdict(r) for r in self.refused], "ignored": self.ignored}
        path.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Findings:
        """The findings that were written to `path`."""
        content = json.loads(path.read_text(encoding="utf-8"))
        tables = [
            Found(_table(found["table"]), found["rows"], guess_from_json(found["guess"]), found["problem"])
            for found in content["tables"]
        ]
        return cls(tables, [Refused(**refused) for refused in content["refused"]], content["ignored"])


@dataclass(frozen=True)
class ColumnView:
    """A column as it is shown: some of its values, what it stands for, and why."""

    name: str
    samples: list[str]
    looks: Looks
    field: str
    sure: Sure | None
    also: str
    """Where the column also goes, or the property that it becomes."""


class _Looker(Reader):
    """Keeps the first rows of each table in `folder`, recognised or not."""

    folder: Path
    found: list[Found]

    def _recognised(self, table: Table, found: tuple[str, str] | None) -> tuple[Table, Guess] | None:
        head = _head(table, self.folder / str(len(self.found)))
        try:
            self.found.append(Found(head, table.rows, guess(table, self.presets, found=found)))
        except GuanxiError as error:
            self.found.append(Found(head, table.rows, None, error.message))
        return None


def look(paths: Sequence[str | Path], folder: Path, settings: Settings, progress: Progress | None = None) -> Findings:
    """Read files to their ends, keep the first rows of their tables under `folder`, and say what they hold."""
    files, ignored = find_files(paths)
    summary = Summary(ignored=ignored)
    with Spool.open(settings) as spool:
        looker = _Looker(spool, presets(), None, False, progress or (lambda what, done, total: None), summary)
        looker.folder, looker.found = folder, []
        for file in files:
            looker.read(file)
        looker.tables  # noqa: B018 - recognised once all is read
    return Findings(looker.found, summary.refused, summary.ignored)


def columns_of(found: Found, reading: Reading) -> list[ColumnView]:
    """The columns of a table under a reading."""
    values = found.values()
    looks = found.looks()
    views = []
    for name in found.table.columns:
        target = reading.field_of(name)
        sure = reading.sure.get(target)
        samples = [text[:_SHOWN] for text in list(dict.fromkeys(values[name]))[:_SAMPLES]]
        views.append(ColumnView(name, samples, looks[name], target, sure, _also(reading, name, target)))
    return views


def id_makers(found: Found) -> list[str]:
    """What can make the ids of a table that has none: columns whose values are there and differ, then each row."""
    rows = sum(frame.height for frame in found.table.frames())
    values = found.values()
    looks = found.looks()
    full = [name for name in found.table.columns if len(set(values[name])) == rows]
    return [*sorted(full, key=lambda name: looks[name] != "email"), LINE_ID]


def first_problems(tables: Sequence[tuple[Found, Reading]], settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """By table: the first of its first rows that would be set aside, with `line`, `column`, `reason` and `raw`."""
    complete = [(found.table, made) for found, reading in tables if not reading.missing and (made := reading.guess())]
    summary = Summary()
    problems: dict[str, list[dict[str, Any]]] = {}
    for job in jobs_of(complete, settings, summary):
        line = Line(job.mapper.table.name, job.record.kind, None, "")
        conventions = conventions_of(job.mapper, job.record, settings.ingest)
        for raw in job.mapper.records(job.record):
            checked = validate.check(raw, job.record, conventions).frame
            line.note_problems(checked.filter(pl.col("_problem").is_not_null()))
        problems.setdefault(line.file, []).extend(line.problems)
    for refused in summary.refused:
        told = {"line": None, "column": None, "reason": f"{refused.reason} {refused.hint}", "raw": ""}
        problems.setdefault(refused.file, []).append(told)
    return problems


def as_choices(tables: Sequence[tuple[Found, Reading]]) -> Choices:
    """How the pipeline is to read the tables. Raises UsageError where a reading is not complete."""
    return {found.table.name: reading.guess() for found, reading in tables}


def guess_as_json(chosen: Guess | None) -> dict[str, Any] | None:
    """A guess, or none, as JSON."""
    if chosen is None:
        return None
    mapping = chosen.mapping.model_dump(mode="json", exclude_defaults=True)
    return {"mapping": mapping, "source": chosen.source, "preset": chosen.preset, "table": chosen.table}


def guess_from_json(content: dict[str, Any] | None) -> Guess | None:
    """The guess that was written as JSON."""
    if content is None:
        return None
    return Guess(**{**content, "mapping": TableMapping.model_validate(content["mapping"])})


def _with_ids(found: Found, reading: Reading) -> Reading:
    return reading.with_id(found.table, id_makers(found)[0]) if "id" in reading.missing else reading


def _also(reading: Reading, column: str, target: str) -> str:
    if target == KEEP:
        return property_name(column)
    if target == OMIT:
        return ""
    further = [
        f"{record.kind}: {name}"
        for record in reading.base.records[1:]
        for name, value in record.columns.items()
        if reading.base.find(value.columns, [column])
    ]
    return ", ".join(further)


def _head(table: Table, folder: Path) -> Table:
    folder.mkdir(parents=True)
    first = pl.concat([frame.head(_HEAD_ROWS) for frame in table.frames()][:1])
    first.write_ipc(folder / "000000.arrow")
    return Table(table.file, table.sheet, table.columns, first.height, folder, table.digest)


def _table(content: dict[str, Any]) -> Table:
    return Table(**{**content, "columns": tuple(content["columns"]), "folder": Path(content["folder"])})

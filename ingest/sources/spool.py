"""From paths to tables: files are found, and each is read by a child process into a spool on disk.

A file is read to its end before anything of it is loaded, so one that turns out to be damaged leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import psutil

from guanxi.config import IngestConfig, Settings
from guanxi.errors import NotFoundError
from ingest.sources import ADDED, Layout, Limits, SourceError, eml, header_names, suffix
from ingest.sources.database import Query, rows_of
from ingest.sources.parser import Parser

__all__ = ["READABLE", "File", "Spool", "Table", "find_files"]

READABLE = frozenset(
    {"csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson", "xlsx", "xlsm", "xls", "parquet", "zip"}
    | {"vcf", "vcard", "ics", "ical", "mbox", "mbx", *eml.ENDINGS}
)
"""Endings of the files that can be read."""

_LARGE = 16 << 20
"""Bytes of a file after which the reader is ended, so that it gives its memory back."""


@dataclass(frozen=True)
class File:
    """A file to read: where it is, and what it is called in reports; `mails` that lie together are read as one."""

    path: Path
    name: str
    mails: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table that was read: its text lies in frames on disk."""

    file: str
    sheet: str | None
    columns: tuple[str, ...]
    rows: int
    folder: Path
    digest: str
    """SHA-256 of the file, and the sheet's name."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What columns are called here that are called otherwise in the file."""

    @property
    def name(self) -> str:
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows, in order, with every column in each frame."""
        for part in sorted(self.folder.glob("*.arrow")):
            frame = pl.read_ipc(part).rename(self.labels, strict=False)
            missing = [pl.lit(None, pl.String).alias(name) for name in self.columns if name not in frame.columns]
            yield frame.with_columns(missing)

    def scan(self) -> pl.LazyFrame:
        """The rows, to be collected in part."""
        parts = [pl.scan_ipc(part).rename(self.labels, strict=False) for part in sorted(self.folder.glob("*.arrow"))]
        if not parts:
            return pl.LazyFrame(schema=dict.fromkeys(self.columns, pl.String))
        return pl.concat(parts, how="diagonal")

    def labelled(self, labels: Mapping[str, str]) -> Table:
        """The table under other names of its columns, those of columns that are made of them (`name.part`) too."""
        called = [labels.get(column.partition(".")[0]) for column in self.columns]
        if not any(called):
            return self
        parts = [column.partition(".")[1:] for column in self.columns]
        names = [
            f"{new}{''.join(part)}" if new else old for new, part, old in zip(called, parts, self.columns, strict=True)
        ]
        columns = header_names(names)
        digest = hashlib.sha256(repr(columns).encode()).hexdigest()
        return replace(
            self,
            columns=tuple(columns),
            labels=dict(zip(self.columns, columns, strict=True)),
            digest=f"{self.digest}#{digest}",
        )


def find_files(paths: Iterable[str | Path]) -> tuple[list[File], list[str]]:
    """The files under `paths`, folders walked in order of names, and the names of those that are no tables.

    Raises NotFoundError for a path that does not exist.
    """
    files: list[File] = []
    ignored: list[str] = []
    for path in map(Path, paths):
        if path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                name = inner.relative_to(path)
                in_maildir = eml.is_in_maildir(inner)
                if inner.name.startswith(".") or (not in_maildir and any(part.startswith(".") for part in name.parts)):
                    continue
                if in_maildir or suffix(inner) in READABLE:
                    files.append(File(inner, name.as_posix()))
                else:
                    ignored.append(name.as_posix())
        elif path.is_file():
            files.append(File(path, path.name))
        else:
            raise NotFoundError(f"{path}: there is no such file or folder.")
    return _mails_together(files), ignored


def _mails_together(files: list[File]) -> list[File]:
    """The files, where mails that lie in the same folder have become one."""
    together: dict[tuple[Path, PurePosixPath] | Path, list[File]] = {}
    for file in files:
        is_mail = suffix(file.path) in eml.ENDINGS or eml.is_in_maildir(file.path)
        place = (file.path.parent, PurePosixPath(file.name).parent) if is_mail else file.path
        together.setdefault(place, []).append(file)
    return [_as_one(group) if isinstance(place, tuple) else group[0] for place, group in together.items()]


def _as_one(mails: list[File]) -> File:
    folder = PurePosixPath(mails[0].name).parent.as_posix()
    name = mails[0].name if len(mails) == 1 else mails[0].path.parent.name if folder == "." else folder
    return File(mails[0].path, name, tuple(mail.path for mail in mails))


class Spool:
    """A temporary folder with the tables of the files read so far. Use as a context manager."""

    def __init__(self, folder: Path, config: IngestConfig, parser: Parser) -> None:
        self._folder = folder
        self._config = config
        self._parser = parser
        self._count = 0

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Spool]:
        """A spool under GUANXI_HOME; those that ended processes left there are removed."""
        parent = settings.home / "spool"
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in parent.iterdir():
            process = left.name.split("-")[0]
            if process.isdecimal() and not psutil.pid_exists(int(process)):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=parent))
        try:
            with Parser(settings.ingest.parser_memory_mb) as parser:
                yield cls(folder, settings.ingest, parser)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def folder(self) -> Path:
        """A new folder, which goes with the spool."""
        made = self._folder / str(self._count)
        made.mkdir()
        self._count += 1
        return made

    def unpack(self, file: File) -> list[File]:
        """The files in an archive. Raises SourceError."""
        members = self._run(file, Layout())[1]["members"]
        return _mails_together([File(Path(member["path"]), f"{file.name}/{member['name']}") for member in members])

    def read(self, file: File, layout: Layout) -> list[Table]:
        """The tables of a file. Raises SourceError, its message beginning with the file's name."""
        if not file.mails and suffix(file.path) not in READABLE:
            raise SourceError(
                f"{file.name} is of a format that is not known.", f"Known endings: {', '.join(sorted(READABLE))}."
            )
        out, answer = self._run(file, layout)
        digest = _digest(file)
        return [
            Table(
                file=file.name,
                sheet=sheet["name"],
                columns=tuple(name for name in sheet["columns"] if name not in ADDED),
                rows=sheet["rows"],
                folder=out / sheet["folder"],
                digest=f"{digest}#{sheet['name'] or ''}",
            )
            for sheet in answer["sheets"]
        ]

    def query(self, query: Query) -> Table:
        """The rows of a query of a database. Raises SourceError, its message beginning with the database's name."""
        folder = self.folder()
        limits = Limits(self._config.max_file_mb << 20, self._config.max_line_mb << 20)
        columns: list[str] = []
        rows, digest = 0, hashlib.sha256(query.statement.encode())
        try:
            for part, frame in enumerate(rows_of(query, limits)):
                frame.write_ipc(folder / f"{part:06}.arrow", compression="lz4")
                columns = columns or [name for name in frame.columns if name not in ADDED]
                rows += frame.height
                digest.update("\n".join(frame["_raw"]).encode())
        except SourceError as error:
            raise SourceError(f"{query.name} {error.message}", error.hint) from None
        return Table(query.name, query.table, tuple(columns), rows, folder, f"{digest.hexdigest()}#{query.table}")

    def _run(self, file: File, layout: Layout) -> tuple[Path, dict[str, Any]]:
        size = file.path.stat().st_size
        if size > self._config.max_file_mb << 20:
            raise SourceError(f"{file.name} is {size >> 20} MB large.", "ingest.max_file_mb sets the limit.")
        out = self.folder()
        task = {
            "path": str(file.path.resolve()),
            "out": str(out),
            "unpacked_bytes": self._config.max_file_mb << 20,
            "line_characters": self._config.max_line_mb << 20,
            "body_characters": self._config.mail_characters if self._config.mail_bodies else 0,
            "mails": [str(mail.resolve()) for mail in file.mails],
            "separator": layout.separator,
            "columns": layout.columns,
            "encoding": layout.encoding,
            "otherwise": layout.otherwise,
            "header": layout.header,
        }
        self._parse(file, task)
        try:
            answer: dict[str, Any] = json.loads((out / "answer.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SourceError(
                f"{file.name} cannot be read: its reader gave up.",
                f"It is damaged, or needs more than {self._config.parser_memory_mb} MB (ingest.parser_memory_mb).",
            ) from None
        if "error" in answer or size > _LARGE:
            self._parser.end()
        if "error" in answer:
            raise SourceError(f"{file.name} {answer['error']}", answer["hint"])
        return out, answer

    def _parse(self, file: File, task: dict[str, Any]) -> None:
        try:
            self._parser.read(task, self._config.parser_seconds)
        except TimeoutError as error:
            raise SourceError(
                f"{file.name} took longer than {self._config.parser_seconds} s to read.",
                "ingest.parser_seconds sets the limit.",
            ) from error


def _digest(file: File) -> str:
    """SHA-256 of the file; of those of its mails, where it stands for several."""
    digests = []
    for path in file.mails or (file.path,):
        with path.open("rb") as content:
            digests.append(hashlib.file_digest(content, "sha256"))
    return (
        digests[0].hexdigest()
        if len(digests) == 1
        else hashlib.sha256(b"".join(d.digest() for d in digests)).hexdigest()
    )

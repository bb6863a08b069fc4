"""From paths to tables: files are found, and each is read by a child process into a spool on disk.

A file is read to its end before anything of it is loaded, so one that turns out to be damaged leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import psutil

from guanxi.config import IngestConfig, Settings
from guanxi.errors import NotFoundError
from ingest.sources import ADDED, Layout, SourceError, suffix
from ingest.sources.parser import Parser

__all__ = ["READABLE", "File", "Spool", "Table", "find_files"]

READABLE = frozenset({"csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson", "xlsx", "xlsm", "xls", "parquet", "zip"})
"""Endings of the files that can be read."""

_LARGE = 16 << 20
"""Bytes of a file after which the reader is ended, so that it gives its memory back."""


@dataclass(frozen=True)
class File:
    """A file to read: where it is, and what it is called in reports."""

    path: Path
    name: str


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

    @property
    def name(self) -> str:
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows, in order, with every column in each frame."""
        for part in sorted(self.folder.glob("*.arrow")):
            frame = pl.read_ipc(part)
            missing = [pl.lit(None, pl.String).alias(name) for name in self.columns if name not in frame.columns]
            yield frame.with_columns(missing)

    def scan(self) -> pl.LazyFrame:
        """The rows, to be collected in part."""
        parts = [pl.scan_ipc(part) for part in sorted(self.folder.glob("*.arrow"))]
        if not parts:
            return pl.LazyFrame(schema=dict.fromkeys(self.columns, pl.String))
        return pl.concat(parts, how="diagonal")


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
                if any(part.startswith(".") for part in name.parts):
                    continue
                if suffix(inner) in READABLE:
                    files.append(File(inner, name.as_posix()))
                else:
                    ignored.append(name.as_posix())
        elif path.is_file():
            files.append(File(path, path.name))
        else:
            raise NotFoundError(f"{path}: there is no such file or folder.")
    return files, ignored


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

    def unpack(self, file: File) -> list[File]:
        """The files in an archive. Raises SourceError."""
        members = self._run(file, Layout())[1]["members"]
        return [File(Path(member["path"]), f"{file.name}/{member['name']}") for member in members]

    def read(self, file: File, layout: Layout) -> list[Table]:
        """The tables of a file. Raises SourceError, its message beginning with the file's name."""
        if suffix(file.path) not in READABLE:
            raise SourceError(
                f"{file.name} is of a format that is not known.", f"Known endings: {', '.join(sorted(READABLE))}."
            )
        out, answer = self._run(file, layout)
        with file.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
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

    def _run(self, file: File, layout: Layout) -> tuple[Path, dict[str, Any]]:
        size = file.path.stat().st_size
        if size > self._config.max_file_mb << 20:
            raise SourceError(f"{file.name} is {size >> 20} MB large.", "ingest.max_file_mb sets the limit.")
        out = self._folder / str(self._count)
        out.mkdir()
        self._count += 1
        task = {
            "path": str(file.path.resolve()),
            "out": str(out),
            "unpacked_bytes": self._config.max_file_mb << 20,
            "line_characters": self._config.max_line_mb << 20,
            "separator": layout.separator,
            "columns": layout.columns,
            "encoding": layout.encoding,
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

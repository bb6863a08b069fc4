"""Uploaded files: streamed to GUANXI_HOME/uploads, where only the user of this machine can read them."""

from __future__ import annotations

import shutil
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from flask import Flask, Request, g
from werkzeug.datastructures import FileStorage

from guanxi.errors import GuanxiError
from ingest.sources import suffix
from ingest.sources.spool import READABLE
from web import services

__all__ = ["MOST_FILES", "Inbox", "init_app", "sweep", "uploads_folder"]

MOST_FILES = 100
_LONGEST_NAME = 150
_KEPT_SECONDS = 24 * 3600
"""What nobody has loaded within a day is removed."""


class Inbox:
    """A folder into which the files of a request are streamed. Use as a context manager: it closes what it opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        g.inbox = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del g.inbox
        for file in self._open:
            file.close()

    def stream(self) -> IO[bytes]:
        """A new file in the folder."""
        file = (self.folder / f"part-{len(self._open)}").open("w+b")
        self._open.append(file)
        return file

    def keep(self, files: Iterable[FileStorage]) -> list[Path]:
        """Give the files the names that they had. Raises GuanxiError where there is none, or one is no table."""
        kept: list[Path] = []
        for file in files:
            if not file.filename:
                continue
            target = _free(self.folder, _name(file.filename))
            if suffix(target) not in READABLE:
                raise GuanxiError(
                    f"{target.name} is of a format that is not known.",
                    f"Known endings: {', '.join(sorted(READABLE))}.",
                )
            file.close()
            Path(str(file.stream.name)).rename(target)
            kept.append(target)
        if not kept:
            raise GuanxiError("No file was chosen.", "Choose one or several files.")
        if len(kept) > MOST_FILES:
            raise GuanxiError(
                f"{len(kept)} files are too many at once.", f"Send at most {MOST_FILES}, or a zip archive."
            )
        return kept


class _Request(Request):
    """While a view has an inbox, files are written there as they come."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        inbox: Inbox | None = g.get("inbox")
        if inbox is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return inbox.stream()


def init_app(app: Flask) -> None:
    app.request_class = _Request


def uploads_folder() -> Path:
    """The folder of all uploads."""
    folder = services.settings().home / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def sweep() -> None:
    """Remove uploads that were left lying."""
    for folder in uploads_folder().iterdir():
        if folder.stat().st_mtime < time.time() - _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _name(sent: str) -> str:
    """A file's own name as a browser sends it, without folders and without characters that do not belong there."""
    base = PurePosixPath(sent.replace("\\", "/")).name
    plain = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    stem, dot, ending = plain.strip(" .").rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{ending[:20]}" or "file"


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path

"""Any SQL database: the rows of a query, read without writing anything, in pieces.

What reaches the spool is text, as from a file: dates and times as ISO 8601, decimals exact. The database's address may
hold a password, so it is in no message, name or log.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from guanxi.errors import UsageError
from ingest.sources import Limits, SourceError, header_names
from ingest.sources.columns import with_origin

__all__ = ["Query", "rows_of"]

_PIECE = 20_000
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]")
_READS = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(?:insert|update|delete|merge|replace\s+into|create|alter|drop|truncate|into)\b", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+([\w.\"`\[\]]+)", re.IGNORECASE)
_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}
"""How a database is told to refuse whatever would change it; elsewhere the transaction is only taken back."""
_SHOWN = 200


@dataclass(frozen=True)
class Query:
    """A query of a database: its address (a SQLAlchemy URL, or the name of an environment variable that holds one)."""

    address: str
    statement: str

    def __post_init__(self) -> None:
        bare = _QUOTED.sub("''", _COMMENTS.sub(" ", self.statement)).strip().rstrip(";")
        if not _READS.match(bare) or ";" in bare or _WRITES.search(bare):
            raise UsageError("Only one SELECT can be read from a database.", "Give --query a single SELECT statement.")

    @property
    def url(self) -> URL:
        """The address, looked up. Raises UsageError where there is none, never showing it."""
        address = self.address if "://" in self.address else os.environ.get(self.address, "")
        if not address:
            raise UsageError(
                f"There is no environment variable {self.address!r} with the address of a database.",
                "It looks like postgresql://user:password@host/database or sqlite:///file.db.",
            )
        try:
            return make_url(address)
        except (ArgumentError, ValueError):
            raise UsageError(
                "The address of the database cannot be read.", "It looks like postgresql://user:password@host/database."
            ) from None

    @property
    def name(self) -> str:
        """What the database is called in reports: its kind and its last name, without host, user or password."""
        url = self.url
        return f"{url.get_backend_name()} {PurePosixPath(url.database or '').name}".strip()

    @property
    def table(self) -> str:
        """The first table that the query reads, or `query`."""
        found = _FROM.search(_COMMENTS.sub(" ", self.statement))
        return re.sub(r"[\"`\[\]]", "", found[1]).rpartition(".")[2] if found else "query"


def rows_of(query: Query, limits: Limits) -> Iterator[pl.DataFrame]:
    """The rows of a query in pieces, as text, as a reader of files gives them.

    Raises SourceError for a database that cannot be reached, a query that fails, and values that are no text.
    """
    url = query.url
    with _connected(url, query.name) as connection:
        result = connection.execution_options(stream_results=True, yield_per=_PIECE).execute(text(query.statement))
        names, line, size = header_names(result.keys()), 1, 0
        for piece in _pieces(result):
            columns = [
                _column(name, cells, limits) for name, cells in zip(names, zip(*piece, strict=True), strict=True)
            ]
            frame = pl.DataFrame(columns)
            size += int(frame.estimated_size())
            if size > limits.unpacked_bytes:
                raise SourceError(f"holds more than {limits.unpacked_bytes >> 20} MB.", "Ask for less at a time.")
            yield with_origin(frame.with_columns(_line=pl.int_range(line, line + frame.height, dtype=pl.Int64)))
            line += frame.height


@contextmanager
def _connected(url: URL, name: str) -> Iterator[Connection]:
    """A connection that can only read; its transaction is taken back."""
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise SourceError(f"is not there: there is no file {Path(url.database).name}.")
    try:
        engine = create_engine(url, hide_parameters=True)
    except (NoSuchModuleError, ImportError):
        raise SourceError(
            f"cannot be reached: no driver for {url.drivername} is installed.", "Install it beside Guanxi with pip."
        ) from None
    try:
        with engine.connect() as connection:
            if read_only := _READ_ONLY.get(url.get_backend_name()):
                connection.execute(text(read_only))
            yield connection
            connection.rollback()
    except SQLAlchemyError as error:
        raise SourceError(f"cannot be read: {_told(error, url)}") from None
    finally:
        engine.dispose()


def _pieces(result: CursorResult[Any]) -> Iterator[Sequence[Sequence[Any]]]:
    while piece := result.fetchmany(_PIECE):
        yield piece


def _column(name: str, cells: Sequence[Any], limits: Limits) -> pl.Series:
    texts = [_text(name, cell) for cell in cells]
    if any(cell is not None and len(cell) > limits.line_characters for cell in texts):
        raise SourceError(f"has a value in {name} that is longer than {limits.line_characters >> 20} MB.")
    return pl.Series(name, texts, pl.String)


def _text(name: str, cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, bytes | bytearray | memoryview):
        raise SourceError(f"has bytes in {name}.", "Leave that column out of the query, or turn it into text there.")
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return format(cell, "f") if hasattr(cell, "as_tuple") else str(cell)


def _told(error: SQLAlchemyError, url: URL) -> str:
    """The first line of what the database said, without anything of its address."""
    said = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
    secrets = [url.password, url.username, url.host, *(str(value) for value in url.query.values())]
    for secret in filter(None, map(str, (secret for secret in secrets if secret))):
        said = said.replace(secret, "…")
    return said[:_SHOWN]

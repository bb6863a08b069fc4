"""What imports said about records that were there before them: kept, so that imports can be undone.

A record's values are those that it was created with, then what each later import said of them, in turn. The graph
holds the outcome; the journal holds what was said, for records that more than one import has spoken of.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from graph.store import Store, Transaction

__all__ = ["Entry", "Journal", "decoded", "encoded", "note"]

_SCHEMA = {
    "record": pl.String,
    "batch": pl.String,
    "source": pl.String,
    "said": pl.String,
    "before": pl.String,
    "anew": pl.Boolean,
}


@dataclass(frozen=True)
class Entry:
    """What one import said of one record: values by column, null where it left one empty.

    `before` is the record as it was, where the import changed it. An entry that begins `anew` holds in `before` all
    that is left of what was said earlier, after an undo; `said` is then None.
    """

    record: str
    batch: str
    source: str
    said: dict[str, Any] | None
    before: dict[str, Any] | None = None
    anew: bool = False


def note(transaction: Transaction, kind: str, batch: str, entries: Iterable[Entry]) -> None:
    """Keep entries of one transaction."""
    rows = [(e.record, e.batch, e.source, encoded(e.said), encoded(e.before), e.anew) for e in entries]
    if rows:
        file = io.BytesIO()
        pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(file)
        transaction.write("ingest/note_change", id=uuid.uuid4().hex, batch=batch, kind=kind, rows=file.getvalue())


class Journal:
    """All that was said of records of one kind and still counts, by record; read once, then what has been added."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.said: dict[str, list[Entry]] = {}
        self._number = 0

    def read(self, store: Store | Transaction) -> None:
        """Read what has been noted since the last time."""
        for row in store.read("ingest/changes", kind=self.kind, after=self._number):
            self._number = row["number"]
            for record, batch, source, said, before, anew in pl.read_parquet(io.BytesIO(row["rows"])).iter_rows():
                if anew:
                    self.said[record] = []
                entry = Entry(record, batch, source, decoded(said), decoded(before), anew)
                self.said.setdefault(record, []).append(entry)


def encoded(values: dict[str, Any] | None) -> str | None:
    """Values as JSON; times and dates keep their type."""
    return None if values is None else json.dumps(values, default=_tagged, ensure_ascii=False)


def decoded(text: str | None) -> Any:
    """What `encoded` was given."""
    return None if text is None else json.loads(text, object_hook=_untagged)


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    raise TypeError(f"{type(value).__name__} is no value of a record")


def _untagged(values: dict[str, Any]) -> Any:
    if "$time" in values:
        return datetime.fromisoformat(values["$time"])
    if "$date" in values:
        return date.fromisoformat(values["$date"])
    return values

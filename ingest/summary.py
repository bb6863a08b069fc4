"""What an ingest did, in figures that add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from ingest.quality import Quality

__all__ = ["Line", "Refused", "Resolution", "Summary"]

_PROBLEMS_KEPT = 20


@dataclass
class Line:
    """Records of one kind from one table: `read` = `accepted` + `quarantined`."""

    file: str
    kind: str
    preset: str | None
    batch: str
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    skipped: int = 0
    """Rows that have no such record in them, by the mapping's `where`; they are not among those read."""
    repeated: int = 0
    """Accepted records that are the same as an earlier one of the file."""
    waiting: int = 0
    """References to something that is not loaded yet."""
    unchanged: bool = False
    """Loaded before, so that nothing was done."""
    unknown_columns: list[str] = field(default_factory=list)
    """Columns without a meaning of their own."""
    notes: list[str] = field(default_factory=list)
    quality: Quality = field(default_factory=Quality)
    """How good the values were, by column."""
    problems: list[dict[str, Any]] = field(default_factory=list)
    """The first rows that were set aside: `line`, `column`, `reason` and `raw`."""

    def note_problems(self, rows: pl.DataFrame) -> None:
        """Remember the first rows that are set aside: `_line`, `_column`, `_problem` and `_raw`."""
        first = rows.head(_PROBLEMS_KEPT - len(self.problems))
        named = {"line": "_line", "column": "_column", "reason": "_problem", "raw": "_raw"}
        self.problems += first.select(pl.col(kept).alias(name) for name, kept in named.items()).to_dicts()


@dataclass
class Refused:
    """A file, or a sheet of it, of which nothing was loaded."""

    file: str
    reason: str
    hint: str = ""


@dataclass
class Resolution:
    """What was found to be the same: pairs `compared`, records `merged` into others, pairs `to_review`."""

    compared: int = 0
    merged: int = 0
    to_review: int = 0


@dataclass
class Summary:
    """All that one ingest did."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Files in the folders given that are no tables."""
    looked_up: list[str] = field(default_factory=list)
    """Tables that only complete the records of others."""
    linked: int = 0
    """Relationships that waited, whose other end has come."""
    waiting: int = 0
    """Relationships that wait, of all imports."""
    resolution: Resolution = field(default_factory=Resolution)
    """What was found to be the same."""
    dry_run: bool = False

    @property
    def read(self) -> int:
        return sum(line.read for line in self.lines)

    @property
    def accepted(self) -> int:
        return sum(line.accepted for line in self.lines)

    @property
    def quarantined(self) -> int:
        return sum(line.quarantined for line in self.lines)

    @property
    def unchanged(self) -> bool:
        """Whether everything had been loaded before."""
        return bool(self.lines) and all(line.unchanged for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON, with its totals."""
        totals = {name: getattr(self, name) for name in ("read", "accepted", "quarantined", "unchanged")}
        return {**asdict(self), **totals}

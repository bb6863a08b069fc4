"""How good the values of a table were: for each column, what was filled, missing, changed, doubtful, rejected.

Figures only, no values: a report can be logged and shown to anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.store import Store
from guanxi.errors import NotFoundError
from ingest.lineage import HIDDEN
from ingest.records import Type
from ingest.validate import Checked

__all__ = ["ColumnQuality", "Quality", "column_rows", "report"]

_DOUBTS: dict[Type, str] = {
    "email": "{count} e-mail addresses do not look like one; they were kept",
    "phone": "{count} phone numbers were not understood; they were kept as written",
    "currency": "{count} currencies are not known; they were kept as written",
    "word": "{count} values of {column} are none of the usual ones; they were kept",
}
_VALUES = r"'.*'|\b\d+\b"


@dataclass
class ColumnQuality:
    """Figures of one column; `changed` by rule, `rejected` by reason, `doubtful` among those that were kept."""

    type: Type = "text"
    filled: int = 0
    missing: int = 0
    doubtful: int = 0
    changed: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass
class Quality:
    """Figures of every column of the records of one import; what concerns whole rows stands under the empty name."""

    columns: dict[str, ColumnQuality] = field(default_factory=dict)

    def add(self, checked: Checked) -> None:
        """Count the values of some more records; a cell to which two rules applied counts under both."""
        valid = checked.valid
        if hidden := int(checked.hidden.sum()):
            changed = self._column("").changed
            changed[HIDDEN] = changed.get(HIDDEN, 0) + hidden
        for name, cleaned in checked.cleaned.items():
            column = self._column(name)
            column.type = checked.types[name]
            column.missing += checked.before[name].null_count()
            column.filled += checked.before[name].len() - checked.before[name].null_count()
            if cleaned.doubtful is not None:
                column.doubtful += int((cleaned.doubtful & valid).sum())
            if cleaned.rules is not None:
                rules = (
                    cleaned.rules.filter(valid)
                    .drop_nulls()
                    .to_frame("rule")
                    .group_by("rule", maintain_order=True)
                    .len()
                )
                for together, rows in rules.iter_rows():
                    for rule in together.split(", "):
                        column.changed[rule] = column.changed.get(rule, 0) + rows

    def reject(self, rows: pl.DataFrame) -> None:
        """Count rows that are set aside, by `_column` and by the kind of `_problem`."""
        reason = pl.col("_problem").str.replace_all(_VALUES, "…")
        counts = rows.group_by(pl.col("_column").fill_null(""), reason, maintain_order=True).len()
        for column, why, count in counts.iter_rows():
            rejected = self._column(column).rejected
            rejected[why] = rejected.get(why, 0) + count

    def notes(self) -> list[str]:
        """What was kept though it does not look right, in sentences."""
        return [
            _DOUBTS[column.type].format(count=column.doubtful, column=name)
            for name, column in self.columns.items()
            if column.doubtful and column.type in _DOUBTS
        ]

    def _column(self, name: str) -> ColumnQuality:
        return self.columns.setdefault(name, ColumnQuality())


def report(store: Store, batch: str) -> dict[str, Any]:
    """One import and, as `columns`, the figures of each of its columns. Raises NotFoundError where there is none.

    An import that is not done has no columns yet.
    """
    found = store.read("ingest/batch_report", id=batch)
    if not found:
        raise NotFoundError(f"There is no import {batch!r}.", "guanxi batch list shows all.")
    kept = json.loads(found[0].pop("quality") or "{}")
    return {**found[0], "columns": column_rows(kept.get("columns", {}))}


def column_rows(columns: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The figures of columns as rows, each with the name of its `column`."""
    return [{"column": name, **figures} for name, figures in columns.items()]

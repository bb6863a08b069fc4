"""How good the values of a table were: for each column, what was filled, missing, changed, doubtful, rejected.

Figures only, no values: a report can be logged and shown to anybody.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from ingest.records import Type
from ingest.validate import Checked

__all__ = ["ColumnQuality", "Quality"]

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
    changed: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)


@dataclass
class Quality:
    """Figures of every column of the records of one import; rows rejected as a whole stand under ``."""

    columns: dict[str, ColumnQuality] = field(default_factory=dict)

    def add(self, checked: Checked) -> None:
        """Count the values of some more records; a cell to which two rules applied counts under both."""
        valid = checked.valid
        for name, cleaned in checked.cleaned.items():
            column = self._column(name)
            column.type = checked.types[name]
            column.missing += checked.before[name].null_count()
            column.filled += checked.before[name].len() - checked.before[name].null_count()
            if cleaned.doubtful is not None:
                column.doubtful += int((cleaned.doubtful & valid).sum())
            if cleaned.rules is not None:
                rules = cleaned.rules.filter(valid).drop_nulls().value_counts(name="rows")
                for together, rows in rules.iter_rows():
                    column.changed.update(dict.fromkeys(together.split(", "), rows))

    def reject(self, rows: pl.DataFrame) -> None:
        """Count rows that are set aside, by `_column` and by the kind of `_problem`."""
        reason = pl.col("_problem").str.replace_all(_VALUES, "…")
        counts = rows.group_by(pl.col("_column").fill_null(""), reason).len()
        for column, why, count in counts.iter_rows():
            self._column(column).rejected[why] += count

    def notes(self) -> list[str]:
        """What was kept though it does not look right, in sentences."""
        return [
            _DOUBTS[column.type].format(count=column.doubtful, column=name)
            for name, column in self.columns.items()
            if column.doubtful and column.type in _DOUBTS
        ]

    def _column(self, name: str) -> ColumnQuality:
        return self.columns.setdefault(name, ColumnQuality())

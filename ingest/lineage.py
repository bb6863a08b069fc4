"""What values were before cleaning and after, cell by cell: one Parquet file for each frame of an import.

The files hold personal data. They lie in a folder that only its owner can enter, and go with their import.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from guanxi.config import home
from ingest.cleaning.text import INVISIBLE
from ingest.validate import Checked

__all__ = ["FIELDS", "HIDDEN", "Lineage", "changes", "forget", "kept"]

FIELDS = ("line", "id", "column", "before", "after", "rule")
"""The line of the file, the record's id, and what was done to one of its cells, or (`column` empty) to its text."""

HIDDEN = "invisible characters"
"""The rule that takes them out of a whole row; its `before` shows each as the sign for what cannot be shown."""

_SCHEMA = dict.fromkeys(FIELDS, pl.String) | {"line": pl.Int64}


@dataclass
class Lineage:
    """Writes the changes of one import; a repeated import writes the same files again, mended rows come beside."""

    batch: str
    mended: bool = False

    def __post_init__(self) -> None:
        if not self.mended:
            forget(self.batch)
        self.frames = max((int(file.stem) for file in _folder(self.batch).glob("*.parquet")), default=-1) + 1

    def add(self, checked: Checked) -> None:
        """Keep what was done to the valid records of one more frame."""
        found = changes(checked)
        if not found.is_empty():
            folder = _folder(self.batch)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.parent.chmod(0o700)
            found.write_parquet(folder / f"{self.frames:06}.parquet", compression="zstd")
        self.frames += 1


def changes(checked: Checked) -> pl.DataFrame:
    """The cells of valid records that were changed as a person would want to know, with all FIELDS."""
    valid = checked.valid
    parts = [pl.DataFrame(schema=_SCHEMA)]
    frame = checked.frame.select([name for name in ("_line", "_raw", "id") if name in checked.frame.columns])
    for name, cleaned in checked.cleaned.items():
        if cleaned.rules is None or cleaned.rules.null_count() == len(valid):
            continue
        changed = cleaned.rules.is_not_null() & valid
        before, after = checked.before[name].filter(changed), _text(cleaned.values.filter(changed))
        parts.append(_part(frame.filter(changed), name, before, after, cleaned.rules.filter(changed)))
    if (hidden := checked.hidden).any():
        rows = frame.filter(hidden)
        before, after = (rows["_raw"].str.replace_all(INVISIBLE, sign) for sign in ("\ufffd", ""))
        parts.append(_part(rows, "", before, after, pl.repeat(HIDDEN, rows.height, eager=True)))
    return pl.concat(parts)


def _part(rows: pl.DataFrame, column: str, before: pl.Series, after: pl.Series, rules: pl.Series) -> pl.DataFrame:
    cells = {
        "line": rows["_line"].cast(pl.Int64),
        "id": rows["id"] if "id" in rows.columns else None,
        "column": pl.repeat(column, rows.height, eager=True),
        "before": before,
        "after": after,
        "rule": rules,
    }
    return pl.DataFrame(cells, schema=_SCHEMA)


def kept(
    batch: str,
    *,
    line: int | None = None,
    column: str | None = None,
    rule: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[pl.DataFrame, int]:
    """Changes of an import, in the order of its lines, and how many there are in all."""
    files = sorted(_folder(batch).glob("*.parquet"))
    if not files:
        return pl.DataFrame(schema=_SCHEMA), 0
    found = pl.scan_parquet(files)
    if line is not None:
        found = found.filter(pl.col("line") == line)
    if column is not None:
        found = found.filter(pl.col("column") == column)
    if rule is not None:
        found = found.filter(pl.col("rule").str.split(", ").list.contains(rule))
    total = found.select(pl.len()).collect().item()
    return found.sort("line", "column", maintain_order=True).slice(offset, limit).collect(), total


def forget(batch: str) -> None:
    """Remove what is kept of an import."""
    shutil.rmtree(_folder(batch), ignore_errors=True)


def _folder(batch: str) -> Path:
    if not batch.isalnum():
        raise ValueError(f"{batch!r} is no import.")
    return home() / "lineage" / batch


def _text(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.Datetime):
        return values.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return values.cast(pl.String)

"""Records of one file that share an id: the same again, other lines of an order, or a contradiction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ingest.records import Kind

__all__ = ["ORDER", "Repeats"]

ORDER = "order"
"""The property that the lines of one order share."""


@dataclass
class Repeats:
    """Follows the ids that occur more than once in a file, by their `hashes`."""

    kind: Kind
    hashes: pl.Series
    collapsed: int = 0
    _seen: dict[str, list[tuple[int, tuple[Any, ...]]]] = field(default_factory=dict)

    @classmethod
    def among(cls, kind: Kind, identifiers: pl.Series) -> Repeats:
        """Repeats among the hashed ids of all records of a file."""
        return cls(kind, identifiers.filter(identifiers.is_duplicated()).unique())

    def settle(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Records to keep, and those that contradict an earlier one, with `_column` and `_problem`.

        A record that is the same as an earlier one is dropped and counted in `collapsed`. Where the kind has lines,
        the second line of order `7` becomes `7/2`, and all keep `7` as `order`.
        """
        if self.hashes.is_empty() or frame.is_empty():
            return frame, frame.clear()
        is_repeat = frame["id"].hash().is_in(self.hashes.implode())
        positions = is_repeat.arg_true().to_list()
        if not positions:
            return frame, frame.clear()
        content = [name for name in frame.columns if not name.startswith("_")]
        ids = frame["id"].to_list()
        orders: list[str | None] = [None] * frame.height
        problems: list[str | None] = [None] * frame.height
        dropped: list[int] = []
        repeats = frame.filter(is_repeat)
        for position, line, row in zip(positions, repeats["_line"], repeats.select(content).iter_rows(), strict=True):
            row = tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row)
            earlier = self._seen.setdefault(ids[position], [])
            same = any(row == known for _, known in earlier)
            if same:
                dropped.append(position)
                continue
            if earlier and not self.kind.lines:
                problems[position] = f"id '{ids[position]}' stands with other values in line {earlier[0][0]}"
                continue
            earlier.append((line, row))
            if self.kind.lines:
                orders[position] = ids[position]
                if len(earlier) > 1:
                    ids[position] = f"{ids[position]}/{len(earlier)}"
        self.collapsed += len(dropped)
        frame = frame.with_columns(pl.Series("id", ids, pl.String), pl.Series("_problem", problems, pl.String))
        if self.kind.lines and ORDER not in frame.columns:
            frame = frame.with_columns(pl.Series(ORDER, orders, pl.String))
        contradicts = pl.col("_problem").is_not_null()
        drop = pl.int_range(pl.len()).is_in(dropped)
        conflicts = frame.filter(contradicts).with_columns(pl.lit("id").alias("_column"))
        return frame.filter(~contradicts & ~drop), conflicts

"""Rows that are tried again, beside what their import has loaded: the same again, another line, a contradiction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from graph.native import native
from graph.store import Store
from ingest.duplicates import ORDER, Repeats

__all__ = ["Settled"]

_MOST_LINES = 100


class Settled(Repeats):
    """Repeats among mended rows, and of records that the same import has loaded."""

    def __init__(self, repeats: Repeats, store: Store, batch: str) -> None:
        super().__init__(repeats.kind, repeats.hashes)
        self._store = store
        self._batch = batch

    def settle(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """As Repeats does; an id that the import has loaded with other values is a contradiction, or another line."""
        frame, conflicts = super().settle(frame)
        if not self.kind.label or frame.is_empty():
            return frame, conflicts
        loaded = self._loaded(frame["id"].to_list())
        references = {column.name for column in self.kind.references}
        names = [name for name in frame.columns if not name.startswith("_") and name not in references]
        ids = frame["id"].to_list()
        orders: list[str | None] = [None] * frame.height
        problems: list[str | None] = [None] * frame.height
        for position, row in enumerate(frame.select(names).iter_rows(named=True)):
            known = {own: loaded[own] for own in self._names(row["id"]) if own in loaded}
            if not known:
                continue
            orders[position] = row["id"]
            same = next((own for own, properties in known.items() if _says_the_same(row, properties)), None)
            if same is not None:
                ids[position] = same
            elif self.kind.lines:
                ids[position] = f"{row['id']}/{len(known) + 1}"
                loaded[ids[position]] = row
            else:
                problems[position] = f"id '{row['id']}' stands with other values in another row of this import"
        numbered = frame.with_columns(pl.Series("id", ids, pl.String), pl.Series("_problem", problems, pl.String))
        if self.kind.lines:
            order = pl.col(ORDER) if ORDER in frame.columns else pl.lit(None, pl.String)
            numbered = numbered.with_columns(pl.coalesce(order, pl.Series(ORDER, orders, pl.String)).alias(ORDER))
        contradicts = pl.col("_problem").is_not_null()
        found = numbered.filter(contradicts).with_columns(pl.lit("id").alias("_column"))
        return numbered.filter(~contradicts), pl.concat([conflicts, found], how="diagonal")

    def _loaded(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        wanted = [own for one in ids for own in self._names(one)]
        rows = self._store.read("ingest/loaded_records", label=self.kind.label, ids=wanted, batch=self._batch)
        return {row["id"]: native(row["properties"]) for row in rows}

    def _names(self, one: str) -> list[str]:
        """The ids that records of this id have: lines of one order are numbered."""
        return [one, *(f"{one}/{number}" for number in range(2, _MOST_LINES))] if self.kind.lines else [one]


def _says_the_same(row: dict[str, Any], properties: dict[str, Any]) -> bool:
    return all(
        _plain(properties.get(name)) == _plain(value)
        for name, value in row.items()
        if name not in ("id", ORDER) and value is not None
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value

"""Rows that were set aside: kept in the app store as they stood in their file, with the reason."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import delete, func, insert, select

from guanxi.appstore import AppStore, QuarantinedRow
from guanxi.errors import NotFoundError

__all__ = ["FIELDS", "add", "clear", "discard", "kept"]

FIELDS = ("id", "batch", "file", "line", "kind", "column", "reason", "raw")


def add(appstore: AppStore, frame: pl.DataFrame, *, batch: str, kind: str, file: str) -> None:
    """Set rows aside. `frame` has `_line`, `_raw`, `_column` and `_problem`."""
    if frame.is_empty():
        return
    rows = [
        {"batch": batch, "kind": kind, "file": file, "line": line, "raw": raw, "column": column, "reason": reason}
        for line, raw, column, reason in frame.select("_line", "_raw", "_column", "_problem").iter_rows()
    ]
    with appstore.session() as session:
        session.execute(insert(QuarantinedRow), rows)


def clear(appstore: AppStore, batch: str) -> None:
    """Forget the rows of an import that is about to be done again."""
    with appstore.session() as session:
        session.execute(delete(QuarantinedRow).where(QuarantinedRow.batch == batch))


def kept(
    appstore: AppStore, *, batch: str | None = None, kind: str | None = None, limit: int | None = None, offset: int = 0
) -> tuple[list[dict[str, Any]], int]:
    """Rows that are set aside, oldest import first, with all their FIELDS; and how many there are in all."""
    chosen = select(*(getattr(QuarantinedRow, name) for name in FIELDS))
    for column, value in ((QuarantinedRow.batch, batch), (QuarantinedRow.kind, kind)):
        if value is not None:
            chosen = chosen.where(column == value)
    with appstore.session() as session:
        total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
        rows = session.execute(chosen.order_by(QuarantinedRow.id).limit(limit).offset(offset))
        return [dict(row._mapping) for row in rows], total


def discard(appstore: AppStore, batch: str) -> int:
    """Forget the rows that an import set aside, and say how many. Raises NotFoundError where there are none."""
    count = kept(appstore, batch=batch, limit=0)[1]
    if not count:
        raise NotFoundError(f"No rows of {batch!r} are in quarantine.", "guanxi quarantine list shows all.")
    clear(appstore, batch)
    return count

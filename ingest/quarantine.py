"""Rows that were set aside: kept in the app store as they stood in their file, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from guanxi.appstore import AppStore, ImportedTable, QuarantinedRow
from guanxi.errors import NotFoundError
from ingest.jobs import Job
from ingest.mapping import TableMapping

__all__ = ["FIELDS", "add", "behind", "clear", "discard", "groups", "keep_table", "kept", "rows_named"]

FIELDS = ("id", "batch", "file", "line", "kind", "column", "reason", "raw", "cells")


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


def keep_table(appstore: AppStore, job: Job) -> None:
    """Keep how a batch was read, and the cells of the rows of it that were set aside, so that they can be mended."""
    mapper = job.mapper
    mapping = mapper.guess.mapping.model_dump(mode="json", exclude_defaults=True)
    with appstore.session() as session:
        session.merge(
            ImportedTable(
                batch=job.batch,
                file=mapper.table.name,
                source=mapper.guess.source,
                preset=mapper.guess.preset,
                kind=job.record.kind,
                columns=[*mapper.table.columns, *mapper.looked_up],
                mapping={**mapping, "record": mapper.guess.mapping.records.index(job.record)},
            )
        )
        if session.scalar(select(func.count()).where(QuarantinedRow.batch == job.batch)):
            for frame in mapper.table.frames():
                _keep_cells(session, job, frame)


def _keep_cells(session: Session, job: Job, frame: pl.DataFrame) -> None:
    within = QuarantinedRow.line.between(frame["_line"].min(), frame["_line"].max())
    chosen = select(QuarantinedRow.id, QuarantinedRow.line, QuarantinedRow.raw)
    found = session.execute(chosen.where(QuarantinedRow.batch == job.batch, within)).all()
    schema = {"_id": pl.Int64, "_line": pl.Int64, "_raw": pl.String}
    wanted = pl.DataFrame([tuple(row) for row in found], schema=schema, orient="row")
    first = frame.join(wanted, on=["_line", "_raw"], how="semi").unique(["_line", "_raw"], keep="first")
    rows = wanted.join(job.mapper.completed(first).drop("_problem"), on=["_line", "_raw"])
    cells = rows.drop("_id", "_line", "_raw").to_dicts()
    if cells:
        session.execute(
            update(QuarantinedRow), [{"id": row, "cells": own} for row, own in zip(rows["_id"], cells, strict=True)]
        )


def clear(appstore: AppStore, batch: str) -> None:
    """Forget the rows of an import that is about to be done again."""
    with appstore.session() as session:
        session.execute(delete(QuarantinedRow).where(QuarantinedRow.batch == batch))


def kept(
    appstore: AppStore,
    *,
    batch: str | None = None,
    kind: str | None = None,
    column: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[dict[str, Any]], int]:
    """Rows that are set aside, oldest import first, with all their FIELDS; and how many there are in all."""
    chosen = _fields()
    asked = ((QuarantinedRow.batch, batch), (QuarantinedRow.kind, kind), (QuarantinedRow.column, column))
    for name, value in asked:
        if value is not None:
            chosen = chosen.where(name == value)
    with appstore.session() as session:
        total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
        rows = session.execute(chosen.order_by(QuarantinedRow.id).limit(limit).offset(offset))
        return [dict(row._mapping) for row in rows], total


def rows_named(appstore: AppStore, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows with these ids that are still set aside, with all their FIELDS."""
    found = []
    with appstore.session() as session:
        for start in range(0, len(ids), 500):
            part = _fields().where(QuarantinedRow.id.in_(ids[start : start + 500])).order_by(QuarantinedRow.id)
            found += [dict(row._mapping) for row in session.execute(part)]
    return found


def groups(appstore: AppStore, batch: str | None = None) -> list[dict[str, Any]]:
    """Why rows were set aside: each `batch`, `file`, `kind` and `column`, with how many `rows`, most first."""
    by = (QuarantinedRow.batch, QuarantinedRow.file, QuarantinedRow.kind, QuarantinedRow.column)
    counted = select(*by, func.count().label("rows"), func.min(QuarantinedRow.reason).label("example")).group_by(*by)
    if batch is not None:
        counted = counted.where(QuarantinedRow.batch == batch)
    with appstore.session() as session:
        rows = session.execute(counted.order_by(func.count().desc(), QuarantinedRow.batch, QuarantinedRow.column))
        return [dict(row._mapping) for row in rows]


def behind(appstore: AppStore, batch: str, field: str) -> list[str]:
    """The columns of an import's table that a field of its records is made of."""
    with appstore.session() as session:
        imported = session.get(ImportedTable, batch)
    if imported is None:
        return []
    read_by = dict(imported.mapping)
    position = read_by.pop("record")
    mapping = TableMapping.model_validate(read_by)
    value = mapping.records[position].columns.get(field)
    return list(mapping.find(value.columns, imported.columns).values()) if value else []


def discard(appstore: AppStore, batch: str) -> int:
    """Forget the rows that an import set aside, and say how many. Raises NotFoundError where there are none."""
    count = kept(appstore, batch=batch, limit=0)[1]
    if not count:
        raise NotFoundError(f"No rows of {batch!r} are in quarantine.", "guanxi quarantine list shows all.")
    clear(appstore, batch)
    return count


def _fields() -> Select[Any]:
    return select(*(getattr(QuarantinedRow, name) for name in FIELDS))

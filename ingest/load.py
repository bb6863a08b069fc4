"""Records into Neo4j: each batch of rows is one transaction that holds its nodes, relationships and what must wait."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from types import TracebackType
from typing import Any, Self

import polars as pl

from graph.generate import node_load_query, relationship_load_query
from graph.model import PERSON_LABELS, RELATIONSHIPS, Relationship, person_key
from graph.store import Statement, Store
from ingest.records import Kind, Link
from ingest.references import Known

__all__ = ["Prepared", "Writer", "prepare", "statements_for_links"]

_OWN_ID = "id"
_BY_TYPE = {relationship.type: relationship for relationship in RELATIONSHIPS}


@dataclass
class Prepared:
    """A batch of records, ready to be written, and the rows that fit no one record (`_row`, `_column`, `_problem`)."""

    statements: list[Statement]
    ambiguous: pl.DataFrame
    waiting: int


class Writer:
    """Writes one transaction after another, while the next is being prepared. Use as a context manager."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.wait()
        finally:
            self._pool.shutdown()

    def write(self, statements: Sequence[Statement]) -> None:
        """Write all or nothing of these, after what was given before. Raises what that one met."""
        self.wait()
        self._pending = self._pool.submit(self._store.write_together, statements)

    def wait(self) -> None:
        """Return once all is written."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending.result()


def prepare(frame: pl.DataFrame, kind: Kind, known: Known, *, source: str, batch: str) -> Prepared:
    """Turn valid records into statements. Records that they bring become known; ambiguous rows are left out."""
    frame = frame.with_row_index("_row")
    references = _resolved(frame, kind, known)
    ambiguous = _ambiguous(references)
    if not ambiguous.is_empty():
        frame = frame.join(ambiguous, on="_row", how="anti", maintain_order="left")
        references = {c: r.join(ambiguous, on="_row", how="anti") for c, r in references.items()}
    if kind.label:
        known.add(kind.label, frame)
        if any(kind.label in column.targets for column in kind.references):
            references = _resolved(frame, kind, known)
    origin = {"source": source, "batch": batch}
    statements = []
    if kind.label:
        statements.append(Statement(node_load_query(kind.label), {"rows": _nodes(frame, kind), **origin}))
    waiting: list[dict[str, Any]] = []
    for link in kind.links:
        ends = _ends(frame, kind, link, references)
        if ends is None:
            continue
        both = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
        statements += statements_for_links(link.type, ends.filter(both), origin)
        waiting += _waiting(ends.filter(~both), kind, link)
    if waiting:
        statements.append(Statement("ingest/wait", {"rows": waiting, **origin}))
    return Prepared(statements, ambiguous, len(waiting))


def statements_for_links(kind: str, ends: pl.DataFrame, origin: dict[str, str]) -> list[Statement]:
    """The statements that load relationships of one type.

    `ends` has start_label, start_id, end_label, end_id, and the properties that the relationships have.
    """
    statements = []
    for labels, group in ends.group_by("start_label", "end_label", maintain_order=True):
        start, end = _declared_ends(_BY_TYPE[kind], str(labels[0]), str(labels[1]))
        rows = _relationship_rows(group, _BY_TYPE[kind], start, end)
        statements.append(Statement(relationship_load_query(kind, start, end), {"rows": rows, **origin}))
    return statements


def _relationship_rows(group: pl.DataFrame, relationship: Relationship, start: str, end: str) -> list[dict[str, Any]]:
    """Rows as the generated load queries take them, sorted by their ends."""
    from_key = _keyed("start", start)
    to_key = _keyed("end", end)
    group = group.with_columns(from_key.alias("_from"), to_key.alias("_to")).sort("_from", "_to", maintain_order=True)
    names = [prop.name for prop in relationship.properties if prop.name in group.columns]
    identity = {name: group[name].to_list() for name in relationship.identity}
    properties = _property_maps(group, [name for name in names if name not in relationship.identity])
    columns = {"from": group["_from"].to_list(), "to": group["_to"].to_list(), **identity, "properties": properties}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _resolved(frame: pl.DataFrame, kind: Kind, known: Known) -> dict[str, pl.DataFrame]:
    """For each column of references: `_row`, `reference`, and the `label`, `id` and `matches` that it means."""
    found = {}
    for column in kind.references:
        if column.name in frame.columns:
            named = frame.select("_row", pl.col(column.name).alias("reference"))
            named = (named.explode("reference") if column.many else named).drop_nulls("reference")
            found[column.name] = known.resolve(named, column.targets)
    return found


def _ambiguous(references: dict[str, pl.DataFrame]) -> pl.DataFrame:
    fits_several = pl.concat_str(
        pl.lit("'"),
        "reference",
        pl.lit("' fits "),
        "matches",
        pl.lit(" records: write it as contact:7, employee:7 or customer:7"),
    )
    found = [
        resolved.filter(pl.col("matches") > 1).select(
            "_row", pl.lit(column).alias("_column"), fits_several.alias("_problem")
        )
        for column, resolved in references.items()
    ]
    schema = {"_row": pl.UInt32, "_column": pl.String, "_problem": pl.String}
    return pl.concat([pl.DataFrame(schema=schema), *found]).unique("_row", keep="first", maintain_order=True)


def _nodes(frame: pl.DataFrame, kind: Kind) -> list[dict[str, Any]]:
    skipped = {_OWN_ID, *(column.name for column in kind.references)}
    frame = frame.sort(_OWN_ID)
    names = [name for name in frame.columns if name not in skipped and not name.startswith("_")]
    properties = _property_maps(frame, names)
    return [{"id": key, "properties": own} for key, own in zip(frame[_OWN_ID], properties, strict=True)]


def _ends(frame: pl.DataFrame, kind: Kind, link: Link, references: dict[str, pl.DataFrame]) -> pl.DataFrame | None:
    """Both ends of each relationship of a link, as written and as resolved, with its properties."""
    ends = frame.select("_row", *[name for name in link.properties if name in frame.columns])
    for side, column in (("start", link.start), ("end", link.end)):
        if column == _OWN_ID:
            own = frame.select(
                "_row",
                pl.col("id").alias(side),
                pl.lit(kind.label).alias(f"{side}_label"),
                pl.col("id").alias(f"{side}_id"),
            )
        elif column in references:
            own = references[column].select(
                "_row",
                pl.col("reference").alias(side),
                pl.col("label").alias(f"{side}_label"),
                pl.col("id").alias(f"{side}_id"),
            )
        else:
            return None
        ends = ends.join(own, on="_row", how="inner", maintain_order="left")
    return ends.with_columns(pl.lit(link.fixed[1]).alias(link.fixed[0])) if link.fixed else ends


def _waiting(ends: pl.DataFrame, kind: Kind, link: Link) -> list[dict[str, Any]]:
    if ends.is_empty():
        return []
    targets = {side: _targets(kind, column) for side, column in (("start", link.start), ("end", link.end))}
    relationship = _BY_TYPE[link.type]
    kept = [prop.name for prop in relationship.properties if prop.name in ends.columns]
    rows = []
    for row, properties in zip(ends.to_dicts(), _property_maps(ends, kept), strict=True):
        side = "start" if row["start_label"] is None else "end"
        identity = [str(row[name]) for name in relationship.identity]
        parts = [link.type, targets["start"], row["start"], targets["end"], row["end"], *identity]
        waiting = {
            "type": link.type,
            "reference": row[side],
            "targets": targets[side],
            "start": row["start"],
            "start_targets": targets["start"],
            "end": row["end"],
            "end_targets": targets["end"],
            **{f"p_{name}": value for name, value in properties.items()},
        }
        key = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
        rows.append({"id": key, "properties": waiting})
    return rows


def _targets(kind: Kind, column: str) -> str:
    declared = kind.column(column)
    if column == _OWN_ID or declared is None:
        return f"={kind.label}"
    return "|".join(declared.targets)


def _declared_ends(relationship: Relationship, start: str, end: str) -> tuple[str, str]:
    """The pair of labels under which the model declares a relationship between these."""

    def fits(declared: str, label: str) -> bool:
        return declared == label or (declared == "Person" and label in PERSON_LABELS)

    return next((a, b) for a, b in relationship.ends if fits(a, start) and fits(b, end))


def _keyed(side: str, declared: str) -> pl.Expr:
    if declared != "Person":
        return pl.col(f"{side}_id")
    return pl.concat_str(pl.col(f"{side}_label").str.to_lowercase(), pl.lit(person_key("", "")), pl.col(f"{side}_id"))


def _property_maps(frame: pl.DataFrame, names: list[str]) -> list[dict[str, Any]]:
    """Each row's properties, without those that are missing."""
    if not names:
        return [{} for _ in range(frame.height)]
    columns = [_values(frame[name]) for name in names]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*columns, strict=True)
    ]


def _values(column: pl.Series) -> list[Any]:
    if isinstance(column.dtype, pl.Datetime):
        plain = column.dt.replace_time_zone(None).to_list()
        return [None if value is None else value.replace(tzinfo=UTC) for value in plain]
    return column.to_list()

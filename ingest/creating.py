"""New nodes and relationships: columns of values for the statements that create them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

import polars as pl

from graph import model
from graph.generate import brought, new_nodes_query, new_relationships_query
from graph.model import Property
from graph.store import Transaction
from guanxi.errors import GuanxiError
from ingest.ends import OWN_ID, Rows, key_of, relationship, waiting_rows

__all__ = ["Origin", "create", "create_edges", "edge_columns", "edges_by_pattern", "plain", "property_names", "wait"]

Origin = dict[str, str]
"""The `source` and `batch` of what is created."""


def create(transaction: Transaction, rows: Rows, origin: Origin) -> None:
    """Create the nodes of rows none of which is there, with their relationships; those that must wait, wait."""
    label = str(rows.kind.label)
    edges = [(link.type, _resolved(ends)) for link, ends in rows.links]
    parameters: dict[str, Any] = {"nodes": _node_columns(rows), **origin}
    together = brought(label)
    expected = 0
    for name, (declared, start, end) in together.items():
        own = "end" if end == label else "start"
        found = [ends for kind, ends in edges if kind == declared.type]
        parameters[name] = _with_nodes(rows, _of_pattern(found, start, end), declared.properties, start, end, own)
        expected += len(parameters[name].get("node", ()))
    created = transaction.write(new_nodes_query(label), **parameters).relationships_created
    _check(created, expected)
    if not together:
        for kind, ends in edges:
            create_edges(transaction, kind, ends, origin)
    wait(
        transaction,
        [row for link, ends in rows.links for row in waiting_rows(rows.kind, link, _unresolved(ends))],
        origin,
    )


def create_edges(transaction: Transaction, kind: str, ends: pl.DataFrame, origin: Origin) -> None:
    """Create relationships of one type, none of which is there, between nodes that are."""
    declared = relationship(kind)
    for start, end, group in edges_by_pattern(kind, ends):
        columns = edge_columns(group, declared.properties, start, end)
        created = transaction.write(new_relationships_query(kind, start, end), edges=columns, **origin)
        _check(created.relationships_created, group.height)


def wait(transaction: Transaction, rows: list[dict[str, Any]], origin: Origin) -> None:
    """Let relationships wait for an end that is not loaded yet."""
    if rows:
        plain = [{"id": row["id"], "properties": row["properties"]} for row in rows]
        transaction.write("ingest/wait", rows=plain, **origin)


def edges_by_pattern(kind: str, ends: pl.DataFrame) -> Iterable[tuple[str, str, pl.DataFrame]]:
    """The relationships of each pair of labels that the model declares for this type."""
    for start, end in relationship(kind).ends:
        group = _of_pattern([ends], start, end)
        if not group.is_empty():
            yield start, end, group


def edge_columns(ends: pl.DataFrame, properties: Iterable[Property], start: str, end: str) -> dict[str, list[Any]]:
    """Columns of relationships as their statements take them: keys of both ends, properties, how they were named."""
    columns = {side: _keys(ends, side, declared).to_list() for side, declared in (("start", start), ("end", end))}
    for prop in properties:
        if prop.name in ends.columns:
            columns[prop.name] = _encoded(ends[prop.name], prop)
    for side in ("start", "end"):
        meant = pl.coalesce(pl.col(f"{side}_via").str.replace("^[a-z]+:", ""), f"{side}_id")
        named = ends.select(pl.when(pl.col(side) != meant).then(pl.col(side)).alias(side))[side]
        if named.null_count() < named.len():
            columns[f"{side}_reference"] = named.to_list()
    via = ends.select(via=pl.concat_str("start_via", "end_via", separator=";", ignore_nulls=True))["via"]
    via = via.replace("", None)
    if via.null_count() < via.len():
        columns["via"] = via.to_list()
    return columns


def plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as Python values; times are UTC, to the millisecond."""
    columns = [_native(column) for column in frame.iter_columns()]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def property_names(rows: Rows) -> list[str]:
    """The columns of a frame that become properties of its nodes."""
    skipped = {OWN_ID, *(column.name for column in rows.kind.references)}
    return [name for name in rows.frame.columns if name not in skipped and not name.startswith("_")]


def _resolved(ends: pl.DataFrame) -> pl.DataFrame:
    return ends.filter(pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null())


def _unresolved(ends: pl.DataFrame) -> pl.DataFrame:
    return ends.filter(pl.col("start_label").is_null() | pl.col("end_label").is_null())


def _of_pattern(parts: list[pl.DataFrame], start: str, end: str) -> pl.DataFrame:
    """Those relationships whose ends have these labels."""
    chosen = [
        part.filter(_labelled("start_label", start) & _labelled("end_label", end))
        for part in parts
        if not part.is_empty()
    ]
    return pl.concat(chosen, how="diagonal") if chosen else pl.DataFrame()


def _labelled(column: str, declared: str) -> pl.Expr:
    labels = model.PERSON_LABELS if declared == "Person" else (declared,)
    return pl.col(column).is_in(labels)


def _with_nodes(
    rows: Rows, ends: pl.DataFrame, properties: Iterable[Property], start: str, end: str, own: str
) -> dict[str, list[Any]]:
    """Columns of the relationships that are created together with the rows' nodes."""
    if ends.is_empty():
        return {}
    places = rows.frame.select("_row").with_row_index("_node")
    ends = ends.join(places, on="_row", maintain_order="left")
    columns = edge_columns(ends, properties, start, end)
    del columns[own]
    others = pl.Series(columns.pop("start" if own == "end" else "end"))
    distinct = others.unique().sort()
    return {
        "node": ends["_node"].to_list(),
        "others": distinct.to_list(),
        "other": (others.rank("dense") - 1).to_list(),
        **columns,
    }


def _node_columns(rows: Rows) -> dict[str, list[Any]]:
    declared = {prop.name: prop for prop in model.node(str(rows.kind.label)).properties}
    names = property_names(rows)
    columns = {OWN_ID: rows.frame[OWN_ID].to_list()}
    for name in names:
        if name in declared:
            columns[name] = _encoded(rows.frame[name], declared[name])
    others = [name for name in names if name not in declared]
    if others:
        columns["more"] = [
            {name: value for name, value in row.items() if value is not None}
            for row in plain(rows.frame.select(others))
        ]
    return columns


def _encoded(column: pl.Series, prop: Property) -> list[Any]:
    """Times as milliseconds since 1970 and dates as text, as the statements take them: both cost little to send."""
    if prop.type == "datetime":
        return column.cast(pl.Datetime("us", "UTC")).dt.epoch("ms").to_list()
    if prop.type == "date":
        return column.cast(pl.Date).cast(pl.String).to_list()
    return column.to_list()


def _native(column: pl.Series) -> list[Any]:
    if not isinstance(column.dtype, pl.Datetime):
        return column.to_list()
    moments = column.dt.cast_time_unit("ms").dt.replace_time_zone(None).to_list()
    return [None if moment is None else moment.replace(tzinfo=UTC) for moment in moments]


def _keys(ends: pl.DataFrame, side: str, declared: str) -> pl.Series:
    return ends.select(key_of(declared, pl.col(f"{side}_label"), pl.col(f"{side}_id")).alias(side))[side]


def _check(created: int, expected: int) -> None:
    if created != expected:
        raise GuanxiError(
            f"{expected - created} records were taken out of the graph while others that name them were loaded.",
            "Run the import again: it goes on where it stopped.",
        )

"""Links what waited: relationships whose missing end has been loaded since."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.store import Statement, Store
from ingest.load import statements_for_links
from ingest.references import Known

__all__ = ["link_waiting"]

_REFERENCES_AT_ONCE = 1_000
_SCHEMA = {"targets": pl.String, "reference": pl.String}


def link_waiting(store: Store, known: Known, batch_rows: int) -> int:
    """Link every waiting relationship that can be; return how many. Each transaction links and forgets together."""
    awaited = store.frame("ingest/waiting_references", schema=_SCHEMA)
    linked = 0
    for (targets,), group in awaited.group_by("targets"):
        labels = tuple(str(targets).split("|"))
        came = known.resolve(group.select("reference"), labels).filter(pl.col("matches") == 1)["reference"].to_list()
        for start in range(0, len(came), _REFERENCES_AT_ONCE):
            chunk = came[start : start + _REFERENCES_AT_ONCE]
            while rows := store.read("ingest/waiting_for", targets=targets, references=chunk, limit=batch_rows):
                linked += _link(store, known, [row["waiting"] for row in rows])
    return linked


def _link(store: Store, known: Known, waiting: list[dict[str, Any]]) -> int:
    frame = pl.DataFrame(
        [{name: row[name] for name in ("id", "type", "source", "batch", *_sides())} for row in waiting]
    ).with_row_index("_row")
    for side in ("start", "end"):
        frame = _resolve(frame, known, side)
    both = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
    statements = [
        statement
        for (kind, source, batch), group in frame.filter(both).group_by("type", "source", "batch", maintain_order=True)
        for statement in statements_for_links(
            str(kind), _with_properties(group, waiting), {"source": str(source), "batch": str(batch)}
        )
    ]
    ready = frame.filter(both)["id"].to_list()
    other = pl.when(pl.col("start_label").is_null()).then(pl.lit("start")).otherwise(pl.lit("end"))
    still = [
        {"id": row["id"], "reference": row[row["side"]], "targets": row[f"{row['side']}_targets"]}
        for row in frame.filter(~both).with_columns(other.alias("side")).to_dicts()
    ]
    statements.append(Statement("ingest/stop_waiting", {"ids": ready}))
    statements.append(Statement("ingest/wait_on", {"rows": still}))
    store.write_together(statements)
    return len(ready)


def _sides() -> tuple[str, ...]:
    return ("start", "start_targets", "end", "end_targets")


def _resolve(frame: pl.DataFrame, known: Known, side: str) -> pl.DataFrame:
    """Add the label and id of one end; the end that brought the relationship is known by itself."""
    parts = []
    for (targets,), group in frame.group_by(f"{side}_targets", maintain_order=True):
        if str(targets).startswith("="):
            label, key = pl.lit(str(targets)[1:]), pl.col(side)
            parts.append(group.with_columns(label.alias(f"{side}_label"), key.alias(f"{side}_id")))
        else:
            found = known.resolve(group.select(pl.col(side).alias("reference")), tuple(str(targets).split("|")))
            parts.append(group.with_columns(found["label"].alias(f"{side}_label"), found["id"].alias(f"{side}_id")))
    return pl.concat(parts).sort("_row")


def _with_properties(group: pl.DataFrame, waiting: list[dict[str, Any]]) -> pl.DataFrame:
    kept = [
        {name.removeprefix("p_"): _plain(value) for name, value in waiting[row].items() if name.startswith("p_")}
        for row in group["_row"]
    ]
    names = {name for properties in kept for name in properties}
    columns = {name: [properties.get(name) for properties in kept] for name in sorted(names)}
    return group.drop("id", "type", "source", "batch").with_columns(
        pl.Series(name, values, strict=False) for name, values in columns.items()
    )


def _plain(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value

"""Links what waited: relationships whose missing end has been loaded since."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.generate import find_relationships_query
from graph.model import person_key
from graph.native import native
from graph.store import Store, Transaction
from ingest.creating import create_edges, edge_columns, edges_by_pattern
from ingest.ends import relationship
from ingest.references import Known

__all__ = ["link_waiting", "wait_at_start"]

_REFERENCES_AT_ONCE = 1_000
_SCHEMA = {"targets": pl.String, "reference": pl.String}
_SIDES = ("start", "start_targets", "end", "end_targets")


def link_waiting(store: Store, known: Known, batch_rows: int) -> int:
    """Link every waiting relationship that can be; return how many. Each transaction links and forgets together."""
    awaited = store.frame("ingest/waiting_references", schema=_SCHEMA)
    linked = 0
    for (targets,), group in awaited.group_by("targets"):
        labels = tuple(str(targets).split("|"))
        came = known.resolve(group.select("reference"), labels).filter(pl.col("matches") == 1)["reference"].to_list()
        for start in range(0, len(came), _REFERENCES_AT_ONCE):
            asked = {"targets": targets, "references": came[start : start + _REFERENCES_AT_ONCE], "limit": batch_rows}

            def link(transaction: Transaction, asked: dict[str, Any] = asked) -> tuple[int, int]:
                transaction.write("ingest/take_turn")
                waiting = [row["waiting"] for row in transaction.read("ingest/waiting_for", **asked)]
                return len(waiting), _link(transaction, known, waiting) if waiting else 0

            found = 1
            while found:
                found, done = store.transact(link)
                linked += done
    return linked


def wait_at_start(store: Store, known: Known) -> None:
    """Let relationships that lack both ends wait for their start, as when they were loaded, after records went."""
    awaited = store.frame("ingest/waiting_at_end", schema=_SCHEMA)
    for (targets,), group in awaited.group_by("targets"):
        found = known.resolve(group.select("reference"), tuple(str(targets).split("|")))
        rows = found.filter(pl.col("matches") != 1).select("reference", pl.lit(targets).alias("targets")).to_dicts()
        store.write_batches("ingest/wait_at_start", rows, _REFERENCES_AT_ONCE)


def _link(transaction: Transaction, known: Known, waiting: list[dict[str, Any]]) -> int:
    frame = pl.DataFrame(
        [{name: row[name] for name in ("id", "type", "source", "batch", *_SIDES)} for row in waiting]
    ).with_row_index("_row")
    for side in ("start", "end"):
        frame = _resolve(frame, known, side)
    both = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
    ready = frame.filter(both)
    for (kind, source, batch), group in ready.group_by("type", "source", "batch", maintain_order=True):
        ends = _missing(transaction, str(kind), _with_properties(group, waiting))
        create_edges(transaction, str(kind), ends, {"source": str(source), "batch": str(batch)})
    other = pl.when(pl.col("start_label").is_null()).then(pl.lit("start")).otherwise(pl.lit("end"))
    still = [
        {"id": row["id"], "reference": row[row["side"]], "targets": row[f"{row['side']}_targets"]}
        for row in frame.filter(~both).with_columns(other.alias("side")).to_dicts()
    ]
    transaction.write("ingest/stop_waiting", ids=ready["id"].to_list())
    transaction.write("ingest/wait_on", rows=still)
    return ready.height


def _missing(transaction: Transaction, kind: str, ends: pl.DataFrame) -> pl.DataFrame:
    """Those relationships that are not there; of several that are the same, the first."""
    identity = (*relationship(kind).identity, "via")
    there: set[tuple[Any, ...]] = set()
    kept = []
    for start, end, group in edges_by_pattern(kind, ends):
        columns = edge_columns(group, relationship(kind).properties, start, end)
        values = [columns.get(name, [None] * group.height) for name in identity]
        keys = list(zip(columns["start"], columns["end"], *values, strict=True))
        sought = {"start": columns["start"], "end": columns["end"]}
        for row in transaction.read(find_relationships_query(kind, start, end), edges=sought):
            named = tuple(native(row["properties"].get(name)) for name in identity)
            there.add((*keys[row["pair"]][:2], *named))
        for number, key in zip(group["_row"], keys, strict=True):
            if key not in there:
                there.add(key)
                kept.append(number)
    return ends.filter(pl.col("_row").is_in(kept))


def _resolve(frame: pl.DataFrame, known: Known, side: str) -> pl.DataFrame:
    """Add the label and id of one end; the end that brought the relationship is known by itself."""
    parts = []
    for (targets,), group in frame.group_by(f"{side}_targets", maintain_order=True):
        if str(targets).startswith("="):
            found = _own(group[side], known, str(targets)[1:])
        else:
            found = known.resolve(group.select(pl.col(side).alias("reference")), tuple(str(targets).split("|")))
        parts.append(group.with_columns(found[name].alias(f"{side}_{name}") for name in ("label", "id", "via")))
    return pl.concat(parts).sort("_row")


def _own(ids: pl.Series, known: Known, label: str) -> pl.DataFrame:
    """The `label`, `id` and `via` of records by their own ids; of merged ones, those of what stands for them."""
    stands = (
        ids.alias("own")
        .to_frame()
        .join(known.stands_for(label, ids), left_on="own", right_on="id", how="left", maintain_order="left")
    )
    merged = pl.col("node_id").is_not_null()
    return stands.select(
        pl.lit(label).alias("label"),
        pl.coalesce("node_id", "own").alias("id"),
        pl.when(merged).then(pl.concat_str(pl.lit(person_key(label, "")), "own")).alias("via"),
    )


def _with_properties(group: pl.DataFrame, waiting: list[dict[str, Any]]) -> pl.DataFrame:
    kept = [
        {name.removeprefix("p_"): native(value) for name, value in waiting[row].items() if name.startswith("p_")}
        for row in group["_row"]
    ]
    names = {name for properties in kept for name in properties}
    columns = {name: [properties.get(name) for properties in kept] for name in sorted(names)}
    return group.drop("id", "type", "source", "batch").with_columns(
        pl.Series(name, values, strict=False) for name, values in columns.items()
    )

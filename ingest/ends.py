"""The relationships that rows bring: what their references mean, and which of them must wait."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from graph.model import RELATIONSHIPS, Relationship, person_key
from ingest.records import Kind, Link
from ingest.references import Known

__all__ = [
    "OWN_ID",
    "Rows",
    "ambiguous",
    "key_of",
    "named_rows",
    "read_rows",
    "relationship",
    "targets",
    "waiting_rows",
]

OWN_ID = "id"
"""The column that stands for a row's own node."""

_BY_TYPE = {declared.type: declared for declared in RELATIONSHIPS}
_SIDES = ("start", "end")


@dataclass(frozen=True)
class Rows:
    """Records of one kind, each with its `_row`, and for each link what relationships they bring.

    The frame of a link has `_row`, and for `start` and `end` the reference as it is written, and what it means:
    `start_label`, `start_id` (null where nothing is known by that name) and `start_via`; then the properties.
    """

    kind: Kind
    frame: pl.DataFrame
    links: tuple[tuple[Link, pl.DataFrame], ...]

    def only(self, rows: pl.Series) -> Rows:
        """Those with these `_row`."""
        wanted = pl.DataFrame({"_row": rows})
        return replace(
            self,
            frame=self.frame.join(wanted, on="_row", how="semi", maintain_order="left"),
            links=tuple(
                (link, ends.join(wanted, on="_row", how="semi", maintain_order="left")) for link, ends in self.links
            ),
        )


def relationship(kind: str) -> Relationship:
    """The declared relationship of this type."""
    return _BY_TYPE[kind]


def key_of(declared: str, label: pl.Expr, identifier: pl.Expr) -> pl.Expr:
    """The value by which a node is matched at an end that the model declares: its id, or its key among persons."""
    if declared != "Person":
        return identifier
    return pl.concat_str(label.str.to_lowercase(), pl.lit(person_key("", "")), identifier)


def targets(kind: Kind, column: str) -> str:
    """The labels that a reference in a column may mean, joined by `|`; of the own id the one that it has, after `=`."""
    declared = kind.column(column)
    if column == OWN_ID or declared is None:
        return f"={kind.label}"
    return "|".join(declared.targets)


def read_rows(
    frame: pl.DataFrame, kind: Kind, known: Known, *, doubtful_wait: bool = False
) -> tuple[Rows, pl.DataFrame]:
    """What a frame of valid records brings, and its ambiguous rows, which are left out.

    With `doubtful_wait` a reference that fits several records waits until it fits one, and no row is ambiguous.
    Records that have labels become known, those that their source has deleted (`_deleted`) do not.
    """
    references = _resolved(frame, kind, known)
    doubtful = ambiguous({} if doubtful_wait else references)
    if not doubtful.is_empty():
        frame = frame.join(doubtful, on="_row", how="anti", maintain_order="left")
        references = {c: r.join(doubtful, on="_row", how="anti", maintain_order="left") for c, r in references.items()}
    if kind.label:
        known.add(
            kind.label, frame.filter(~pl.col("_deleted").fill_null(False)) if "_deleted" in frame.columns else frame
        )
        if any(kind.label in column.targets for column in kind.references):
            references = _resolved(frame, kind, known)
    return _rows(frame, kind, references), doubtful


def named_rows(frame: pl.DataFrame, kind: Kind, known: Known) -> Rows:
    """As `read_rows`, of records that are known already; what fits several records waits."""
    return _rows(frame, kind, _resolved(frame, kind, known))


def _rows(frame: pl.DataFrame, kind: Kind, references: dict[str, pl.DataFrame]) -> Rows:
    links = tuple((link, _ends(frame, kind, link, references)) for link in kind.links)
    return Rows(kind, frame, tuple((link, ends) for link, ends in links if ends is not None))


def ambiguous(references: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows of which a reference fits several records, with `_column` and `_problem`."""
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


def waiting_rows(kind: Kind, link: Link, ends: pl.DataFrame) -> list[dict[str, Any]]:
    """For relationships of which an end is not known: the `id` and `properties` of what waits for it."""
    if ends.is_empty():
        return []
    declared = relationship(link.type)
    means = {side: targets(kind, column) for side, column in zip(_SIDES, (link.start, link.end), strict=True)}
    own = next((side for side in _SIDES if means[side].startswith("=")), None)
    kept = [prop.name for prop in declared.properties if prop.name in ends.columns]
    rows = []
    for row in ends.to_dicts():
        side = "start" if row["start_label"] is None else "end"
        properties = {
            "type": link.type,
            "reference": row[side],
            "targets": means[side],
            "start": row["start"],
            "start_targets": means["start"],
            "end": row["end"],
            "end_targets": means["end"],
            "record": person_key(str(kind.label), row[own]) if own else None,
            **{f"p_{name}": row[name] for name in kept if row[name] is not None},
        }
        identity = [str(row[name]) for name in declared.identity]
        parts = [link.type, means["start"], row["start"], means["end"], row["end"], *identity]
        key = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
        rows.append({"_row": row["_row"], "id": key, "properties": properties})
    return rows


def _resolved(frame: pl.DataFrame, kind: Kind, known: Known) -> dict[str, pl.DataFrame]:
    """For each column of references: `_row`, `reference`, and what it means, as `Known.resolve` says."""
    found = {}
    for column in kind.references:
        if column.name in frame.columns:
            named = frame.select("_row", pl.col(column.name).alias("reference"))
            named = (named.explode("reference") if column.many else named).drop_nulls("reference")
            found[column.name] = known.resolve(named, column.targets)
    return found


def _ends(frame: pl.DataFrame, kind: Kind, link: Link, references: dict[str, pl.DataFrame]) -> pl.DataFrame | None:
    ends = frame.select("_row", *[name for name in link.properties if name in frame.columns])
    for side, column in zip(_SIDES, (link.start, link.end), strict=True):
        if column == OWN_ID:
            own = frame.select(
                "_row",
                pl.col("id").alias(side),
                pl.lit(kind.label).alias(f"{side}_label"),
                pl.col("id").alias(f"{side}_id"),
                pl.lit(None, pl.String).alias(f"{side}_via"),
            )
        elif column in references:
            meant = [pl.col(name).alias(f"{side}_{name}") for name in ("label", "id", "via")]
            own = references[column].select("_row", pl.col("reference").alias(side), *meant)
        else:
            return None
        ends = ends.join(own, on="_row", how="inner", maintain_order="left")
    if link.fixed:
        ends = ends.with_columns(pl.lit(link.fixed[1]).alias(link.fixed[0]))
    return _distinct(ends, kind, link)


def _distinct(ends: pl.DataFrame, kind: Kind, link: Link) -> pl.DataFrame:
    """Without those that mean the same relationship as an earlier one."""
    columns = [kind.column(name) for name in (link.start, link.end)]
    if kind.label and not any(column and column.many for column in columns):
        return ends
    meant = [
        pl.coalesce(pl.concat_str(pl.col(f"{side}_label"), pl.lit("\x1f"), pl.col(f"{side}_id")), pl.col(side)).alias(
            f"_{side}"
        )
        for side in _SIDES
    ]
    identity = ["_start", "_end", "start_via", "end_via", *relationship(link.type).identity]
    if kind.label:
        identity.append("_row")
    return ends.with_columns(meant).unique(identity, keep="first", maintain_order=True).drop("_start", "_end")

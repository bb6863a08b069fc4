"""Who a reference means: columns of references joined with the ids and e-mail addresses that the graph knows."""

from __future__ import annotations

import polars as pl

from graph.model import person_key
from graph.store import Store

__all__ = ["Known"]

_SCHEMA = {"id": pl.String, "email": pl.String}
_REFERABLE = ("Customer", "Contact", "Employee", "Product", "Deal")


class Known:
    """The ids and e-mails in the graph, fetched once for each label, growing as records are loaded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._parts: dict[str, list[pl.DataFrame]] = {}
        self._lookups: dict[tuple[str, ...], pl.DataFrame] = {}

    def add(self, label: str, frame: pl.DataFrame) -> None:
        """Records of a label that are being loaded: their `id`, and `email` where they have one."""
        if label not in _REFERABLE:
            return
        email = pl.col("email") if "email" in frame.columns else pl.lit(None, pl.String).alias("email")
        self._fetched(label).append(frame.select("id", email))
        self._lookups = {targets: found for targets, found in self._lookups.items() if label not in targets}

    def resolve(self, references: pl.DataFrame, targets: tuple[str, ...]) -> pl.DataFrame:
        """Add to a column `reference`: the `label` and `id` it means, and `matches`, how many records it fits.

        A record is named by id, by e-mail address, or by label and id: `contact:7`. Where it fits none or several,
        label and id are null.
        """
        return references.join(self.lookup(targets), on="reference", how="left", maintain_order="left").with_columns(
            pl.col("matches").fill_null(0)
        )

    def lookup(self, targets: tuple[str, ...]) -> pl.DataFrame:
        """Every `reference` that means a record with one of these labels: its `label`, `id` and `matches`."""
        if targets not in self._lookups:
            named = pl.concat([names for label in targets for names in self._names(label)]).unique()
            grouped = named.group_by("reference").agg(
                pl.col("label").first(), pl.col("id").first(), pl.len().alias("matches")
            )
            one = pl.col("matches") == 1
            self._lookups[targets] = grouped.with_columns(
                pl.when(one).then("label").alias("label"), pl.when(one).then("id").alias("id")
            )
        return self._lookups[targets]

    def _names(self, label: str) -> list[pl.DataFrame]:
        frame = pl.concat(self._fetched(label)).with_columns(pl.lit(label).alias("label"))
        self._parts[label] = [frame.select("id", "email")]
        explicit = pl.concat_str(pl.lit(person_key(label, "")), pl.col("id"))
        return [
            frame.select(reference.alias("reference"), "label", "id").drop_nulls()
            for reference in (pl.col("id"), pl.col("email"), explicit)
        ]

    def _fetched(self, label: str) -> list[pl.DataFrame]:
        if label not in self._parts:
            query = f"ingest/known_{label.lower()}s"
            self._parts[label] = [self._store.frame(query, schema=_SCHEMA)]
        return self._parts[label]

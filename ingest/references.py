"""Who a reference means: columns of references joined with the ids and e-mail addresses that the graph knows."""

from __future__ import annotations

import polars as pl

from graph.model import person_key
from graph.store import Store
from ingest.cleaning import company_core, person_core
from ingest.values import BY_NAME

__all__ = ["Known", "is_provisional"]

_SCHEMA = {"id": pl.String, "email": pl.String}
_ORIGINALS = {"key": pl.String, "label": pl.String, "id": pl.String, "email": pl.String}
_STANDS = {"node_label": pl.String, "node_id": pl.String}
_NAMED = {"label": pl.String, "id": pl.String, "name": pl.String}
_REFERABLE = ("Customer", "Contact", "Employee", "Product", "Deal")


class Known:
    """The ids and e-mails in the graph, fetched once for each label, growing as records are loaded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, pl.DataFrame] = {}
        self._originals: pl.DataFrame | None = None
        self._called: list[pl.DataFrame] = []
        self._by_name: pl.DataFrame | None = None

    def add(self, label: str, frame: pl.DataFrame) -> None:
        """Records of a label that are being loaded: their `id`, and `email` where they have one."""
        if label in _REFERABLE:
            email = pl.col("email") if "email" in frame.columns else pl.lit(None, pl.String).alias("email")
            own = pl.concat_str(pl.lit(person_key(label, "")), "id")
            apart = frame.select(own).to_series()
            kept = self._of(label).filter(~pl.col("via").is_in(apart.implode()).fill_null(False))
            self._names[label] = kept.vstack(_names(label, frame.select("id", email)))
            if "name" in frame.columns:
                self._called.append(frame.select(pl.lit(label).alias("label"), "id", "name"))

    def resolve(self, references: pl.DataFrame, targets: tuple[str, ...]) -> pl.DataFrame:
        """Add to a column `reference`: the `label` and `id` it means, `via`, and `matches`, how many records it fits.

        A record is named by id, by e-mail address, by label and id (`contact:7`), or by its name in the form in which
        names are compared (`name:ann lee`). Where it fits none or several,
        label and id are null. `via` is the key of a merged record that the reference names, null where it names the
        node itself.
        """
        asked = references.select("reference").unique()
        named = [self._of(label).join(asked, on="reference", how="semi") for label in targets]
        if asked["reference"].str.starts_with(BY_NAME).any():
            named.append(
                self._all_called().filter(pl.col("label").is_in(targets)).join(asked, on="reference", how="semi")
            )
        fits = (
            pl.concat(named)
            .filter(_best())
            .group_by("reference", "label", "id")
            .agg(pl.when(pl.col("via").null_count() == 0).then(pl.col("via").min()).alias("via"))
            .group_by("reference")
            .agg(pl.col("label", "id", "via").first(), pl.len().alias("matches"))
        )
        one = pl.when(pl.col("matches") == 1)
        fits = fits.with_columns(one.then(name).alias(name) for name in ("label", "id", "via"))
        return references.join(fits, on="reference", how="left", maintain_order="left").with_columns(
            pl.col("matches").fill_null(0)
        )

    def stands_for(self, label: str, ids: pl.Series) -> pl.DataFrame:
        """Which of these ids are of merged records: `id`, and `node_label` and `node_id` of the node that stands."""
        merged = self._merged().filter(pl.col("label") == label)
        return merged.filter(pl.col("id").is_in(ids.implode())).select("id", *_STANDS)

    def _of(self, label: str) -> pl.DataFrame:
        """Everything that names a record with this label: `reference`, `label`, `id`, `via`."""
        if label not in self._names:
            own = _names(label, self._store.frame(f"ingest/known_{label.lower()}s", schema=_SCHEMA))
            merged = self._merged().filter(pl.col("label") == label)
            stand = merged.rename({"key": "via", "id": "own_id"}).drop("label")
            stand = stand.rename({"node_label": "label", "node_id": "id"})
            parts = [
                stand.select(reference.alias("reference"), "label", "id", "via").drop_nulls("reference")
                for reference in _ways(label, "own_id")
            ]
            self._names[label] = pl.concat([own, *parts])
        return self._names[label]

    def _all_called(self) -> pl.DataFrame:
        """Everything that names a record by its name, as `_of` does."""
        if self._by_name is None:
            self._by_name = _by_name(self._store.frame("ingest/known_names", schema=_NAMED))
        if self._called:
            self._by_name = pl.concat([self._by_name, *map(_by_name, self._called)]).unique()
            self._called.clear()
        return self._by_name

    def _merged(self) -> pl.DataFrame:
        """Records that another node stands for."""
        if self._originals is None:
            self._originals = self._store.frame("ingest/known_originals", schema={**_ORIGINALS, **_STANDS})
        return self._originals


def is_provisional() -> pl.Expr:
    """Whether who is meant by an address (columns `reference`, `id` and `via`) is but provisional."""
    own = pl.concat_str(pl.lit("mail:"), "reference")
    return (pl.col("id") == own) | pl.col("via").str.ends_with(pl.concat_str(pl.lit(":"), own)).fill_null(False)


def _best() -> pl.Expr:
    """Where several records have an e-mail address, a provisional one does not count."""
    return ~is_provisional() | is_provisional().all().over("reference")


def _names(label: str, frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(pl.lit(label).alias("label"), pl.lit(None, pl.String).alias("via"))
    parts = [frame.select(reference.alias("reference"), "label", "id", "via") for reference in _ways(label, "id")]
    return pl.concat(parts).drop_nulls("reference")


def _by_name(frame: pl.DataFrame) -> pl.DataFrame:
    core = (
        pl.when(pl.col("label") == "Customer").then(company_core(pl.col("name"))).otherwise(person_core(pl.col("name")))
    )
    reference = pl.concat_str(pl.lit(BY_NAME), core).alias("reference")
    return frame.select(reference, "label", "id", pl.lit(None, pl.String).alias("via")).drop_nulls("reference")


def _ways(label: str, key: str) -> tuple[pl.Expr, ...]:
    """The ways to name a record."""
    return pl.col(key), pl.col("email"), pl.concat_str(pl.lit(person_key(label, "")), pl.col(key))

"""Keys that leave no doubt: who shares one is the same, unless the names contradict each other."""

from __future__ import annotations

import polars as pl

__all__ = ["CONTRADICTS", "certain_companies", "certain_people"]

CONTRADICTS = "other"
"""The level of names that cannot be of the same."""

_SAME_NAME = ("same", "same in pinyin", "sounds the same")


def certain_people(scored: pl.DataFrame, people: pl.DataFrame) -> pl.Expr:
    """Of scored pairs, why they are certain; null where they are not.

    An id that one record gives for itself in the other's system always counts. An e-mail address counts where it
    belongs to one person (no role address, none that people of three names share) and the names do not contradict
    each other; a phone number where the names are the same, in either order or script.
    """
    return _first_of(
        {
            "foreign id": _foreign(scored, people),
            "email": _equal(scored, people, "email") & (pl.col("level_name") != CONTRADICTS).fill_null(True),
            "phone": _equal(scored, people, "phone") & pl.col("level_name").is_in(_SAME_NAME),
        }
    )


def certain_companies(scored: pl.DataFrame, companies: pl.DataFrame) -> pl.Expr:
    """Of scored pairs, why they are certain: another system's id, a registration number, or website and name."""
    return _first_of(
        {
            "foreign id": _foreign(scored, companies),
            "registration": _equal(scored, companies, "registration"),
            "website": _equal(scored, companies, "site") & pl.col("level_name").is_in(_SAME_NAME),
        }
    )


def _first_of(reasons: dict[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce(pl.when(holds).then(pl.lit(name)) for name, holds in reasons.items())


def _equal(scored: pl.DataFrame, features: pl.DataFrame, column: str) -> pl.Expr:
    left, right = features[column][scored["left"]], features[column][scored["right"]]
    return pl.lit((left == right).fill_null(False))


def _foreign(scored: pl.DataFrame, features: pl.DataFrame) -> pl.Expr:
    left, right = features[scored["left"]], features[scored["right"]]
    named = pl.DataFrame(
        {"id": right["id"], "ids": left["foreign_ids"], "own": left["id"], "others": right["foreign_ids"]}
    )
    return pl.lit(
        named.select(pl.col("ids").list.contains(pl.col("id")) | pl.col("others").list.contains(pl.col("own")))
        .to_series()
        .fill_null(False)
    )

"""Which records are worth comparing: those that agree in one of several keys that few records share."""

from __future__ import annotations

import polars as pl

__all__ = ["MOST_ALIKE", "candidates", "company_keys", "person_keys"]

MOST_ALIKE = 60
"""A key that more records share than this says too little to compare them all; finer keys find those."""

_IDS = pl.concat_list(pl.col("id"), pl.col("foreign_ids").fill_null([]))
"""A record's own id, and those that it gives for itself in other systems."""


def person_keys(people: pl.DataFrame) -> list[pl.DataFrame]:
    """Keys of people: frames with `row` and `key`."""
    rows = people.with_row_index("row")
    start = pl.concat_list(pl.col("name").str.slice(0, 3), pl.col("turned").str.slice(0, 3)).list.unique()
    tail = pl.col("phone").str.slice(-7)
    return [
        _keyed(rows, _IDS),
        _keyed(rows, pl.col("email")),
        _keyed(rows, pl.col("local_own")),
        _keyed(rows, pl.col("phone")),
        _keyed(rows, tail),
        _keyed(rows, pl.col("forms")),
        _keyed(rows, pl.col("forms"), pl.col("employers")),
        _keyed(rows, pl.col("forms"), pl.col("city")),
        _keyed(rows, pl.col("shorts"), pl.col("employers")),
        _keyed(rows, start, pl.col("employers")),
        _keyed(rows, start, pl.col("city"), pl.col("title")),
    ]


def company_keys(companies: pl.DataFrame) -> list[pl.DataFrame]:
    """Keys of companies: frames with `row` and `key`."""
    rows = companies.with_row_index("row")
    name = pl.col("name")
    return [
        _keyed(rows, _IDS),
        _keyed(rows, pl.col("site")),
        _keyed(rows, pl.col("registration")),
        _keyed(rows, pl.col("phone")),
        _keyed(rows, pl.col("core")),
        _keyed(rows, name),
        _keyed(rows, name.str.slice(0, 8)),
        _keyed(rows, name.str.slice(0, 4), pl.col("city")),
        _keyed(rows, name.str.slice(-8), pl.col("city")),
    ]


def candidates(keys: list[pl.DataFrame], new: pl.Series) -> pl.DataFrame:
    """Pairs of rows, `left` < `right`, that share a key and of which one is `new` (a boolean for each row)."""
    fresh = pl.DataFrame({"row": pl.int_range(0, new.len(), dtype=pl.UInt32, eager=True), "new": new})
    found = [pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})]
    for one in keys:
        marked = one.join(fresh, on="row")
        size, news = pl.len().over("key"), pl.col("new").any().over("key")
        marked = marked.filter(size.is_between(2, MOST_ALIKE) & news)
        pairs = marked.join(marked, on="key", suffix="_right").filter(
            (pl.col("row") < pl.col("row_right")) & (pl.col("new") | pl.col("new_right"))
        )
        found.append(pairs.select(left="row", right="row_right"))
    return pl.concat(found).unique(maintain_order=True).sort("left", "right")


def _keyed(rows: pl.DataFrame, *parts: pl.Expr) -> pl.DataFrame:
    """A row for each value of the parts together; lists are taken apart, missing values give no key."""
    frame = rows.select("row", *(part.alias(f"part{place}") for place, part in enumerate(parts)))
    names = frame.columns[1:]
    for name in names:
        if frame.schema[name] == pl.List(pl.String):
            frame = frame.explode(name)
    frame = frame.drop_nulls().filter(pl.all_horizontal(pl.col(name) != "" for name in names))
    return frame.select("row", key=pl.concat_str(names, separator="\x1f")).unique()

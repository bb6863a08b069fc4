"""Orders of made-up customers, for tests of what is told from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import strategies as st

START = datetime(2024, 1, 1, tzinfo=UTC)
SCHEMA = {"customer": pl.String, "at": pl.Datetime("ms", "UTC"), "amount": pl.Float64}


def orders(*rows: tuple[str, int, float]) -> pl.DataFrame:
    """Orders from (customer, days after START, amount)."""
    moments = [(customer, START + timedelta(days=days), amount) for customer, days, amount in rows]
    return pl.DataFrame(moments, schema=SCHEMA, orient="row")


ORDERS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 900), st.floats(0, 1e6)), min_size=1, max_size=60
).map(lambda rows: orders(*rows))

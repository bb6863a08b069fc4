"""The sample company as analyses read it, without a database: its tables before dirt was planted in them."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import cache
from typing import cast

import numpy as np
import polars as pl

from cli.sample import trade
from cli.sample.groups import make_groups
from cli.sample.traffic import interactions
from cli.sample.world import DAYS, NEVER, START, make_world
from graph.analysis.account_data import INPUTS, MOMENT, AccountData
from graph.store import Store
from guanxi.config import Settings

__all__ = ["END", "SampleData", "silent_since"]

BEGIN = START.replace(tzinfo=UTC)
END = BEGIN + timedelta(days=DAYS)
"""The moment after the sample's last day."""


class SampleData(AccountData):
    """AccountData of the sample company with this seed, at its end."""

    def __init__(self, seed: int, scale: int = 1, settings: Settings | None = None) -> None:
        super().__init__(cast(Store, None), settings or Settings(), END)
        self._tables = _tables(seed, scale)

    def table(self, name: str) -> pl.DataFrame:
        """One of INPUTS; without rows where nothing here needs it."""
        types = {
            column: MOMENT if column in ("at", "created_at") else pl.Date if column.endswith("_on") else kind
            for column, kind in INPUTS[name].items()
        }
        if name not in self._tables:
            return pl.DataFrame(schema=types)
        known = self._tables[name]
        missing = [pl.lit(None).alias(column) for column in types if column not in known.columns]
        return known.with_columns(missing).select(pl.col(column).cast(kind) for column, kind in types.items())


def silent_since(seed: int, scale: int = 1) -> pl.DataFrame:
    """The accounts that go silent: `customer`, and `at`, the day from which nobody deals with them."""
    customers = make_world(seed, scale).customers
    silent = np.flatnonzero(customers.silent_from < NEVER)
    at = pl.Series([BEGIN + timedelta(days=int(day)) for day in customers.silent_from[silent]], dtype=MOMENT)
    return pl.DataFrame({"customer": customers.ids[silent], "at": at})


@cache
def _tables(seed: int, scale: int) -> dict[str, pl.DataFrame]:
    world = make_world(seed, scale)
    sold = trade.products(seed)
    bought = pl.concat(list(trade.purchases(world, sold, seed)))
    dealt = pl.concat(list(interactions(world, make_groups(world, seed), sold["name"], seed)))
    agreed, said = trade.contracts(world, seed), trade.feedback(world, seed)
    contacts, staff = world.contacts, world.employees
    nobody = pl.Series([None], dtype=pl.String).new_from_index(0, staff.ids.len())
    known = pl.DataFrame({"id": contacts.ids, "email": contacts.names["email"]})
    ours = pl.DataFrame({"id": staff.ids, "email": staff.table["email"]})
    keys = pl.concat(
        [
            pl.concat([frame.select(reference=column, key=pl.lit(label) + pl.col("id")) for column in ("id", "email")])
            for frame, label in ((known, "contact:"), (ours, "employee:"))
        ]
    )
    parts = pl.concat(
        [
            dealt.select(interaction="id", reference=pl.col(role).str.split(";"), role=pl.lit(role)).explode(
                "reference"
            )
            for role in ("from", "to", "cc")
        ]
    ).join(keys, on="reference")
    moment = pl.col("at").str.to_datetime(time_zone="UTC")
    employed = pl.DataFrame({"person": "contact:" + contacts.ids, "customer": world.customers.ids[contacts.customer]})
    people = pl.concat(
        [
            pl.DataFrame({"key": "contact:" + contacts.ids, "ours": False, "role": contacts.roles}),
            pl.DataFrame(
                {
                    "key": "employee:" + staff.ids,
                    "ours": True,
                    "role": nobody,
                }
            ),
        ]
    )
    return {
        "customers": pl.DataFrame({"id": world.customers.ids, "name": world.customers.names["name"]}),
        "people": people,
        "employments": employed,
        "interactions": dealt.select(
            "id",
            moment,
            "channel",
            "direction",
            pl.col("sentiment").cast(pl.Float64, strict=False),
            about=pl.concat_list("customer"),
        ),
        "participations": parts.select("interaction", person="key", role="role"),
        "purchases": bought.select(
            "id", moment, "amount", "currency", "customer", "product", contact="contact:" + pl.col("contact")
        ),
        "products": sold,
        "contracts": agreed.with_columns(pl.col("starts_on", "ends_on").str.to_date()),
        "feedback": said.select("id", moment, "kind", "score", "text", contact="contact:" + pl.col("from")),
    }

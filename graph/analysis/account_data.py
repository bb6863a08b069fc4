"""What analyses read: tables of the graph as it was known at a moment, each read once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from graph.analysis import strength
from graph.analysis.money import in_one_currency
from graph.store import Store
from guanxi.config import Settings

__all__ = ["INPUTS", "MOMENT", "AccountData", "Found"]

MOMENT = pl.Datetime("ms", "UTC")
"""The type of every column of times."""

INPUTS: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "id": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "industry": pl.String,
        "region": pl.String,
        "city": pl.String,
        "country": pl.String,
        "email": pl.String,
        "website": pl.String,
        "created_at": pl.Int64,
        "parent": pl.String,
    },
    "people": {
        "key": pl.String,
        "name": pl.String,
        "ours": pl.Boolean,
        "title": pl.String,
        "role": pl.String,
        "email": pl.String,
        "phone": pl.String,
        "address": pl.String,
        "city": pl.String,
        "country": pl.String,
        "opted_out": pl.Boolean,
        "provisional": pl.Boolean,
    },
    "employments": {"person": pl.String, "customer": pl.String},
    "owners": {"employee": pl.String, "customer": pl.String},
    "managers": {"person": pl.String, "manager": pl.String},
    "relations": {"a": pl.String, "b": pl.String, "kind": pl.String, "confidence": pl.Float64},
    "interactions": {
        "id": pl.String,
        "at": pl.Int64,
        "channel": pl.String,
        "direction": pl.String,
        "sentiment": pl.Float64,
        "text_sentiment": pl.Float64,
        "batch": pl.String,
        "about": pl.List(pl.String),
    },
    "participations": {"interaction": pl.String, "person": pl.String, "role": pl.String},
    "purchases": {
        "id": pl.String,
        "at": pl.Int64,
        "amount": pl.Float64,
        "currency": pl.String,
        "quantity": pl.Float64,
        "customer": pl.String,
        "contact": pl.String,
        "seller": pl.String,
        "product": pl.String,
    },
    "products": {
        "id": pl.String,
        "name": pl.String,
        "category": pl.String,
        "price": pl.Float64,
        "currency": pl.String,
    },
    "contracts": {
        "id": pl.String,
        "starts_on": pl.String,
        "ends_on": pl.String,
        "value": pl.Float64,
        "currency": pl.String,
        "customer": pl.String,
        "contact": pl.String,
    },
    "feedback": {
        "id": pl.String,
        "at": pl.Int64,
        "kind": pl.String,
        "score": pl.Float64,
        "text": pl.String,
        "text_sentiment": pl.Float64,
        "customer": pl.String,
        "contact": pl.String,
    },
    "deals": {
        "id": pl.String,
        "name": pl.String,
        "stage": pl.String,
        "amount": pl.Float64,
        "currency": pl.String,
        "closes_on": pl.String,
        "created_at": pl.Int64,
        "probability": pl.Float64,
        "status": pl.String,
        "customer": pl.String,
    },
    "deal_parts": {"deal": pl.String, "person": pl.String, "role": pl.String},
    "referrals": {
        "id": pl.String,
        "referrer": pl.String,
        "referred": pl.String,
        "at": pl.Int64,
        "status": pl.String,
        "value": pl.Float64,
        "currency": pl.String,
        "program": pl.String,
    },
}
"""What is read, by name, with the types of its columns as the graph gives them: times in milliseconds since 1970, days
as text. `analysis/read_NAME` is the query that reads it."""

_TIMES = ("at", "created_at")
_MS = timedelta(milliseconds=1)
_BY_TIME = {"interactions": "interaction", "participations": "interaction", "purchases": "purchase"}
_BY_KEY = ("people", "employments")
_AT_ONCE = 5_000
"""Interactions, purchases or people that the graph gives in one row."""

_DAYS = ("starts_on", "ends_on", "closes_on")


class Found(NamedTuple):
    """What a method found: a row for each account or person, and `facts` of all together, which the run keeps."""

    rows: pl.DataFrame
    facts: dict[str, Any]


class AccountData:
    """Accounts and all that analyses say something of, as it was known at `as_of`.

    Each table is read from the graph when it is first asked for, and then kept. Nothing later than `as_of` is in any
    of them: no interaction, purchase or referral, nobody who began later where a date says so. What the graph holds
    without a date (titles, roles, who opted out) is as it is now.

    Parameters
    ----------
    as_of
        The moment, with a time zone.
    """

    def __init__(self, store: Store, settings: Settings, as_of: datetime) -> None:
        self.store = store
        self.settings = settings
        self.as_of = as_of
        self.read: dict[str, pl.DataFrame] = {}
        self._found: dict[Callable[[AccountData], pl.DataFrame | Found], Found] = {}

    def found(self, method: Callable[[AccountData], pl.DataFrame | Found]) -> Found:
        """What an account method finds, computed once: also for methods that build on others."""
        if method not in self._found:
            found = method(self)
            self._found[method] = found if isinstance(found, Found) else Found(found, {})
        return self._found[method]

    def table(self, name: str) -> pl.DataFrame:
        """One of INPUTS, as the graph has it."""
        if name not in self.read:
            schema = INPUTS[name]
            day = self.as_of.astimezone(UTC).date()
            known = {"as_of": self.as_of, "day": day}
            if name in _BY_TIME:
                found = self.store.packed_frame(f"analysis/read_{name}", schema, **known, **self._steps(_BY_TIME[name]))
            elif name in _BY_KEY:
                found = self.store.packed_frame(f"analysis/read_{name}", schema, **known, bounds=self._bounds)
            else:
                found = self.store.frame(f"analysis/read_{name}", schema, **known)
            self.read[name] = found.with_columns(
                pl.col([column for column in _TIMES if column in schema]).cast(MOMENT),
                pl.col([column for column in _DAYS if column in schema]).str.to_date(),
            )
        return self.read[name]

    @cached_property
    def _bounds(self) -> list[str]:
        """Keys that part all people into ranges of some thousands each."""
        bounds: list[str] = self.store.read("analysis/people_bounds", size=_AT_ONCE)[0]["bounds"]
        return bounds

    def _steps(self, of: str) -> dict[str, Any]:
        """The time of all interactions or purchases, in steps that hold some thousands each.

        It begins a little earlier: to Neo4j the same moment in another zone is not the same.
        """
        found = self.store.read(f"analysis/{of}_extent", as_of=self.as_of)[0]
        steps = 1 + found["counted"] // _AT_ONCE
        first = (found["first"].to_native() if found["first"] else self.as_of) - _MS
        return {"first": first, "steps": steps, "step": 1 + math.ceil((self.as_of - first) / _MS / steps)}

    def fingerprint(self) -> bytes:
        """A hash of all inputs, whatever the order of their rows, and of the moment."""
        digest = hashlib.sha256(self.as_of.isoformat().encode())
        for name in INPUTS:
            found = self.table(name)
            hashes = found.hash_rows()
            digest.update(f"{name} {found.height} {hashes.sum()} {(hashes * hashes).sum()};".encode())
        return digest.digest()

    @cached_property
    def customers(self) -> pl.DataFrame:
        """Every account that was known: `id`, name, kind, industry, region, city, country, created_at, parent.

        One that was entered later is known all the same where somebody dealt with it or bought something before.
        """
        active = pl.concat([self.dealings["customer"], self.purchases["customer"], self.contracts["customer"]])
        entered = pl.col("created_at").is_null() | (pl.col("created_at") <= self.as_of)
        return self.table("customers").filter(entered | pl.col("id").is_in(active.unique().implode())).sort("id")

    @cached_property
    def employments(self) -> pl.DataFrame:
        """Who works where: `person`, `customer`; a person may have several."""
        return self.table("employments").sort("person", "customer")

    @cached_property
    def people(self) -> pl.DataFrame:
        """Every person: `key`, name, `ours`, title, role, …, and `customer`: the first account they work for."""
        first = self.employments.unique("person", keep="first", maintain_order=True)
        return self.table("people").join(first, left_on="key", right_on="person", how="left").sort("key")

    @cached_property
    def owners(self) -> pl.DataFrame:
        """Who of us looks after which account: `employee`, `customer`."""
        return self.table("owners").sort("customer", "employee")

    @cached_property
    def managers(self) -> pl.DataFrame:
        """Who reports to whom: `person`, `manager`."""
        return self.table("managers").sort("person", "manager")

    @cached_property
    def relations(self) -> pl.DataFrame:
        """Family, friends and the like, as files say: `a`, `b`, `kind`, `confidence`."""
        return self.table("relations").sort("a", "b", "kind")

    @cached_property
    def interactions(self) -> pl.DataFrame:
        """Every interaction: `id`, `at`, channel, direction, sentiment, batch."""
        return self.table("interactions").drop("about")

    @cached_property
    def participations(self) -> pl.DataFrame:
        """Every part that somebody took: `interaction`, `at`, `channel`, `person`, `role`, `batch`, `ours` and
        `customer` (the first account that the person works for)."""
        people = self.people.select(person="key", ours="ours", customer="customer")
        moments = self.interactions.select("id", "at", "channel", "batch")
        return (
            self.table("participations")
            .join(moments, left_on="interaction", right_on="id")
            .join(people, on="person", how="left")
        )

    @cached_property
    def dealings(self) -> pl.DataFrame:
        """Interactions by account: `customer`, `interaction`, `at`, channel, direction, sentiment, `theirs` and `ours`
        (how many people of the account, and of us, took part). Each pair once.

        An interaction belongs to an account that it is about, or where one of its participants works.
        """
        about = self.table("interactions").select(interaction="id", customer="about").explode("customer").drop_nulls()
        parts = self.participations.select("interaction", "person", "ours").unique()
        present = parts.join(self.employments, on="person").group_by("interaction", "customer").agg(theirs=pl.len())
        both = pl.concat([about, present.select("interaction", "customer")]).unique()
        ours = parts.filter(pl.col("ours")).group_by("interaction").agg(ours=pl.len())
        return (
            both.join(present, on=["interaction", "customer"], how="left")
            .join(ours, on="interaction", how="left")
            .with_columns(pl.col("theirs", "ours").fill_null(0))
            .join(self.interactions.drop("batch"), left_on="interaction", right_on="id")
            .sort("customer", "at", "interaction")
        )

    @cached_property
    def purchases(self) -> pl.DataFrame:
        """Every purchase: `id`, `at`, amount, currency, quantity, `customer` (who bought, or the buyer's employer),
        contact, seller, product."""
        return self._with_employer(self.table("purchases")).sort("at", "id")

    @cached_property
    def order_days(self) -> pl.DataFrame:
        """Days on which accounts bought something: `customer`, `at` (the first purchase of that day, UTC)."""
        bought = self.purchases.filter(pl.col("customer").is_not_null(), pl.col("amount").fill_null(0.0) >= 0)
        return (
            bought.group_by("customer", pl.col("at").dt.truncate("1d").alias("day"))
            .agg(pl.col("at").min())
            .select("customer", "at")
            .sort("customer", "at")
        )

    @cached_property
    def orders(self) -> pl.DataFrame:
        """The order days with their worth: `customer`, `at`, `amount`, in one currency.

        A purchase with an amount below 0 is a return: it lowers the last order before it. Raises CurrencyError.
        """
        lines = self.purchases.filter(pl.col("customer").is_not_null()).with_columns(pl.col("amount").fill_null(0.0))
        priced = in_one_currency(lines, "amount", self.settings.money).sort("at").select("customer", "at", "amount")
        days = self.order_days.sort("at").with_columns(order="at")
        return (
            priced.join_asof(days, on="at", by="customer", strategy="backward", check_sortedness=False)
            .drop_nulls("order")
            .group_by("customer", at="order")
            .agg(pl.col("amount").sum())
            .sort("customer", "at")
        )

    @cached_property
    def products(self) -> pl.DataFrame:
        """Every product: `id`, name, category, price, currency."""
        return self.table("products").sort("id")

    @cached_property
    def contracts(self) -> pl.DataFrame:
        """Every contract that has begun: `id`, starts_on, ends_on, value, currency, `customer`, contact."""
        return self._with_employer(self.table("contracts")).sort("id")

    @cached_property
    def feedback(self) -> pl.DataFrame:
        """What was said about us: `id`, `at`, kind, score, text, `customer` (also that of the giver), contact."""
        return self._with_employer(self.table("feedback")).sort("at", "id")

    @cached_property
    def deals(self) -> pl.DataFrame:
        """What accounts may buy: `id`, stage, status, amount, currency, closes_on, created_at, `customer`, …"""
        return self.table("deals").sort("id")

    @cached_property
    def deal_parts(self) -> pl.DataFrame:
        """Who has which part in a deal: `deal`, `person`, `role`."""
        return self.table("deal_parts").sort("deal", "person", "role")

    @cached_property
    def referrals(self) -> pl.DataFrame:
        """Who brought whom: `id`, `referrer` and `referred` (`contact:7`, `customer:7`), `at`, status, value,
        currency, program."""
        return self.table("referrals").sort("at", "id", "referrer", "referred")

    @cached_property
    def ties(self) -> pl.DataFrame:
        """Who knows whom, at `as_of`: `a`, `b`, mass, strength, first_at, last_at (seconds since 1970), count, sent,
        received; what KNOWS has for that moment."""
        config = self.settings.strength
        parts = self.participations.with_columns(pl.col("at").dt.epoch("ms") / 1000)
        return strength.with_strength(strength.tally(parts, self.as_of.timestamp(), config), config.s0)

    def _with_employer(self, found: pl.DataFrame) -> pl.DataFrame:
        """With the first employer of the contact as `customer`, where no account is named."""
        employer = self.people.select(contact="key", employer="customer")
        return (
            found.join(employer, on="contact", how="left")
            .with_columns(pl.coalesce("customer", "employer").alias("customer"))
            .drop("employer")
        )

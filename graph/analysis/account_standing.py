"""The standing of accounts as a run tells it: health, coverage, fragility and links, of what the graph holds."""

from __future__ import annotations

import polars as pl

from graph.analysis import health
from graph.analysis.account_data import AccountData
from graph.analysis.account_links import account_links
from graph.analysis.coverage import buying_roles, missing_roles, silent_champions, threads
from graph.analysis.fragility import fragility, losses
from graph.analysis.relations import MEETINGS, PEOPLE, relations
from graph.analysis.seniority import seniority
from graph.analysis.strength import shares
from graph.analysis.touchpoints import DAY, INTERACTIONS, ties_with_us, touchpoints

__all__ = ["account_coverage", "account_fragility", "account_health", "carriers", "guesses", "links"]

_SHOWN = 5
"""How many of those on whom an account hangs, and of the accounts that hang on somebody, are kept with a run."""


def account_health(data: AccountData) -> pl.DataFrame:
    """`id`, `health`, `health_change` over `health.change_days`, `warm_people` (people with a tie to us stronger than
    `health.warm`), `hangs_by_a_thread` (only one of them), and `health_parts`: JSON of parts and what they are made of.
    """
    config, moment = data.settings.health, data.as_of.timestamp()
    found = health.health(
        _touchpoints(data), _ties_now(data), _ties_then(data), _people(data), moment, config
    )  # fmt: skip
    parts = ("days", "gap", "recent", "usual", "them", "us", "mood", "with_mood", "warm", "reached")
    shown = [pl.col(name).round(4) if found.schema[name].is_float() else pl.col(name) for name in parts]
    scores = [pl.col(name).round(2) for part in health.PARTS for name in (part, f"{part}_then")]
    names = list(config.seniority)
    most_senior = (len(names) - pl.col("level") * len(names) / 100.0).round().cast(pl.Int64)
    shown.append(
        most_senior.replace_strict(dict(enumerate(names)), default=None, return_dtype=pl.String).alias("level")
    )
    return found.select(
        "health",
        "health_change",
        id="customer",
        warm_people="warm",
        hangs_by_a_thread=pl.col("warm") == 1,
        health_parts=pl.struct(*shown, *scores).struct.json_encode(),
    )


def account_coverage(data: AccountData) -> pl.DataFrame:
    """`id`, `missing_roles` and `unreached_roles` of the buying committee, `thread` (the contact with most of the tie
    mass), `thread_share` of it, `single_threaded`, and `silent_champions` (keys)."""
    config, moment = data.settings.coverage, data.as_of.timestamp()
    people, ties, roles = _people(data), _ties_now(data), _roles(data)
    known = data.customers["id"]
    of_roles = missing_roles(known, roles, ties, data.settings.health.reached, config)
    silent = silent_champions(_meetings(data), roles, moment, config)
    return (
        of_roles.join(threads(_touchpoints(data), ties, people, moment, config), on="customer", how="left")
        .join(silent.group_by("customer").agg(silent_champions="person"), on="customer", how="left")
        .rename({"customer": "id"})
    )


def account_fragility(data: AccountData) -> pl.DataFrame:
    """`id`, `depends_on` (whose leaving would cost it most health), `health_at_risk` (how much), and
    `fragility_parts`: JSON of the few that it depends on most, [{"person", "health_lost", "cut_off"}]."""
    found = data.found(_losses).rows.filter(pl.col("health_lost") > 0)
    first = found.sort("customer", "health_lost", "person", descending=[False, True, False])
    return (
        first.group_by(id="customer", maintain_order=True)
        .agg(
            pl.col("person").first().alias("depends_on"),
            pl.col("health_lost").first().alias("health_at_risk"),
            _listed("person").alias("fragility_parts"),
        )
        .sort("id")
    )


def carriers(data: AccountData) -> pl.DataFrame:
    """Everybody on whom some account's relation with us hangs: `key`, `accounts`, `cut_off`, `health_lost` and `parts`:
    JSON of the accounts that would lose most, [{"customer", "health_lost", "cut_off"}]."""
    found = data.found(_losses).rows.filter(pl.col("health_lost") > 0)
    listed = (
        found.sort("cut_off", "health_lost", "customer", descending=[True, True, False])
        .group_by(key="person", maintain_order=True)
        .agg(_listed("customer").alias("parts"))
    )
    return fragility(found).join(listed, on="key", maintain_order="left")


def links(data: AccountData) -> pl.DataFrame:
    """Which accounts are linked by ties and referrals of their people; see `graph.analysis.account_links`."""
    won = data.referrals.select("referrer", "referred", won=pl.col("status").str.to_lowercase() == "won")
    among_contacts = data.ties.filter(pl.col("b").str.starts_with("contact:"))
    return account_links(among_contacts, won, data.employments, data.settings.strength.s0)


def guesses(data: AccountData) -> pl.DataFrame:
    """Who may be family, friends, colleagues or partners; see `graph.analysis.relations`. What files say of two people
    is not guessed again."""
    contacts = data.people.filter(~pl.col("ours")).rename({"key": "person"}).select(*PEOPLE)
    parts = data.participations.select("interaction", "person", "at", "ours").unique()
    parts = parts.with_columns(
        pl.len().over("interaction").alias("people"), pl.col("ours").any().over("interaction").alias("with_us")
    ).filter(~pl.col("ours"), pl.col("people") <= data.settings.relations.most_people)
    local = pl.col("at").dt.convert_time_zone(data.settings.ingest.time_zone).dt.replace_time_zone(None)
    met = (
        parts.select("interaction", "people", "with_us", local.alias("at"), a="person")
        .join(parts.select("interaction", b="person"), on="interaction")
        .filter(pl.col("a") < pl.col("b"))
        .select(*(pl.col(name).cast(type) for name, type in MEETINGS.items()))
    )
    known = data.relations.select(
        "kind", a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b")
    ).unique()  # fmt: skip
    found = relations(contacts, met, data.settings.relations)
    return found.join(known, on=["a", "b", "kind"], how="anti")


def _listed(whom: str) -> pl.Expr:
    """The first few of a group as JSON."""
    shown = pl.struct(whom, pl.col("health_lost").round(2), "cut_off").struct.json_encode()
    return pl.concat_str(pl.lit("["), shown.head(_SHOWN).str.join(","), pl.lit("]"))


def _seconds() -> pl.Expr:
    return pl.col("at").dt.epoch("ms") / 1000


def _touchpoints(data: AccountData) -> pl.DataFrame:
    return data.found(_find_touchpoints).rows


def _find_touchpoints(data: AccountData) -> pl.DataFrame:
    interactions = data.table("interactions").rename({"id": "interaction"}).with_columns(_seconds())
    parts = data.participations.select("interaction", "person", "role")
    return touchpoints(
        interactions.select(*INTERACTIONS), parts, data.employments, data.settings.strength.mutual
    )  # fmt: skip


def _shares(data: AccountData) -> pl.DataFrame:
    """What the interactions with us add to ties with us."""
    parts = data.participations.with_columns(_seconds())
    with_us = parts.filter(pl.col("ours"))["interaction"].unique()
    parts = parts.filter(pl.col("interaction").is_in(with_us.implode()))
    return shares(parts, data.as_of.timestamp(), data.settings.strength)


def _ties_now(data: AccountData) -> pl.DataFrame:
    return data.found(_find_ties_now).rows


def _ties_then(data: AccountData) -> pl.DataFrame:
    return data.found(_find_ties_then).rows


def _find_ties_now(data: AccountData) -> pl.DataFrame:
    return _ties(data, 0.0)


def _find_ties_then(data: AccountData) -> pl.DataFrame:
    return _ties(data, data.settings.health.change_days)


def _ties(data: AccountData, days_ago: float) -> pl.DataFrame:
    as_of = data.as_of.timestamp()
    return ties_with_us(data.found(_shares).rows, as_of, as_of - days_ago * DAY, data.settings.strength)


def _people(data: AccountData) -> pl.DataFrame:
    """The people of accounts with their seniority: columns of `graph.analysis.health.PEOPLE`."""
    people = data.people
    levels = people.select(person="key", level=seniority(people["title"], data.settings.health.seniority))
    return data.employments.join(levels, on="person", how="left").select(*health.PEOPLE)


def _roles(data: AccountData) -> pl.DataFrame:
    """The roles that people of accounts have in buying, by what is said of them and of their parts in deals."""
    said = data.people.select(person="key", role="role")
    played = data.deal_parts.select("person", "role")
    roles = pl.concat([said, played]).join(data.employments, on="person")
    named = buying_roles(roles["role"], data.settings.coverage.roles)
    return roles.select("customer", "person", named.alias("role")).drop_nulls("role").unique().sort(pl.all())


def _meetings(data: AccountData) -> pl.DataFrame:
    """When contacts took part in an interaction with us: `person`, `at`."""
    parts = data.participations
    with_us = parts.filter(pl.col("ours"))["interaction"].unique()
    met = parts.filter(~pl.col("ours"), pl.col("interaction").is_in(with_us.implode()))
    return met.select("person", _seconds().alias("at"))


def _losses(data: AccountData) -> pl.DataFrame:
    moment = data.as_of.timestamp()
    return losses(_touchpoints(data), _ties_now(data), _people(data), moment, data.settings.health)

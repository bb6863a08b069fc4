"""Referrals: what came of them, by depth, by who began, and the tree below somebody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl
from polars.dataframe.group_by import GroupBy

from graph.analysis.account_data import AccountData
from graph.analysis.referral_totals import referrals_of, with_worth
from graph.analysis.referral_trees import referral_trees
from graph.reports.plain import names, read
from graph.reports.reasons import sentence
from graph.reports.runs import current_run, facts_of
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError, NotFoundError

__all__ = ["called", "made_between", "programme", "referrals", "tree", "won_between"]

_NOBODY = {"referred": 0, "open": 0, "lost": 0, "won": 0, "revenue": 0.0, "conversion": 0.0}


def referrals(store: Store, *, offset: int = 0, limit: int = 50) -> dict[str, Any]:
    """What came of all referrals, as the newest analysis found it.

    Returns {"run", "currency", "total" (how many referred anybody), "by_depth": [{"depth", "referred", "won",
    "conversion" (0 to 1), "revenue"}], "not_counted": {"of_themselves", "later", "in_circles", "opened_at"}, "items":
    [{"key", "name", "referred", "referred_won", "referral_revenue", "downstream", "downstream_won",
    "downstream_revenue", "referral_depth", "reasons"}]}: people and accounts, those with the greatest revenue in the
    whole tree below them first. Raises NotFoundError where nothing has been analysed, GuanxiError where the analysis
    could not add values up.
    """
    run = current_run(store)
    said = facts_of(store, run["id"]).get("account_referrals")
    if said is None:
        raise GuanxiError(run["notes"].get("account_referrals") or "Referrals have not been analysed yet.")
    rows = read(store, "analysis/referrers", run=run["id"], offset=offset, limit=limit)
    skipped = {name: said[name] for name in ("of_themselves", "later", "in_circles", "opened_at")}
    items = [{**row, "reasons": _reasons(row, said["currency"])} for row in rows]
    return {
        "run": run,
        "currency": said["currency"],
        "total": read(store, "analysis/count_referrers", run=run["id"])[0]["referrers"],
        "by_depth": said["by_depth"],
        "not_counted": skipped,
        "items": items,
    }


def programme(store: Store, settings: Settings, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """What came of the referrals that were made in a period: of those that count, as the newest analysis counts them.

    Returns
    -------
    {"run", "currency", "total": COUNTS, "programs": [{"program" (None for none), COUNTS}], "by_depth": [{"depth",
    COUNTS}], "by_year": [{"year", COUNTS}], "undated": how many have no time}, where COUNTS are "referred", "open",
    "lost", "won", "conversion" (won / referred, 0 to 1) and "revenue"; programmes with the greatest revenue first. A
    referral without a time counts only where no period is asked for.

    Raises
    ------
    NotFoundError
        Where nothing has been analysed.
    GuanxiError
        Where values are in several currencies and cannot be added up.
    """
    run = current_run(store)
    found, currency = _priced(store, settings, run)
    undated = found["at"].null_count()
    found = found.filter(_within(since, until))
    by_year = _counts(found.drop_nulls("at").group_by(year=pl.col("at").dt.year())).sort("year")
    programs = _counts(found.group_by("program")).sort(
        ["revenue", "referred", "program"], descending=[True, True, False], nulls_last=True
    )
    return {
        "run": run,
        "currency": currency,
        "total": next(iter(_counts(found.group_by(all=pl.lit(1))).drop("all").to_dicts()), dict(_NOBODY)),
        "programs": programs.to_dicts(),
        "by_depth": _counts(found.group_by("depth")).sort("depth").to_dicts(),
        "by_year": by_year.to_dicts(),
        "undated": undated,
    }


def tree(store: Store, settings: Settings, key: str) -> dict[str, Any]:
    """Whom somebody brought, whom those brought, and so on, at the moment of the newest analysis.

    Parameters
    ----------
    key
        `contact:7` or `customer:7`.

    Returns
    -------
    {"run", "key", "name", "currency", "referred", "won", "revenue", "by_depth", "items": [{"key", "name", "parent",
    "depth" (1 for their own), "at", "won", "value"}]}, each before those whom they brought. Raises NotFoundError where
    they brought nobody.
    """
    run = current_run(store)
    referrals, currency = _priced(store, settings, run)
    start = referrals.filter(pl.col("key") == key)["depth"].to_list() or [0]
    below = _below(referrals, key)
    if below.is_empty():
        raise NotFoundError(f"{key} brought nobody.", "guanxi referrals lists who did, with their keys.")
    found = below.with_columns(depth=pl.col("depth") - start[0])
    levels = (
        found.group_by("depth")
        .agg(referred=pl.len(), won=pl.col("won").sum(), revenue=pl.col("value").sum())
        .with_columns(conversion=pl.col("won") / pl.col("referred"))
        .sort("depth")
    )
    names_by_key = called(store, [key, *found["key"]])
    items = [
        {**item, "name": names_by_key.get(item["key"])}
        for item in found.select(
            "key", "parent", "depth", pl.col("at").dt.to_string("iso:strict"), "won", pl.col("value").fill_null(0.0)
        ).to_dicts()
    ]
    total = {"referred": found.height, "won": int(found["won"].sum()), "revenue": float(found["value"].sum())}
    told = {"key": key, "name": names_by_key.get(key, key), "currency": currency}
    return {"run": run, **told, **total, "by_depth": levels.to_dicts(), "items": items}


def won_between(
    store: Store, settings: Settings, run: dict[str, Any], since: date, until: date, *, owner: str = ""
) -> pl.DataFrame:
    """The referrals that count, as a run counts them, and were won: made on the day `since` or later, until the day
    `until`.

    `owner` leaves those by accounts that this employee (`employee:ID`) looks after, and by their people. Columns `id`,
    `at`, `value` and `currency` (as they were recorded), `program`, `parent` (who referred) and `key` (whom), as
    `contact:7` or `customer:7`.
    """
    found = _counted(store, settings, run).filter("won", _within(since, until))
    if owner:
        theirs = [row["key"] for row in store.read("referrals/referrers_of", owner=owner)]
        found = found.filter(pl.col("parent").is_in(theirs))
    return found


def made_between(
    store: Store, settings: Settings, run: dict[str, Any], since: datetime, until: datetime, keys: list[str]
) -> dict[str, int]:
    """How many referrals that count some people and accounts made after one moment, to another: by key."""
    found = _counted(store, settings, run).filter(
        pl.col("at").is_between(since, until, closed="right"), pl.col("parent").is_in(keys)
    )
    return dict(found.group_by("parent").len().iter_rows())


_kept: WeakKeyDictionary[Store, tuple[str, pl.DataFrame]] = WeakKeyDictionary()


def _counted(store: Store, settings: Settings, run: dict[str, Any]) -> pl.DataFrame:
    """The referrals that count at the moment of a run, as they were recorded, with their depth; kept for the newest."""
    known = _kept.get(store)
    if known is None or known[0] != run["id"]:
        referrals = referrals_of(AccountData(store, settings, datetime.fromisoformat(run["as_of"])))
        facts = referrals.select(
            "id", "status", "program", "value", "currency", parent="referrer", key="referred"
        ).unique(["id", "parent", "key"], keep="first", maintain_order=True)
        trees = referral_trees(referrals).filter(pl.col("depth") > 0).drop("value")
        known = _kept[store] = (run["id"], trees.join(facts, on=["id", "parent", "key"], how="left"))
    return known[1]


def _priced(store: Store, settings: Settings, run: dict[str, Any]) -> tuple[pl.DataFrame, str]:
    """The referrals that count with values in one currency, and this. Raises CurrencyError."""
    found = with_worth(_counted(store, settings, run), settings.money).sort("key")
    named = found["currency"].drop_nulls().unique().sort().to_list()
    return found, settings.money.currency or (str(named[0]) if named else "")


def _within(since: date | None, until: date | None) -> pl.Expr:
    """Whether a referral was made in a period of days; one without a time only in all time."""
    day = pl.col("at").dt.date()
    return pl.all_horizontal(pl.lit(True), *([day >= since] if since else []), *([day <= until] if until else []))


def called(store: Store, keys: list[str]) -> dict[str, str]:
    """What people and accounts are called, by key."""
    accounts = names(store, "accounts", (key.removeprefix("customer:") for key in keys if key.startswith("customer:")))
    people = names(store, "people", (key for key in keys if not key.startswith("customer:")))
    return people | {f"customer:{identifier}": name for identifier, name in accounts.items()}


def _counts(groups: GroupBy) -> pl.DataFrame:
    """What programmes are judged by, of each group."""
    return groups.agg(
        referred=pl.len(),
        open=(~pl.col("won") & (pl.col("status") != "lost").fill_null(True)).sum(),
        lost=(pl.col("status") == "lost").fill_null(False).sum(),
        won=pl.col("won").sum(),
        revenue=pl.col("value").sum(),
    ).with_columns(conversion=pl.col("won") / pl.col("referred"))


def _below(trees: pl.DataFrame, key: str) -> pl.DataFrame:
    """Everybody below somebody, each before those whom they brought."""
    children: dict[str, list[int]] = {}
    for place, parent in enumerate(trees["parent"].to_list()):
        if parent is not None:
            children.setdefault(parent, []).append(place)
    keys, order = trees["key"].to_list(), []
    waiting = list(reversed(children.get(key, [])))
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting.extend(reversed(children.get(keys[place], [])))
    return trees[order]


def _reasons(row: dict[str, Any], currency: str) -> list[dict[str, Any]]:
    """What came of their own referrals, and of those that these made."""
    own = [{"currency": currency, "value": row["referral_revenue"]}] if row["referral_revenue"] else []
    facts: list[tuple[str, dict[str, Any]]] = [
        ("referrals", {"count": row["referred"], "won": row["referred_won"], "sums": own})
    ]
    if row["referral_depth"] > 1:
        below = {"brought": row["downstream"], "won": row["downstream_won"], "steps": row["referral_depth"]}
        facts.append(("referral_tree", {**below, "worth": row["downstream_revenue"], "currency": currency}))
    return [{"code": code, "params": params, "text": sentence(code, params)} for code, params in facts]

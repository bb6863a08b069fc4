"""Referrals: what came of them, by depth, by who began, and the tree below somebody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl
from polars.dataframe.group_by import GroupBy

from graph.analysis.account_data import AccountData
from graph.analysis.referral_totals import trees_of
from graph.reports.plain import read
from graph.reports.reasons import sentence
from graph.reports.runs import current_run, facts_of
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError, NotFoundError

__all__ = ["programme", "referrals", "tree"]

_NOBODY = {"referred": 0, "open": 0, "lost": 0, "won": 0, "revenue": 0.0, "conversion": 0.0}


def referrals(store: Store, *, limit: int = 50) -> dict[str, Any]:
    """What came of all referrals, as the newest analysis found it.

    Returns {"run", "currency", "by_depth": [{"depth", "referred", "won", "conversion" (0 to 1), "revenue"}],
    "not_counted": {"of_themselves", "later", "in_circles", "opened_at"}, "items": [{"key", "name", "referred",
    "referred_won", "referral_revenue", "downstream", "downstream_won", "downstream_revenue", "referral_depth",
    "reasons"}]}: people and accounts, those with the greatest revenue in the whole tree below them first. Raises
    NotFoundError where nothing has been analysed, GuanxiError where the analysis could not add values up.
    """
    run = current_run(store)
    said = facts_of(store, run["id"]).get("account_referrals")
    if said is None:
        raise GuanxiError(run["notes"].get("account_referrals") or "Referrals have not been analysed yet.")
    rows = read(store, "analysis/referrers", run=run["id"], limit=limit)
    skipped = {name: said[name] for name in ("of_themselves", "later", "in_circles", "opened_at")}
    items = [{**row, "reasons": _reasons(row, said["currency"])} for row in rows]
    return {
        "run": run,
        "currency": said["currency"],
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
    found, currency = _counted(store, settings, run)
    undated = found["at"].null_count()
    day = pl.col("at").dt.date()
    if since:
        found = found.filter(day >= since)
    if until:
        found = found.filter(day <= until)
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
    data = AccountData(store, settings, datetime.fromisoformat(run["as_of"]))
    referrals, trees = trees_of(data)
    start = trees.filter(pl.col("key") == key)
    below = _below(trees, key)
    if below.is_empty():
        raise NotFoundError(f"{key} brought nobody.", "guanxi referrals lists who did, with their keys.")
    names = pl.concat(
        [
            data.people.select("key", "name"),
            data.customers.select(key="customer:" + pl.col("id"), name="name"),
        ]
    )
    found = below.join(names, on="key", how="left", maintain_order="left").with_columns(
        depth=pl.col("depth") - start["depth"][0]
    )
    levels = (
        found.group_by("depth")
        .agg(referred=pl.len(), won=pl.col("won").sum(), revenue=pl.col("value").sum())
        .with_columns(conversion=pl.col("won") / pl.col("referred"))
        .sort("depth")
    )
    items = found.select(
        "key", "name", "parent", "depth", pl.col("at").dt.to_string("iso:strict"), "won", "value"
    ).to_dicts()
    total = {"referred": found.height, "won": int(found["won"].sum()), "revenue": float(found["value"].sum())}
    own = names.filter(pl.col("key") == key)["name"].to_list()
    told = {"key": key, "name": (own and own[0]) or key, "currency": _currency(referrals, settings)}
    return {"run": run, **told, **total, "by_depth": levels.to_dicts(), "items": items}


_kept: WeakKeyDictionary[Store, tuple[str, pl.DataFrame, str]] = WeakKeyDictionary()


def _counted(store: Store, settings: Settings, run: dict[str, Any]) -> tuple[pl.DataFrame, str]:
    """The referrals that count at the moment of a run, with their depth, and the currency; kept for the newest run."""
    known = _kept.get(store)
    if known is None or known[0] != run["id"]:
        data = AccountData(store, settings, datetime.fromisoformat(run["as_of"]))
        referrals, trees = trees_of(data)
        facts = referrals.select("id", "status", "program", parent="referrer", key="referred").unique(
            ["id", "parent", "key"], keep="first", maintain_order=True
        )
        found = trees.filter(pl.col("depth") > 0).join(facts, on=["id", "parent", "key"], how="left")
        known = _kept[store] = (run["id"], found, _currency(referrals, settings))
    return known[1], known[2]


def _currency(referrals: pl.DataFrame, settings: Settings) -> str:
    named = referrals["currency"].drop_nulls().unique().sort().to_list()
    return settings.money.currency or (str(named[0]) if named else "")


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

"""Segments: where accounts stand, who is where, and how they moved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from graph.analysis.activity import ACTIVITIES
from graph.analysis.lifecycle import LIFECYCLE, stage_at, transitions
from graph.analysis.rfm import SEGMENTS
from graph.analysis.value_tier import TIERS
from graph.reports.churn import reasons
from graph.reports.plain import read, turned
from graph.reports.runs import current_run
from graph.store import Store
from guanxi.errors import UsageError

__all__ = ["GROUPS", "SORTS", "accounts_in", "cohorts", "lifecycle_of", "listing", "moved", "moves", "segments"]

GROUPS: Mapping[str, Sequence[str]] = {
    "segment": tuple(SEGMENTS),
    "tier": TIERS,
    "activity": ACTIVITIES,
    "lifecycle": LIFECYCLE,
}
"""What accounts can be grouped by, and the groups of each, in order."""

SORTS = ("worth", "spent", "churn", "health", "orders", "recency", "name")
"""What a list can be sorted by: lifetime value, spent, highest risk, worst health, most orders, latest order, name."""

_READINGS = {
    **{name: name for name in GROUPS},
    "state": "churn_state",
    **{name: f"rfm_{name}" for name in ("recency", "frequency", "monetary")},
}
"""What a list can be filtered by, with the property of SCORED that says it."""

_CHANGES = pl.List(pl.Struct({"at": pl.String, "stage": pl.String}))
_FIRST_YEAR = r'"at":"(\d{4})'
_SUMS = ("accounts", "spent", "lifetime_value")


def segments(store: Store) -> dict[str, Any]:
    """How many accounts are in each segment, tier, activity and stage of life, and what they are worth.

    Returns {"run", "total", "segment" | "tier" | "activity" | "lifecycle": [{"name", "accounts", "share", "spent",
    "lifetime_value"}], "grid": [{"recency", "frequency", "segment", "accounts", "spent", "lifetime_value"}], "notes"}:
    every group and every pair of scores is there, also those of nobody; `share` is of all accounts that have one.
    `notes` say why something could not be computed, by method. Raises NotFoundError where nothing has been analysed.
    """
    run = current_run(store)
    rows = read(store, "analysis/account_groups", run=run["id"])
    grid = {(r, f): name for name, (rs, fs) in SEGMENTS.items() for r in rs for f in fs}
    return {
        "run": run,
        "total": sum(row["accounts"] for row in rows),
        **{by: _grouped(rows, by, names) for by, names in GROUPS.items()},
        "grid": [
            {
                "recency": recency,
                "frequency": frequency,
                "segment": name,
                **_sums([row for row in rows if (row["recency"], row["frequency"]) == (recency, frequency)]),
            }
            for (recency, frequency), name in sorted(grid.items(), reverse=True)
        ],
        "notes": run["notes"],
    }


def accounts_in(
    store: Store, by: str = "segment", name: str | None = None, *, offset: int = 0, limit: int = 50
) -> dict[str, Any]:
    """The accounts of a group with all that says why they are in it, those of the highest lifetime value first.

    Returns {"run", "by", "name", "total", "items": [{"id", "name", "industry", "city", "segment", "recency",
    "frequency", "monetary", "orders", "spent", "recency_days", "tier", "tier_spent", "tier_open", "activity",
    "last_dealt_at", "lifecycle", "lifecycle_since", "p_alive", "expected_purchases", "order_worth", "lifetime_value",
    "referral_value", "referral_credit", "accounts_referred"}]}. Without a name, all accounts are there. Raises
    UsageError for a group that does not exist, NotFoundError where nothing has been analysed.
    """
    if by not in GROUPS:
        raise UsageError(f"Accounts cannot be grouped by {by!r}.", f"Choose from {', '.join(GROUPS)}.")
    if name is not None and name not in GROUPS[by]:
        raise UsageError(f"There is no {by} {name!r}.", f"Choose from {', '.join(GROUPS[by])}.")
    run = current_run(store)
    counted = read(store, "analysis/account_groups", run=run["id"])
    items = read(store, "analysis/accounts_of_group", run=run["id"], by=by, name=name, offset=offset, limit=limit)
    total = sum(row["accounts"] for row in counted if name in (None, row[by]))
    return {"run": run, "by": by, "name": name, "total": total, "items": items}


def listing(
    store: Store,
    wanted: Mapping[str, Any],
    *,
    ids: Sequence[str] | None = None,
    owner: str = "",
    sort: str = "worth",
    offset: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """The accounts that stand somewhere, with all that says why.

    Parameters
    ----------
    wanted
        What is asked of them: segment, tier, activity, lifecycle, state (of churn), or the scores recency, frequency
        and monetary (1 to 5).
    ids
        Only these accounts.
    owner
        Only accounts that this employee (`employee:ID`) looks after.

    Returns
    -------
    {"run", "total", "items": [what `accounts_in` gives, and "owner", "silent_days", "health", "health_change", "churn",
    "churn_state", "reasons" (of churn)]}. Raises UsageError for a sort or filter that does not exist, NotFoundError
    where nothing has been analysed.
    """
    unknown = sorted(set(wanted) - set(_READINGS))
    by, sign = turned(sort)
    if unknown or by not in SORTS:
        raise UsageError(
            f"Accounts cannot be picked by {(unknown or [sort])[0]!r}.", f"Choose from {', '.join(SORTS)}."
        )
    run = current_run(store)
    asked = {"run": run["id"], "owner": owner, "wanted": {_READINGS[name]: value for name, value in wanted.items()}}
    items = read(store, "screens/segment_accounts", **asked, ids=ids, sort=by, sign=sign, offset=offset, limit=limit)
    for row, why in zip(items, reasons(store, [row.pop("parts") for row in items]), strict=True):
        row["reasons"] = why
    total = len(ids) if ids is not None else read(store, "screens/segment_accounts_count", **asked)[0]["accounts"]
    return {"run": run, "total": total, "items": items}


def moves(store: Store, since: datetime, until: datetime | None = None, *, owner: str = "") -> dict[str, Any]:
    """How many accounts went from each stage of life to each other between two days; `until` None is now.

    Returns {"run", "since", "until", "stages", "matrix": [[…]]}: row i, column j counts the accounts that were at
    stage i at the beginning and at stage j at the end; all of them together are all accounts.
    """
    run = current_run(store)
    end = until or datetime.fromisoformat(run["as_of"])
    found = _lives(store, run, owner)
    counted = transitions(_dated(found), since, end, found["customer"])
    numbers = dict(zip(counted.select("before", "after").iter_rows(), counted["customers"].to_list(), strict=True))
    return {
        "run": run,
        "since": since.isoformat(),
        "until": end.isoformat(),
        "stages": list(LIFECYCLE),
        "matrix": [[numbers[before, after] for after in LIFECYCLE] for before in LIFECYCLE],
    }


def moved(store: Store, since: datetime, until: datetime, before: str, after: str, *, owner: str = "") -> list[str]:
    """The ids of the accounts that were at the stage `before` at one moment and at `after` at a later one."""
    found = _lives(store, current_run(store), owner)
    stages = found.select("customer")
    for name, moment in (("before", since), ("after", until)):
        then = stage_at(_dated(found), moment).select("customer", pl.col("stage").alias(name))
        stages = stages.join(then, on="customer", how="left").with_columns(pl.col(name).fill_null(LIFECYCLE[0]))
    return stages.filter(pl.col("before") == before, pl.col("after") == after)["customer"].to_list()


def cohorts(store: Store, *, owner: str = "") -> list[dict[str, Any]]:
    """Accounts by the year of their first purchase and by where they stand now: [{"year", "lifecycle", "ids"}], by
    year and stage."""
    found = _lives(store, current_run(store), owner).drop_nulls("changes")
    began = (
        found.with_columns(year=pl.col("changes").str.extract(_FIRST_YEAR))
        .group_by("year", "lifecycle")
        .agg(ids="customer")
    )
    return began.sort("year", "lifecycle").to_dicts()


def lifecycle_of(store: Store, account: str) -> list[dict[str, Any]]:
    """Every change of an account's stage, the oldest first: [{"at", "stage"}]; empty for one that never bought."""
    run = current_run(store)
    found = read(store, "analysis/lifecycle_of_account", run=run["id"], id=account)
    return list(json.loads(found[0]["changes"])) if found and found[0]["changes"] else []


def _lives(store: Store, run: Mapping[str, Any], owner: str) -> pl.DataFrame:
    """`customer`, `lifecycle` and `changes` (JSON) of each account."""
    schema = dict.fromkeys(("customer", "lifecycle", "changes"), pl.String)
    return store.frame("screens/segment_lives", schema, run=run["id"], owner=owner)


def _dated(lives: pl.DataFrame) -> pl.DataFrame:
    """Every change: `customer`, `at`, `stage`."""
    return (
        lives.select("customer", pl.col("changes").str.json_decode(_CHANGES))
        .drop_nulls()
        .explode("changes")
        .unnest("changes")
        .with_columns(pl.col("at").str.to_datetime("%Y-%m-%d", time_zone="UTC"))
    )


def _grouped(rows: list[dict[str, Any]], by: str, names: Sequence[str]) -> list[dict[str, Any]]:
    counted = [{"name": name, **_sums([row for row in rows if row[by] == name])} for name in names]
    total = sum(group["accounts"] for group in counted)
    return [{**group, "share": group["accounts"] / total if total else 0.0} for group in counted]


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in _SUMS}

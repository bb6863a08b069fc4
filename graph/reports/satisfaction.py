"""How satisfied accounts are: NPS, CSAT and CES by time, account or segment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from graph.analysis.account_data import AccountData
from graph.analysis.satisfaction import satisfaction as measured
from graph.reports.runs import current_run
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import UsageError

__all__ = ["GROUPS", "satisfaction"]

_PERIODS = {"month": "%Y-%m", "year": "%Y"}
_PLACES = ("segment", "tier", "lifecycle")
_FACTS = ("industry", "region", "city")
GROUPS = ("all", "month", "quarter", "year", "account", *_PLACES, *_FACTS)
"""What answers can be grouped by."""


def satisfaction(
    store: Store, settings: Settings, by: str = "quarter", *, since: datetime | None = None, account: str | None = None
) -> dict[str, Any]:
    """NPS, CSAT and CES of each group with counts and 95 % intervals, as of the newest analysis.

    Parameters
    ----------
    by
        One of GROUPS.
    since, account
        Only answers from then on, or of this account.

    Returns
    -------
    {"run", "by", "items": [{"group", "name", "kind", "n", "value", "low", "high", "outside"}]}, by group and kind;
    answers of unknown accounts are in the group null. Raises UsageError for a group that does not exist.
    """
    if by not in GROUPS:
        raise UsageError(f"Answers cannot be grouped by {by!r}.", f"Choose from {', '.join(GROUPS)}.")
    run = current_run(store)
    data = AccountData(store, settings, datetime.fromisoformat(run["as_of"]))
    answers = data.feedback.join(data.customers.select("name", *_FACTS, customer="id"), on="customer", how="left")
    if since is not None:
        answers = answers.filter(pl.col("at") >= since)
    if account is not None:
        answers = answers.filter(pl.col("customer") == account)
    if by in _PLACES:
        schema = {"customer": pl.String} | dict.fromkeys(_PLACES, pl.String)
        places = store.frame("analysis/account_groups_of", schema, run=run["id"])
        answers = answers.join(places, on="customer", how="left")
    found = measured(answers.with_columns(_group(by).alias("group"), _named(by).alias("name")), ["group", "name"])
    return {"run": run, "by": by, "items": found.to_dicts()}


def _group(by: str) -> pl.Expr:
    if by in _PERIODS:
        return pl.col("at").dt.strftime(_PERIODS[by])
    if by == "quarter":
        return pl.format("{} Q{}", pl.col("at").dt.year(), pl.col("at").dt.quarter())
    return pl.lit("all") if by == "all" else pl.col("customer" if by == "account" else by)


def _named(by: str) -> pl.Expr:
    return pl.col("name") if by == "account" else _group(by)

"""What changed since an earlier analysis, and the figures that the company steers by."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from graph.analysis.churn import STATES
from graph.analysis.lifecycle import LIFECYCLE
from graph.analysis.referral_totals import with_worth
from graph.analysis.satisfaction import satisfaction
from graph.analysis.value_tier import TIERS
from graph.reports.churn import reasons
from graph.reports.plain import read
from graph.reports.referrals import called, made_between, won_between
from graph.reports.runs import currency_of, current_run, facts_of
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import CurrencyError

__all__ = ["SINCE", "answers", "changed", "compared", "employee_called", "figures", "won_referrals"]

SINCE = ("visit", "week", "month", "run")
"""What today can be compared with: what somebody saw at their last visit, a week or a month before, the run before."""

_DAYS = {"week": 7, "month": 30}
_FALL = -10.0
_WARM = 30.0
_FIRST = 100
_YEAR = timedelta(days=365)
_QUARTERS = 3 * _YEAR
_SCORES = {"quarter": pl.String, "lately": pl.Boolean, "kind": pl.String, "score": pl.Float64, "answers": pl.Int64}
_SUMS = ("accounts", "spent", "lifetime_value")


def compared(store: Store, run: dict[str, Any], since: str, visited: datetime | None = None) -> dict[str, Any] | None:
    """The earlier run that a choice of SINCE means; None where there is none, or it is this one.

    Parameters
    ----------
    visited
        When whoever asks was here before; None for somebody who never was.
    """
    if since == "visit":
        found = read(store, "screens/today_run_made_before", moment=visited) if visited else []
    else:
        back = timedelta(days=_DAYS[since]) if since in _DAYS else timedelta(seconds=1)
        found = read(store, "analysis/run_at", run=None, moment=datetime.fromisoformat(run["as_of"]) - back)
    return found[0] if found and found[0]["id"] != run["id"] else None


def employee_called(store: Store, name: str) -> dict[str, Any] | None:
    """Our employee with this name or e-mail, however it is capitalised: {"key", "name"}."""
    found = read(store, "screens/employee_called", name=name)
    return found[0] if found else None


def changed(
    store: Store,
    settings: Settings,
    run: dict[str, Any],
    before: dict[str, Any] | None,
    *,
    owner: str = "",
    limit: int = 6,
) -> dict[str, list[dict[str, Any]]]:
    """What is different in a run from an earlier one, of each kind the `limit` that weigh most.

    Parameters
    ----------
    before
        The earlier run, as `compared` gives it. Without one only "risk" is told, as it stands.
    owner
        Only accounts and people whom this employee (`employee:ID`) looks after, and their own ties.

    Returns
    -------
    {"risk": [{"id", "name", "owner", "state", "churn", "churn_before", "health", "health_before", "health_change",
    "lifetime_value", "stake" (risk times lifetime value), "newly" (at risk), "fell", "changed", "reasons"}],
    "cold": [{"key", "name", "account_id", "account", "employee_key", "employee", "last_at", "interactions",
    "strength_before", "strength"}], "rose": [{"key", "name", "title", "account_id", "account", "rank",
    "rank_before" (None for somebody new), "new_ties", "new_referrals", "opted_out"}],
    "clusters": [{"number", "name", "size", "change" (new, split or merged), "came_from": [{"number", "name",
    "people"}], "as_of"}]}.

    Accounts are there that may leave, or whose health fell by 10 points. Ties went cold that were warm (30), are weak
    now and had no dealing in between. People rose who are among the first (of 100, or of a twentieth of fewer) and
    were further down.
    """
    wanted = {"run": run["id"], "owner": owner, "limit": limit}
    risk = read(store, "screens/today_risk", before=before["id"] if before else "", fall=_FALL, **wanted)
    for row, why in zip(risk, reasons(store, [row.pop("parts") for row in risk]), strict=True):
        row["reasons"] = why
    if before is None:
        return {"risk": risk, "cold": [], "rose": [], "clusters": []}
    since, until = (datetime.fromisoformat(one["as_of"]) for one in (before, run))
    strength = {"warm": _WARM, "half_life": settings.strength.half_life_days, "s0": settings.strength.s0}
    rose = read(
        store,
        "screens/today_rose",
        before=before["id"],
        since=since,
        people=run["people"],
        people_before=before["people"],
        top=max(1, min(_FIRST, run["people"] // 20)),
        **wanted,
    )
    brought = made_between(store, settings, run, since, until, [row["key"] for row in rose])
    clusters = read(store, "screens/today_clusters", run=run["id"], since=since, until=until, limit=limit)
    return {
        "risk": risk,
        "cold": read(store, "screens/today_cold", since=since, until=until, owner=owner, limit=limit, **strength),
        "rose": [{**row, "new_referrals": brought.get(row["key"], 0)} for row in rose],
        "clusters": [{**row, "came_from": json.loads(row["came_from"] or "[]")} for row in clusters],
    }


def figures(
    store: Store, settings: Settings, run: dict[str, Any], before: dict[str, Any] | None = None, *, owner: str = ""
) -> dict[str, Any]:
    """The figures that the company steers by, at the moment of a run.

    Returns
    -------
    {"currency", "total", "lifecycle" and "tier": [{"name", "accounts", "spent", "lifetime_value"}], "churn":
    {tier: {state: accounts}}, "at_risk": {"accounts", "lifetime_value", "accounts_before" (None without an earlier
    run)}, "history": [{"as_of", "accounts", "at_risk"}] (of everybody's accounts, the oldest first), "satisfaction":
    {"quarters": [days], kind: [values]}, "lately": {kind: {"n", "value", "low", "high"}} (the last 365 days),
    "referrals": {"quarters": [{"quarter", "won", "value"}], "won", "value" (the last 365 days: from the day "since" to
    the day "until"), "note" (why amounts could not be added up)}}. Quarters are told by their first day. Referrals are
    those that count, as those of `graph.reports.referrals.programme` do.
    """
    rows = read(store, "screens/today_groups", run=run["id"], owner=owner)
    until = datetime.fromisoformat(run["as_of"])
    span = {"since": until - _QUARTERS, "until": until, "owner": owner}
    return {
        "currency": currency_of(facts_of(store, run["id"])),
        "total": sum(row["accounts"] for row in rows),
        "lifecycle": [_group(rows, "lifecycle", name) for name in LIFECYCLE],
        "tier": [_group(rows, "tier", name) for name in TIERS],
        "churn": {
            tier: {
                state: sum(row["accounts"] for row in rows if (row["tier"], row["churn_state"]) == (tier, state))
                for state in STATES
            }
            for tier in TIERS
        },
        "at_risk": {
            **_group(rows, "churn_state", "at risk"),
            "accounts_before": before and _at_risk(store, before["id"], owner),
        },
        "history": _history(store, until),
        **_satisfaction(store.frame("screens/today_scores", _SCORES, **span)),
        "referrals": _referrals(store, settings, run, owner),
    }


def answers(
    store: Store, kind: str, since: datetime, until: datetime, *, owner: str = "", offset: int = 0, limit: int = 50
) -> list[dict[str, Any]]:
    """Who answered what between two moments, the lowest scores first: [{"id", "at", "score", "text", "key", "name",
    "account_id", "account", "total" (how many there are)}]; `kind` is nps, csat or ces."""
    wanted = {"kind": kind, "since": since, "until": until, "owner": owner}
    return read(store, "screens/today_answers", **wanted, offset=offset, limit=limit)


def won_referrals(
    store: Store,
    settings: Settings,
    since: date,
    until: date,
    *,
    owner: str = "",
    offset: int = 0,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Referrals that count, as those of `programme` do, and were won: made from the day `since` to the day `until`.

    The most valuable first: [{"id", "at", "value", "currency", "program", "key", "name", "brought_key", "brought",
    "total" (how many there are)}].
    """
    found = won_between(store, settings, current_run(store), since, until, owner=owner)
    first = found.sort("value", "id", "key", descending=[True, False, False], nulls_last=True)[offset : offset + limit]
    told = first.select(
        "id", pl.col("at").dt.to_string("iso:strict"), "value", "currency", "program", key="parent", brought_key="key"
    )
    names = called(store, [*told["key"], *told["brought_key"]])
    return [
        {**row, "name": names.get(row["key"]), "brought": names.get(row["brought_key"]), "total": found.height}
        for row in told.to_dicts()
    ]


def _group(rows: list[dict[str, Any]], by: str, name: str) -> dict[str, Any]:
    return {"name": name, **{what: sum(row[what] for row in rows if row[by] == name) for what in _SUMS}}


def _at_risk(store: Store, run: str, owner: str) -> int:
    """How many accounts were at risk; that of all accounts the run has counted already."""
    if not owner:
        return _told_at_risk(facts_of(store, run))
    rows = read(store, "screens/today_groups", run=run, owner=owner)
    return int(_group(rows, "churn_state", "at risk")["accounts"])


def _told_at_risk(facts: dict[str, Any]) -> int:
    return int(facts.get("churn", {}).get("states", {}).get("at risk", 0))


def _history(store: Store, until: datetime) -> list[dict[str, Any]]:
    runs = read(store, "screens/today_runs", until=until, limit=24)
    told = [
        {
            "as_of": row["as_of"],
            "accounts": row["accounts"],
            "at_risk": _told_at_risk(json.loads(row["facts"])),
        }
        for row in reversed(runs)
    ]
    return list({row["as_of"]: row for row in told}.values())


def _satisfaction(scores: pl.DataFrame) -> dict[str, Any]:
    """Counted scores as answers again, measured for each quarter and for the last year."""
    each = scores.select(pl.exclude("answers").repeat_by("answers").explode())
    found = {(row["quarter"], row["kind"]): row["value"] for row in satisfaction(each, ["quarter"]).to_dicts()}
    quarters = sorted({quarter for quarter, _ in found})
    kinds = sorted({kind for _, kind in found})
    lately = satisfaction(each.filter("lately")).to_dicts()
    return {
        "satisfaction": {
            "quarters": quarters,
            **{kind: [found.get((quarter, kind)) for quarter in quarters] for kind in kinds},
        },
        "lately": {row["kind"]: {name: row[name] for name in ("n", "value", "low", "high")} for row in lately},
    }


def _referrals(store: Store, settings: Settings, run: dict[str, Any], owner: str) -> dict[str, Any]:
    until = datetime.fromisoformat(run["as_of"]).date()
    won = won_between(store, settings, run, until - _QUARTERS, until, owner=owner)
    try:
        amounts, note = with_worth(won, settings.money), None
    except CurrencyError as error:
        amounts, note = won.with_columns(value=pl.lit(0.0)), f"{error.message} {error.hint}"
    told = amounts.select(
        "value", quarter=pl.col("at").dt.truncate("1q").dt.date().cast(pl.String), at=pl.col("at").dt.date()
    )
    totals = {"won": pl.len(), "value": pl.col("value").sum()}
    since = until - _YEAR
    lately = told.filter(pl.col("at") >= since).select(**totals).row(0, named=True)
    quarters = told.group_by("quarter").agg(**totals).sort("quarter")
    return {"quarters": quarters.to_dicts(), **lately, "since": str(since), "until": str(until), "note": note}

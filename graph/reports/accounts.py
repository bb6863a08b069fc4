"""Accounts: a list to pick from, and everything that is known about one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graph.analysis.lifecycle import LIFECYCLE
from graph.analysis.rfm import SEGMENTS
from graph.analysis.strength import word
from graph.analysis.value_tier import TIERS
from graph.reports.plain import read, turned
from graph.reports.standing import UNKNOWN, standing, standings
from graph.store import Store
from guanxi.errors import MergedError, NotFoundError, UsageError

__all__ = [
    "BANDS",
    "EVENTS",
    "SORTS",
    "Filter",
    "account",
    "as_of",
    "brief",
    "choices",
    "interactions",
    "listing",
    "missing",
    "months",
    "overview",
    "people",
    "timeline",
    "trade",
]

_READINGS: dict[str, dict[str, Any]] = {
    "health": {"reading": "health", "sign": 1, "order": []},
    "change": {"reading": "health_change", "sign": 1, "order": []},
    "churn": {"reading": "churn", "sign": -1, "order": []},
    "tier": {"reading": "tier", "sign": 1, "order": list(TIERS)},
    "segment": {"reading": "segment", "sign": 1, "order": list(SEGMENTS)},
    "lifecycle": {"reading": "lifecycle", "sign": 1, "order": list(LIFECYCLE)},
}
SORTS = ("name", "people", "tie", "last", "recent", "owner", *_READINGS)
"""What a list can be sorted by: name, most people, strongest tie, last interaction, most interactions lately, owner,
worst health, worst fall of health, highest risk to leave, tier, segment and stage of lifecycle; a leading `-` turns it
round, those of whom it is not known last either way."""

BANDS = {"good": (60.0, None), "fair": (40.0, 60.0), "poor": (None, 40.0)}
"""Words for health: from which points, and below which."""

EVENTS = ("interaction", "purchase", "feedback")
"""What a timeline is made of."""

RECENT_DAYS = 90
MET_DAYS = 30
MONTHS = 24


@dataclass(frozen=True)
class Filter:
    """Which accounts; empty for all.

    Part of the name, exact industry, city and owner (`employee:ID`); and, by the newest full analysis, a word for
    health (of BANDS), whether it `moved` by 5 points (`fell`, `rose`), churn `state`, `tier`, `segment`, stage of
    `lifecycle`, and days without any dealing.
    """

    text: str = ""
    industry: str = ""
    city: str = ""
    owner: str = ""
    band: str = ""
    moved: str = ""
    state: str = ""
    tier: str = ""
    segment: str = ""
    lifecycle: str = ""
    silent: int = 0

    def asked(self, run: str) -> dict[str, Any]:
        """The parameter `wanted` of the queries; `run` is asked only where its readings are."""
        least, below = BANDS.get(self.band, (None, None))
        scored = any((self.band, self.moved, self.state, self.tier, self.segment, self.lifecycle, self.silent))
        exact = {name: getattr(self, name) for name in ("text", "industry", "city", "owner")}
        readings = {name: getattr(self, name) for name in ("state", "tier", "segment", "lifecycle", "silent")}
        rose = {"fell": -1, "rose": 1}.get(self.moved, 0)
        return {**exact, **readings, "run": run if scored else "", "least": least, "below": below, "rose": rose}


def as_of(store: Store) -> str | None:
    """The moment that accounts are described at, in ISO 8601: the newest interaction, else purchase."""
    found = read(store, "screens/accounts_as_of")
    return found[0]["at"] if found else None


def listing(
    store: Store, wanted: Filter | None = None, sort: str = "name", offset: int = 0, limit: int = 50
) -> dict[str, Any]:
    """Accounts with owner, people, strongest tie, last interaction and recent activity.

    Returns {"as_of", "sort", "offset", "total", "items": [{"id", "name", "industry", "city", "owner",
    "owner_key", "people", "strength", "word", "known_by", "known", "last_at", "recent", "weeks", …}]}, and of each what
    `graph.reports.standing.standings` says, None where nothing has been analysed.
    """
    by, sign = turned(sort)
    if by not in SORTS:
        raise UsageError(f"Accounts cannot be sorted by {sort!r}.", f"Sort by {', '.join(SORTS)}.")
    run = next((row["id"] for row in store.read("analysis/newest_run", complete=True)), "none")
    filters = (wanted or Filter()).asked(run)
    moment = as_of(store)
    ids = _page(store, by, sign, moment, run, offset=offset, limit=limit, wanted=filters)
    rows = {row["id"]: row for row in read(store, "screens/accounts_summaries", ids=ids, as_of=moment or _EPOCH)}
    known = standings(store, ids)
    return {
        "as_of": moment,
        "sort": sort,
        "offset": offset,
        "total": read(store, "screens/accounts_count", wanted=filters)[0]["accounts"],
        "items": [{**rows[key], "word": _word(rows[key]["strength"]), **known.get(key, UNKNOWN)} for key in ids],
    }


def _page(store: Store, sort: str, sign: int, moment: str | None, run: str, **page: Any) -> list[str]:
    """The ids of one page of accounts, in order."""
    if sort in _READINGS:
        asked = {**_READINGS[sort], "sign": sign * _READINGS[sort]["sign"]}
        return [row["id"] for row in read(store, "screens/accounts_by_reading", run=run, **asked, **page)]
    if sort == "recent":
        page["since"] = _before(moment, timedelta(days=RECENT_DAYS))
    elif sort == "last" and sign > 0:
        # Who was met in the last month comes first: only where those do not fill the page, all times are read.
        since = _before(moment, timedelta(days=MET_DAYS))
        lately = read(store, "screens/accounts_met_since", since=since, **page)
        if len(lately) == page["limit"]:
            return [row["id"] for row in lately]
    return [row["id"] for row in read(store, f"screens/accounts_by_{sort}", sign=sign, **page)]


def choices(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What accounts can be filtered by: {"industry" | "city" | "owner": [{"value", "name", "accounts"}]}."""
    found: dict[str, list[dict[str, Any]]] = {"industry": [], "city": [], "owner": []}
    for row in read(store, "screens/accounts_choices"):
        found[row.pop("kind")].append(row)
    return found


def account(store: Store, identifier: str) -> dict[str, Any]:
    """All of `overview`, and the first of its `contacts` and `latest` interactions."""
    return {
        **overview(store, identifier),
        "contacts": people(store, identifier),
        "latest": interactions(store, identifier),
    }


def overview(store: Store, identifier: str) -> dict[str, Any]:
    """One account: `brief`, `trade`, `ties`, `months` of activity, and the `records` that were merged into it."""
    found = brief(store, identifier)
    return {
        **found,
        **trade(store, identifier),
        "ties": _worded(read(store, "accounts/ties", id=identifier, limit=8)),
        "months": months(store, identifier, found["as_of"]),
    }


def brief(store: Store, identifier: str) -> dict[str, Any]:
    """An account's facts, summary, merged `records`, and `standing` (`graph.reports.standing`, None where nothing has
    been analysed).

    Raises NotFoundError where there is no such account, MergedError where another stands for it.
    """
    facts = read(store, "accounts/facts", id=identifier)
    if not facts:
        raise missing(store, identifier)
    moment = as_of(store)
    summary = read(store, "screens/accounts_summaries", ids=[identifier], as_of=moment or _EPOCH)[0]
    return {
        "as_of": moment,
        **facts[0],
        **summary,
        "word": _word(summary["strength"]),
        "records": read(store, "accounts/records", id=identifier),
        "standing": standing(store, identifier),
    }


def trade(store: Store, identifier: str) -> dict[str, Any]:
    """What an account bought, agreed and said: the newest of each, and what it spent in each currency."""
    named = ("purchases", "contracts", "deals", "feedback")
    return {
        **{name: read(store, f"accounts/{name}", id=identifier, limit=8) for name in named},
        "spent": read(store, "screens/accounts_spent", id=identifier),
    }


def months(store: Store, identifier: str, moment: str | None) -> list[dict[str, Any]]:
    """How many interactions an account had in each of the MONTHS before `moment`: [{"month", "channel",
    "interactions"}]."""
    since = _before(moment, timedelta(days=30.5 * MONTHS))
    return read(store, "screens/accounts_months", id=identifier, since=since)


def missing(store: Store, identifier: str) -> NotFoundError:
    """The error for an account that is not there: a MergedError where another stands for it."""
    for row in store.read("accounts/stands_for", id=identifier):
        return MergedError(identifier, row["id"])
    return NotFoundError(f"There is no account {identifier!r}.", "Search by name to find the right one.")


def timeline(
    store: Store, identifier: str, kinds: Sequence[str] = EVENTS, offset: int = 0, limit: int = 20
) -> dict[str, Any]:
    """What happened with an account, the newest first: {"counts": {kind: how many}, "items": […]}.

    Each item has "kind" (one of EVENTS), "id", "at", "people" ([{"key", "name", "ours"}]); interactions "channel",
    "direction", "subject" and "sentiment", purchases "product", "quantity", "amount" and "currency", feedback
    "feedback" (its kind), "score" and "text". Raises UsageError for a kind that there is not.
    """
    if unknown := sorted(set(kinds) - set(EVENTS)):
        raise UsageError(f"Nothing of the kind {unknown[0]!r} is in a timeline.", f"Choose from {', '.join(EVENTS)}.")
    counted = {row["kind"]: row["events"] for row in read(store, "screens/accounts_events", id=identifier)}
    return {
        "counts": {kind: counted.get(kind, 0) for kind in EVENTS},
        "items": read(store, "accounts/timeline", id=identifier, kinds=list(kinds), offset=offset, limit=limit),
    }


def people(store: Store, identifier: str, offset: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """The people of an account, those whom our employees know best first."""
    return _worded(read(store, "accounts/people", id=identifier, offset=offset, limit=limit))


def interactions(store: Store, identifier: str, offset: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """The newest interactions of an account, with who took part."""
    return read(store, "accounts/interactions", id=identifier, offset=offset, limit=limit)


_EPOCH = "1970-01-01T00:00:00Z"


def _before(moment: str | None, span: timedelta) -> str:
    return (datetime.fromisoformat(moment or _EPOCH) - span).isoformat()


def _word(strength: float | None) -> str | None:
    return None if strength is None else word(strength)


def _worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "word": _word(row["strength"])} for row in rows]

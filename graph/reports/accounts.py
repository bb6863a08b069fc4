"""Accounts: a list to pick from, and everything that is known about one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from graph.analysis.strength import word
from graph.reports.plain import read
from graph.reports.standing import standing, standings
from graph.store import Store
from guanxi.errors import MergedError, NotFoundError, UsageError

__all__ = ["SORTS", "Filter", "account", "as_of", "choices", "interactions", "listing", "overview", "people"]

SORTS = ("name", "people", "tie", "last", "recent", "health", "change")
"""What a list can be sorted by: name, most people, strongest tie, last interaction, most interactions lately, worst
health, worst fall of health."""

RECENT_DAYS = 90
MET_DAYS = 30
MONTHS = 24


@dataclass(frozen=True)
class Filter:
    """Which accounts: part of the name, and exact industry, city and owner (`employee:ID`); empty for all."""

    text: str = ""
    industry: str = ""
    city: str = ""
    owner: str = ""


def as_of(store: Store) -> str | None:
    """The moment that accounts are described at, in ISO 8601: the newest interaction, else purchase."""
    found = read(store, "screens/accounts_as_of")
    return found[0]["at"] if found else None


def listing(
    store: Store, wanted: Filter | None = None, sort: str = "name", offset: int = 0, limit: int = 50
) -> dict[str, Any]:
    """Accounts with owner, people, strongest tie, last interaction and recent activity.

    Returns {"as_of", "sort", "offset", "total", "items": [{"id", "name", "industry", "city", "owner",
    "owner_key", "people", "strength", "word", "known_by", "known", "last_at", "recent", "weeks", "health",
    "health_change", "warnings", …}]}; see `graph.reports.standing` for the last three.
    """
    if sort not in SORTS:
        raise UsageError(f"Accounts cannot be sorted by {sort!r}.", f"Sort by {', '.join(SORTS)}.")
    filters = asdict(wanted or Filter())
    moment = as_of(store)
    ids = _page(store, sort, moment, offset=offset, limit=limit, **filters)
    rows = {row["id"]: row for row in read(store, "screens/accounts_summaries", ids=ids, as_of=moment or _EPOCH)}
    known = standings(store, ids)
    unknown: dict[str, Any] = {"health": None, "health_change": None, "warnings": []}
    return {
        "as_of": moment,
        "sort": sort,
        "offset": offset,
        "total": read(store, "screens/accounts_count", **filters)[0]["accounts"],
        "items": [{**rows[key], "word": _word(rows[key]["strength"]), **known.get(key, unknown)} for key in ids],
    }


def _page(store: Store, sort: str, moment: str | None, **wanted: Any) -> list[str]:
    """The ids of one page of accounts, in order."""
    if sort in ("health", "change"):
        wanted["run"] = next((row["id"] for row in store.read("analysis/newest_run", complete=True)), "")
    elif sort == "recent":
        wanted["since"] = _before(moment, timedelta(days=RECENT_DAYS))
    elif sort == "last":
        # Who was met in the last month comes first: only where those do not fill the page, all times are read.
        since = _before(moment, timedelta(days=MET_DAYS))
        lately = read(store, "screens/accounts_met_since", since=since, **wanted)
        if len(lately) == wanted["limit"]:
            return [row["id"] for row in lately]
    return [row["id"] for row in read(store, f"screens/accounts_by_{sort}", **wanted)]


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
    """One account: facts, summary, ties, activity by month, what was bought, agreed and said, merged `records`, and
    `standing` (`graph.reports.standing`, None where nothing has been analysed).

    Raises NotFoundError where there is no such account, MergedError where another stands for it.
    """
    facts = read(store, "accounts/facts", id=identifier)
    if not facts:
        for row in store.read("accounts/stands_for", id=identifier):
            raise MergedError(identifier, row["id"])
        raise NotFoundError(f"There is no account {identifier!r}.", "Search by name to find the right one.")
    moment = as_of(store)
    summary = read(store, "screens/accounts_summaries", ids=[identifier], as_of=moment or _EPOCH)[0]
    since = _before(moment, timedelta(days=30.5 * MONTHS))
    return {
        "as_of": moment,
        **facts[0],
        **summary,
        "word": _word(summary["strength"]),
        "ties": _worded(read(store, "accounts/ties", id=identifier, limit=8)),
        "months": read(store, "screens/accounts_months", id=identifier, since=since),
        "purchases": read(store, "accounts/purchases", id=identifier, limit=8),
        "spent": read(store, "screens/accounts_spent", id=identifier),
        "contracts": read(store, "accounts/contracts", id=identifier, limit=8),
        "deals": read(store, "accounts/deals", id=identifier, limit=8),
        "feedback": read(store, "accounts/feedback", id=identifier, limit=8),
        "records": read(store, "accounts/records", id=identifier),
        "standing": standing(store, identifier),
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

"""`guanxi history` and `guanxi changes`: what analyses said of one, and what is different from an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.errors import UsageError
from guanxi.terminal import console

_PERSON = {
    "as_of": "As of",
    "rank": "Rank",
    "people": "Of",
    "pagerank": "PageRank",
    "betweenness": "Betweenness",
    "degree": "Knows",
    "strength": "Strength",
    "reach": "Reach",
    "cluster": "Cluster",
}
_ACCOUNT = {
    "as_of": "As of",
    "health": "Health",
    "churn": "Churn",
    "segment": "Segment",
    "tier": "Tier",
    "activity": "Activity",
    "lifecycle": "Stage",
    "lifetime_value": "Expected",
}
_MOVED = {"name": "Name", "key": "Key", "rank_before": "Rank before", "rank": "Rank", "change": "Change"}
_COLD = {"a_name": "Between", "b_name": "And", "strength_before": "Tie before", "strength": "Tie", "last_at": "Last"}
_CLUSTERS = {"change": "What", "number": "No.", "name": "Cluster", "size": "People", "came_from": "Came from"}
_ACCOUNTS = {"name": "Account", "id": "Id", "what": "What", "before": "Before", "after": "Now"}
_CHANGES = {"kind": "Kind", "key": "Key", "name": "Name", "what": "What", "before": "Before", "after": "Now"}


def history(
    who: Annotated[str, typer.Argument(metavar="PERSON|ACCOUNT", help="A key, an id, an e-mail or a whole name.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show how the readings of a person or an account went from moment to moment."""
    from graph.connect import open_store
    from graph.reports import history as reports

    with open_store(load()) as store:
        found = reports.history(store, who)
    columns = _ACCOUNT if found["key"].startswith("customer:") else _PERSON
    if format is Format.CSV:
        columns = {name: name for item in found["items"] for name in item}
    show([_short(item) for item in found["items"]] if format is Format.TABLE else found["items"], columns, format,
         document=found)  # fmt: skip
    if format is Format.TABLE:
        console.print(f"{found['key']}: {len(found['items'])} moments. guanxi analyze --as-of DATE adds one.",
                      highlight=False)  # fmt: skip


def changes(
    since: Annotated[
        str, typer.Option(metavar="DATE|RUN", help="Compare with the analysis of then, or with this run.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many of each kind.")] = 10,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what changed: who rose, who fell, which ties went cold, which clusters split, which accounts moved."""
    from graph.connect import open_store
    from graph.reports import changes as reports

    settings = load()
    with open_store(settings) as store:
        found = reports.changes(store, settings, **_earlier(since), limit=limit)
    if format is Format.TABLE:
        _tables(found)
    else:
        show(_flat(found), _CHANGES, format, document=found)


def _earlier(text: str) -> dict[str, Any]:
    """The day, to its end, or else a run."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        if "T" in text:
            return {"run": text}
        raise UsageError(f"{text!r} is neither a date nor a run.", "Dates are written as 2025-06-30.") from None
    moment = day if day.tzinfo else day.replace(tzinfo=UTC)
    return {"since": moment if "T" in text else moment.replace(hour=23, minute=59, second=59, microsecond=999_999)}


def _tables(found: dict[str, Any]) -> None:
    console.print(f"From {found['before']['as_of'][:16]} to {found['run']['as_of'][:16]}", highlight=False)
    split = [
        {**row, "came_from": [f"{part['name']} ({part['people']})" for part in row["came_from"]]}
        for row in found["clusters"]
    ]
    for title, rows, columns in (
        ("Rose", found["rose"], _MOVED),
        ("Fell", found["fell"], _MOVED),
        ("Ties gone cold", found["cold"], _COLD),
        ("Clusters", split, _CLUSTERS),
        ("Accounts", found["accounts"], _ACCOUNTS),
    ):
        console.print(f"\n{title}" if rows else f"\n{title}: none", style="bold", highlight=False)
        if rows:
            show([_short(row) for row in rows], columns, Format.TABLE)
    console.print(f"\n{found['new_people']:,} people are new, {found['gone_people']:,} are gone.", highlight=False)


def _flat(found: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each change, for spreadsheets."""
    people = [
        {"kind": kind, **row, "what": "rank", "before": row["rank_before"], "after": row["rank"]}
        for kind in ("rose", "fell")
        for row in found[kind]
    ]
    ties = [
        {
            "kind": "cold",
            "key": f"{row['a']} {row['b']}",
            "name": f"{row['a_name']}, {row['b_name']}",
            "what": "strength",
            "before": row["strength_before"],
            "after": row["strength"],
        }
        for row in found["cold"]
    ]
    clusters = [
        {
            "kind": "cluster",
            "key": row["number"],
            "name": row["name"],
            "what": row["change"],
            "before": "; ".join(str(part["name"]) for part in row["came_from"]),
        }
        for row in found["clusters"]
    ]
    return [*people, *ties, *clusters, *({"kind": "account", "key": row["id"], **row} for row in found["accounts"])]


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """The row with days for times, and four digits for numbers."""
    return {
        name: value[:10]
        if name in ("as_of", "last_at") and value
        else float(f"{value:.4g}")
        if isinstance(value, float)
        else value
        for name, value in row.items()
    }

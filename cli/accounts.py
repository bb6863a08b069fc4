"""`guanxi accounts`: a list of accounts, or one of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.account import show_account
from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_COLUMNS = {
    "id": "Id",
    "name": "Name",
    "owner": "Owner",
    "people": "People",
    "strength": "Tie",
    "last_at": "Last",
    "recent": "90 days",
    "health": "Health",
    "health_change": "Change",
    "warned": "Warnings",
    "industry": "Industry",
    "city": "City",
    "known_by": "Known by",
}
_NARROW = {
    key: _COLUMNS[key] for key in ("id", "name", "owner", "strength", "last_at", "health", "health_change", "warned")
}
"""What there is room for in a terminal."""


def accounts(
    account: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this account and its people.")] = None,
    text: Annotated[str, typer.Option(help="Only accounts with this in their name.")] = "",
    industry: Annotated[str, typer.Option(help="Only accounts of this industry.")] = "",
    city: Annotated[str, typer.Option(help="Only accounts in this city.")] = "",
    owner: Annotated[str, typer.Option(help="Only accounts that this employee looks after: employee:ID.")] = "",
    sort: Annotated[
        str,
        typer.Option(help="name, owner, people, tie, last, recent, health, change, churn, tier, segment or lifecycle."),
    ] = "last",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show accounts with their owner, people, strongest tie, latest interactions, health and warnings."""
    from graph.connect import open_store
    from graph.reports import accounts as reports

    with open_store(load()) as store:
        if account is not None:
            show_account(reports.account(store, account), format)
            return
        wanted = reports.Filter(text, industry, city, owner)
        found = reports.listing(store, wanted, sort, limit=limit)
    rows = [{**item, "warned": ". ".join(one["text"] for one in item["warnings"])} for item in found["items"]]
    if format is Format.TABLE:
        show([_plain(row) for row in rows], _NARROW, format)
        console.print(f"{len(found['items'])} of {found['total']} accounts, as of {found['as_of']}", highlight=False)
    else:
        show(rows, _COLUMNS, format, document=found)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the day of its last interaction and whole points, which leaves room for names."""
    figures = ("strength", "health", "health_change")
    short = {name: None if row[name] is None else round(row[name]) for name in figures}
    return {**row, **short, "last_at": (row["last_at"] or "")[:10]}

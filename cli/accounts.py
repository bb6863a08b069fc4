"""`guanxi accounts`: a list of accounts, or one of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_NARROW = {
    "id": "Id",
    "name": "Name",
    "owner": "Owner",
    "people": "People",
    "strength": "Tie",
    "last_at": "Last",
    "recent": "90 days",
}
_COLUMNS = {**_NARROW, "industry": "Industry", "city": "City", "known_by": "Known by"}
_PEOPLE = {
    "key": "Key",
    "name": "Name",
    "title": "Title",
    "word": "Tie",
    "known_by": "Known best by",
    "last_at": "Last",
}


def accounts(
    account: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this account and its people.")] = None,
    text: Annotated[str, typer.Option(help="Only accounts with this in their name.")] = "",
    industry: Annotated[str, typer.Option(help="Only accounts of this industry.")] = "",
    city: Annotated[str, typer.Option(help="Only accounts in this city.")] = "",
    owner: Annotated[str, typer.Option(help="Only accounts that this employee looks after: employee:ID.")] = "",
    sort: Annotated[str, typer.Option(help="name, people, tie, last or recent.")] = "last",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show accounts with their owner, people, strongest tie and latest interactions."""
    from graph.connect import open_store
    from graph.reports import accounts as reports

    with open_store(load()) as store:
        if account is not None:
            _show_one(reports.account(store, account), format)
            return
        wanted = reports.Filter(text, industry, city, owner)
        found = reports.listing(store, wanted, sort, limit=limit)
    if format is Format.TABLE:
        show([_dated(item) for item in found["items"]], _NARROW, format)
        console.print(f"{len(found['items'])} of {found['total']} accounts, as of {found['as_of']}", highlight=False)
    else:
        show(found["items"], _COLUMNS, format, document=found)


def _show_one(found: dict[str, Any], format: Format) -> None:
    if format is Format.TABLE:
        show([_dated(found)], _NARROW, format)
        console.print()
        show([_dated(person) for person in found["contacts"]], _PEOPLE, format)
    else:
        show(found["contacts"], _PEOPLE, format, document=found)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the day of its last interaction, which leaves room for names."""
    return {**row, "last_at": (row["last_at"] or "")[:10]}

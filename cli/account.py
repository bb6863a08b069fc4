"""`guanxi account`: one account, how it stands and why; `guanxi fragility`: whose leaving would cost most."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console, output

__all__ = ["account", "fragility", "show_account"]

_PARTS = {"part": "Health", "score": "Now", "then": "90 days ago", "text": "Why"}
_PEOPLE = {
    "key": "Key",
    "name": "Name",
    "title": "Title",
    "role": "Role",
    "strength": "Tie",
    "known_by": "Known best by",
    "last_at": "Last",
}
_DEPENDS = {"key": "If they left", "name": "Name", "health_lost": "Health lost", "cut_off": "Cut off"}
_LINKS = {"id": "Linked with", "name": "Name", "strength": "Strength", "ties": "Ties", "referrals": "Referrals"}
_CARRIERS = {
    "key": "Key",
    "name": "Name",
    "account": "Account",
    "cut_off": "Cut off",
    "health_lost": "Health lost",
    "accounts": "Accounts",
    "losing": "Most at",
}


class Side(StrEnum):
    """Whose leaving is asked about."""

    US = "us"
    THEM = "them"
    ALL = "all"


def account(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Id of the account.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one account: its health and why, whom it hangs on, its people, and the accounts it is linked with."""
    from graph.connect import open_store
    from graph.reports import accounts as reports

    with open_store(load()) as store:
        show_account(reports.account(store, identifier), format)


def show_account(found: Mapping[str, Any], format: Format) -> None:
    """The answer of `graph.reports.accounts.account`; as CSV its people."""
    people = [{**person, "last_at": (person["last_at"] or "")[:10]} for person in found["contacts"]]
    if format is not Format.TABLE:
        show(people if format is Format.CSV else found["contacts"], _PEOPLE, format, document=found)
        return
    standing = found["standing"]
    console.print(f"{found['name']} ({found['id']}), as of {(found['as_of'] or '')[:10]}", highlight=False)
    console.print(f"Looked after by {found['owner'] or 'nobody'}, {found['people']:,} people", highlight=False)
    if standing is None:
        console.print("Nothing has been analysed yet: guanxi analyze", highlight=False)
    else:
        _show_standing(standing)
    output.print()
    show([_rounded(person) for person in people], _PEOPLE, format)
    if standing and standing["links"]:
        output.print()
        links = [{**link, "referrals": link["brought"] + link["brought_by"]} for link in standing["links"]]
        show([_rounded(link) for link in links], _LINKS, Format.TABLE)


def _show_standing(standing: Mapping[str, Any]) -> None:
    change = standing["health_change"]
    moved = "" if change is None else f" ({change:+.0f} in 90 days)"
    health = "not known" if standing["health"] is None else f"{standing['health']:.0f}{moved}"
    console.print(f"Health {health}", highlight=False)
    for warning in standing["warnings"]:
        console.print(f"! {warning['text']}", highlight=False, markup=False)
    output.print()
    show([_rounded(part) for part in standing["parts"]], _PARTS, Format.TABLE)
    if standing["depends_on"]:
        output.print()
        show([_rounded(one) for one in standing["depends_on"]], _DEPENDS, Format.TABLE)


def fragility(
    of: Annotated[Side, typer.Option(help="Whose leaving: one of us, one of them, or all.")] = Side.ALL,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 20,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show whose leaving would cost most: accounts cut off, and health lost."""
    from graph.connect import open_store
    from graph.reports.standing import fragility as report

    with open_store(load()) as store:
        found = report(store, None if of is Side.ALL else of is Side.US, limit)
    rows = [{**_rounded(row), "losing": ", ".join(str(one["name"]) for one in row["losing"])} for row in found["items"]]
    show(rows, _CARRIERS, format, document=found)


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in row.items()}

"""`guanxi clusters`: groups of people with many ties among them, and what they share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.errors import UsageError
from guanxi.terminal import console

_COLUMNS = {
    "number": "No.",
    "name": "Name",
    "size": "People",
    "since": "Since the last analysis",
    "description": "What they share",
    "top": "Most influential",
}
_MEMBERS = {"cluster": "Cluster", "key": "Key", "name": "Name", "title": "Title", "rank": "Rank", "degree": "Knows"}
_BRIDGES = {"name": "Cluster", "other_name": "And", "ties": "Ties", "who": "Held by", "over": "Strongest"}
_TWO = {
    "name": "Name",
    "key": "Key",
    "account": "Account",
    "cluster_name": "Belongs to",
    "share": "Share",
    "second_name": "And to",
    "second_share": "Share there",
}


def clusters(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Of --bridges and --two: only those of this cluster.")
    ] = None,
    members: Annotated[bool, typer.Option("--members", help="List who is in each.")] = False,
    bridges: Annotated[bool, typer.Option("--bridges", help="List what ties clusters, and who holds it.")] = False,
    two: Annotated[bool, typer.Option("--two", help="List who belongs to two.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the largest first.")] = 20,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the clusters, what their members share, and what became of them; or what lies between them."""
    if members + bridges + two > 1:
        raise UsageError("--members, --bridges and --two show different lists.", "Ask for one at a time.")
    if number is not None and not bridges and not two:
        raise UsageError("A number goes with --bridges or --two only.")
    from graph.connect import open_store
    from graph.reports import clusters as reports

    with open_store(load()) as store:
        if bridges:
            found = reports.bridges(store, number, limit=limit)
        elif two:
            found = reports.in_two(store, number, limit=limit)
        else:
            found = reports.clusters(store, limit=limit, members=members)
    if bridges:
        show([_bridge(item) for item in found["items"]], _BRIDGES, format, document=found)
    elif two:
        show([_percents(item) for item in found["items"]], _TWO, format, document=found)
    elif members:
        rows = [{"cluster": item["name"], **person} for item in found["items"] for person in item["members"]]
        show(rows, _MEMBERS, format, document=found)
    else:
        rows = [
            {**item, "since": _since(item), "top": [person["name"] for person in item["members"]]}
            for item in found["items"]
        ]
        show(rows, _COLUMNS, format, document=found)
    if format is Format.TABLE and "total" in found:
        shown, as_of = len(found["items"]), found["run"]["as_of"][:16]
        kind = "people in two clusters" if two else "clusters"
        console.print(f"{shown} of {found['total']} {kind}, as of {as_of}", highlight=False)


def _bridge(item: dict[str, Any]) -> dict[str, Any]:
    over = [f"{tie['name']} - {tie['other_name']} ({tie['strength']:.0f})" for tie in item["strongest"]]
    return {**item, "who": [f"{who['name']} ({who['ties']})" for who in item["people"]], "over": over}


def _percents(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "share": f"{item['share']:.0%}", "second_share": f"{item['second_share']:.0%}"}


def _since(item: dict[str, Any]) -> str:
    """What became of a cluster, in a word and with the names that it had."""
    before = " and ".join(origin["name"] for origin in item["came_from"])
    if item["change"] == "split":
        return f"split from {before}"
    if item["change"] == "merged":
        return f"merged from {before}"
    return str(item["change"])

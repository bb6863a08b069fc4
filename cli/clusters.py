"""`guanxi clusters`: groups of people with many ties among them, and what they share."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_COLUMNS = {
    "number": "No.",
    "name": "Name",
    "size": "People",
    "description": "What they share",
    "top": "Most influential",
}
_MEMBERS = {"cluster": "Cluster", "key": "Key", "name": "Name", "title": "Title", "rank": "Rank", "degree": "Knows"}


def clusters(
    members: Annotated[bool, typer.Option("--members", help="List who is in each.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many clusters, the largest first.")] = 20,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the clusters, and what their members share."""
    from graph.connect import open_store
    from graph.reports import clusters as reports

    with open_store(load()) as store:
        found = reports.clusters(store, limit=limit, members=members)
    if members:
        rows = [{"cluster": item["name"], **person} for item in found["items"] for person in item["members"]]
        show(rows, _MEMBERS, format, document=found)
    else:
        rows = [{**item, "top": [person["name"] for person in item["members"]]} for item in found["items"]]
        show(rows, _COLUMNS, format, document=found)
    if format is Format.TABLE:
        shown, as_of = len(found["items"]), found["run"]["as_of"][:16]
        console.print(f"{shown} of {found['total']} clusters, as of {as_of}", highlight=False)

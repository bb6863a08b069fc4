"""`guanxi influencers`: who matters, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_COLUMNS = {
    "rank": "Rank",
    "name": "Name",
    "key": "Key",
    "account": "Account",
    "cluster_name": "Cluster",
    "score": "Score",
    "why": "Why",
}


def influencers(
    reading: Annotated[str, typer.Option(help="pagerank, betweenness, harmonic or degree.")] = "pagerank",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 20,
    cluster: Annotated[int | None, typer.Option(help="Only people of the cluster with this number.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show who has the most influence, and why."""
    from graph.connect import open_store
    from graph.reports import influencers as reports

    with open_store(load()) as store:
        found = reports.influencers(store, reading, limit=limit, cluster=cluster)
    rows = [{**item, "why": ". ".join(reason["text"] for reason in item["reasons"])} for item in found["items"]]
    show(rows, _COLUMNS, format, document=found)
    if format is Format.TABLE:
        run = found["run"]
        console.print(f"{len(rows)} of {found['total']} people, as of {run['as_of'][:16]}", highlight=False)
        if run["basis"] == "structure":
            console.print("Tied by accounts, orders and managers: no dealings among them are known.", highlight=False)

"""`guanxi satisfaction`: NPS, CSAT and CES."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_NARROW = {"name": "Group", "kind": "Measure", "n": "Answers", "value": "Value", "interval": "95% interval"}
_COLUMNS = {"group": "", "name": "", "kind": "", "n": "", "value": "", "low": "", "high": "", "outside": ""}


def satisfaction(
    by: Annotated[
        str,
        typer.Option(help="all, month, quarter, year, account, segment, tier, lifecycle, industry, region or city."),
    ] = "quarter",
    account: Annotated[str | None, typer.Option(help="Only answers of the account with this id.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only answers from this day (UTC).")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show how satisfied accounts are: NPS (-100 to 100), CSAT (per cent), CES (1 to 7), with counts and intervals."""
    from graph.connect import open_store
    from graph.reports.satisfaction import satisfaction as report

    settings = load()
    with open_store(settings) as store:
        found = report(store, settings, by, since=since.replace(tzinfo=UTC) if since else None, account=account)
    if format is Format.TABLE:
        show([_row(item) for item in found["items"]], _NARROW, format)
        console.print(f"As of {found['run']['as_of'][:16]}", highlight=False)
    else:
        show(found["items"], _COLUMNS, format, document=found)


def _row(item: dict[str, Any]) -> dict[str, Any]:
    digits = 2 if item["kind"] == "ces" else 0
    interval = "" if item["low"] is None else f"{item['low']:.{digits}f} to {item['high']:.{digits}f}"
    return {**item, "kind": item["kind"].upper(), "value": f"{item['value']:.{digits}f}", "interval": interval}

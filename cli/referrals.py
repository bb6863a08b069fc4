"""`guanxi referrals`: what referrals brought, by depth and by who began."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console, output

_COLUMNS = {
    "name": "Name",
    "key": "Key",
    "referred": "Referred",
    "downstream": "With those below",
    "downstream_won": "Won",
    "downstream_revenue": "Revenue",
    "referral_depth": "Steps",
    "why": "Why",
}
_DEPTHS = {"depth": "Step", "referred": "Referred", "won": "Won", "converted": "Conversion", "revenue": "Revenue"}
_TREE = {"shown": "Name", "key": "Key", "at": "When", "won": "Won", "value": "Value"}


def referrals(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="Show the tree below contact:ID or customer:ID.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 20,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what referrals brought: conversion and revenue by depth, and who brought most."""
    from graph.connect import open_store
    from graph.reports import referrals as reports

    settings = load()
    with open_store(settings) as store:
        if key is not None:
            found = reports.tree(store, settings, key)
            rows = [{**item, "shown": "  " * (item["depth"] - 1) + (item["name"] or "")} for item in found["items"]]
            show(rows, _TREE, format, document=found)
        else:
            found = reports.referrals(store, limit=limit)
            rows = [{**item, "why": ". ".join(reason["text"] for reason in item["reasons"])} for item in found["items"]]
            show(rows, _COLUMNS, format, document=found)
    if format is not Format.TABLE:
        return
    output.print()
    show([{**row, "converted": f"{row['conversion']:.0%}"} for row in found["by_depth"]], _DEPTHS, format)
    skipped = found.get("not_counted", {})
    if skipped.get("later"):
        console.print(f"{skipped['later']} referrals of people who had been referred before count for nobody.")
    if skipped.get("in_circles"):
        console.print(
            f"{skipped['in_circles']} referrals would close a circle and were left out: the last, of "
            f"{', '.join(skipped['opened_at'][:5])}.",
            highlight=False,
        )
    if skipped.get("of_themselves"):
        console.print(f"{skipped['of_themselves']} referrals of oneself were left out.", highlight=False)

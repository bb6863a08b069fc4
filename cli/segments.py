"""`guanxi segments`: where accounts stand, who is where, and how they moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_GROUPS = {"name": "Group", "accounts": "Accounts", "share": "Share", "spent": "Spent", "lifetime_value": "Expected"}
_NARROW = {
    "id": "Id",
    "name": "Name",
    "tier": "Tier",
    "activity": "Activity",
    "lifecycle": "Stage",
    "spent": "Spent",
    "lifetime_value": "Expected",
}
_MEMBERS = {
    **_NARROW,
    "segment": "Segment",
    "lifecycle_since": "Since",
    "orders": "Orders",
    "recency_days": "Days since",
    "p_alive": "Alive",
    "expected_purchases": "Orders ahead",
    "referral_value": "With referrals",
}


class By(StrEnum):
    """What accounts are grouped by."""

    SEGMENT = "segment"
    TIER = "tier"
    ACTIVITY = "activity"
    LIFECYCLE = "lifecycle"


def segments(
    name: Annotated[str | None, typer.Argument(metavar="[GROUP]", help="List who is in it: champions, lost …")] = None,
    by: Annotated[By, typer.Option(help="What accounts are grouped by.")] = By.SEGMENT,
    grid: Annotated[bool, typer.Option("--grid", help="Count accounts by recency and frequency scores.")] = False,
    moves: Annotated[bool, typer.Option("--moves", help="How many went from which stage of life to which.")] = False,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Moves since this day (UTC); else of a year.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many accounts are listed.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show where accounts stand: RFM segments, value tiers, activity, and their life with us."""
    from graph.connect import open_store
    from graph.reports import segments as reports

    with open_store(load()) as store:
        if name is not None:
            found = reports.accounts_in(store, by.value, name, limit=limit)
            _members(found, format)
        elif moves or since:
            found = reports.moves(store, _start(store, since))
            _moves(found, format)
        else:
            found = reports.segments(store)
            _grid(found, format) if grid else show(_rounded(found[by.value]), _GROUPS, format, document=found)
    if format is Format.TABLE:
        _foot(found)


def _start(store: Any, since: datetime | None) -> datetime:
    from graph.reports.runs import current_run

    if since:
        return since.replace(tzinfo=UTC)
    return datetime.fromisoformat(current_run(store)["as_of"]) - timedelta(days=365)


def _members(found: dict[str, Any], format: Format) -> None:
    if format is Format.TABLE:
        show(_rounded(found["items"]), _NARROW, format)
    else:
        show(found["items"], _MEMBERS, format, document=found)


def _moves(found: dict[str, Any], format: Format) -> None:
    stages = found["stages"]
    rows = [
        {"from": before, **dict(zip(stages, counts, strict=True))}
        for before, counts in zip(stages, found["matrix"], strict=True)
    ]
    show(rows, {"from": "From \\ to", **{stage: stage.capitalize() for stage in stages}}, format, document=found)


def _grid(found: dict[str, Any], format: Format) -> None:
    cells = {(cell["recency"], cell["frequency"]): cell for cell in found["grid"]}
    scores = range(5, 0, -1)
    rows = [
        {"recency": r, **{str(f): f"{cells[r, f]['accounts']} {cells[r, f]['segment']}" for f in scores}}
        for r in scores
    ]
    show(rows, {"recency": "Recency", **{str(f): f"Frequency {f}" for f in scores}}, format, document=found)


def _rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Amounts without cents, shares in per cent."""
    return [
        {
            name: f"{value:.0%}" if name == "share" else round(value) if isinstance(value, float) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _foot(found: dict[str, Any]) -> None:
    run = found["run"]
    counted = f"{len(found['items'])} of {found['total']} accounts, " if "items" in found else ""
    period = (
        f"from {found['since'][:10]} to {found['until'][:10]}" if "matrix" in found else f"as of {run['as_of'][:16]}"
    )
    console.print(f"{counted}{period}", highlight=False)
    for method, why in run["notes"].items():
        console.print(f"Not computed: {method.replace('_', ' ')}. {why}", highlight=False, markup=False)

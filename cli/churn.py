"""`guanxi churn`: which accounts may leave, and why."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_NARROW = {"churn": "Risk", "id": "Id", "name": "Name", "owner": "Owner", "why": "Why"}
_COLUMNS = {**_NARROW, "state": "State", "chance": "Model", "lifetime_value": "Expected"}
_RELIABILITY = {"n": "Cases", "told": "Told", "came": "Came"}


def churn(
    state: Annotated[
        list[str] | None, typer.Option(help="at risk, watch, steady, gone or new; may be repeated.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All accounts, whatever their risk.")] = False,
    model: Annotated[bool, typer.Option("--model", help="The trained model, with how good it was.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many accounts are listed.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the accounts that may leave, and why."""
    from graph.connect import open_store
    from graph.reports import churn as reports

    states = None if everybody else state or ["at risk", "watch"]
    with open_store(load()) as store:
        found = reports.churn(store, states, limit=limit)
    shown = dict(_COLUMNS if format is Format.CSV else _NARROW)
    if model and format is Format.TABLE:
        _figures(found)
        shown = {"churn": "Risk", "chance": "Model", **shown} if found["model"] else shown
    show([_row(item, format) for item in found["items"]], shown, format, document=found)
    if format is Format.TABLE:
        counted = ", ".join(f"{count} {name}" for name, count in found["states"].items())
        as_of = found["run"]["as_of"][:16]
        console.print(f"{len(found['items'])} of {found['total']} accounts, as of {as_of}: {counted}", highlight=False)


def _row(item: dict[str, Any], format: Format) -> dict[str, Any]:
    chance = item["model"]["chance"] if item["model"] else None
    row = {**item, "why": ". ".join(reason["text"] for reason in item["reasons"]), "chance": chance}
    if format is Format.TABLE:
        row["churn"] = None if item["churn"] is None else round(item["churn"])
        row["chance"] = None if chance is None else f"{chance:.0f}%"
    return row


def _figures(found: dict[str, Any]) -> None:
    """How the trained model was judged, or why there is none."""
    told = found["model"]
    if told is None:
        console.print(f"No trained model. {found['model_note'] or ''}", highlight=False, markup=False)
        return
    console.print(
        f"Learnt from {told['learnt_from']:,} cases until {told['learnt_until']} ({told['learnt_left']} left), judged"
        f" on {told['judged_on']:,} from {told['judged_from']} to {told['judged_until']} ({told['judged_left']} left).",
        highlight=False,
    )
    console.print(
        f"AUC {told['auc']:.3f}; Brier {told['brier']:.4f}, {told['brier_of_share']:.4f} by telling all the same; of"
        f" the tenth with the highest chances {told['lift']:.1f} times as many left as of all.",
        highlight=False,
    )
    rows = [{**row, "told": f"{row['told']:.1%}", "came": f"{row['came']:.1%}"} for row in told["reliability"]]
    show(rows, _RELIABILITY, Format.TABLE)
    console.print()

"""`guanxi relations`: who may be family, friends, colleagues or partners; confirm or reject it."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Relations between people that are guessed: list, confirm, reject.")

Person = Annotated[str, typer.Argument(help="A key such as contact:7, an id, an e-mail or a whole name.")]
Kind = Annotated[str, typer.Argument(help="family, friend, colleague or partner.")]

_COLUMNS = {
    "a_key": "Key",
    "a_name": "Name",
    "b_key": "Key",
    "b_name": "Name",
    "kind": "May be",
    "confidence": "Confidence",
    "state": "State",
    "because": "Because of",
}


@app.command("list")
def list_relations(
    person: Annotated[str | None, typer.Option(help="Only of this person: key, id, e-mail or whole name.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only family, friend, colleague or partner.")] = None,
    state: Annotated[str, typer.Option(help="open, confirmed, rejected or all.")] = "open",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what is guessed, the surest first, and why."""
    from graph.connect import open_store
    from graph.reports.relations import relations
    from graph.reports.surroundings import resolve

    with open_store(load()) as store:
        key = None if person is None else resolve(store, person)
        found = relations(store, key=key, kind=kind, state=None if state == "all" else state, limit=limit)
    rows = [
        {
            **row,
            **{f"{end}_{name}": row[end][name] for end in ("a", "b") for name in ("key", "name")},
            "confidence": None if row["confidence"] is None else round(row["confidence"], 2),
            "because": ", ".join(piece["text"] for piece in row["evidence"]),
        }
        for row in found
    ]
    show(rows, _COLUMNS, format, document=found)


@app.command()
def confirm(one: Person, other: Person, kind: Kind) -> None:
    """Say that two people do have a relation; analyses do not ask again."""
    _decide(one, other, kind, confirmed=True)


@app.command()
def reject(one: Person, other: Person, kind: Kind) -> None:
    """Say that two people do not have a relation; analyses do not ask again."""
    _decide(one, other, kind, confirmed=False)


def _decide(one: str, other: str, kind: str, *, confirmed: bool) -> None:
    from graph.connect import open_store
    from graph.reports.relations import decide
    from graph.reports.surroundings import resolve

    with open_store(load()) as store:
        decide(store, resolve(store, one), resolve(store, other), kind, confirmed=confirmed)
    console.print(f"{'Confirmed' if confirmed else 'Rejected'}: {one}, {other}, {kind}.", highlight=False, markup=False)

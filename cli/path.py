"""`guanxi path`: who can introduce whom; `guanxi tie`: what one tie is made of."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

Person = Annotated[str, typer.Argument(help="A key such as contact:7, an id, an e-mail or a whole name.")]

_STEPS = {
    "name": "Person",
    "key": "Key",
    "title": "Title",
    "account": "Account",
    "strength": "Tie to the next",
    "word": "",
}
_PARTS = {
    "at": "When",
    "channel": "Channel",
    "subject": "Subject",
    "weight": "Weight",
    "participants": "People",
    "decay": "Left",
    "mass": "Adds",
}


def path(start: Person, end: Person, format: FormatOption = Format.TABLE) -> None:
    """Show the strongest path from one person to another; nobody who opted out is a link in it."""
    from graph.connect import open_store
    from graph.reports.paths import path as report
    from graph.reports.surroundings import resolve

    with open_store(load()) as store:
        found = report(store, resolve(store, start), resolve(store, end))
    rows = [{**person, **tie} for person, tie in zip(found["people"], [*found["ties"], {}], strict=True)]
    show(rows, _STEPS, format, document=found)
    if format is Format.TABLE:
        console.print(f"Strength of the whole path: {found['strength']:.2g}", highlight=False)


def tie(one: Person, other: Person, format: FormatOption = Format.TABLE) -> None:
    """Show what the tie between two people is made of, interaction by interaction."""
    from graph.connect import open_store
    from graph.reports.surroundings import resolve
    from graph.reports.ties import tie as report

    settings = load()
    with open_store(settings) as store:
        found = report(store, settings, resolve(store, one), resolve(store, other))
    show(found["parts"], _PARTS, format, document=found)
    if format is Format.TABLE:
        console.print(
            f"Mass {found['mass']:.4g} over {found['count']:,} interactions, reciprocity {found['reciprocity']:.2f}: "
            f"strength {found['strength']:.1f} ({found['word']}), as of {found['as_of'][:16]}",
            highlight=False,
        )

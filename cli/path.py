"""`guanxi path`: who can introduce whom; `guanxi tie`: what one tie is made of."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

Person = Annotated[str, typer.Argument(help="A key such as contact:7, an id, an e-mail or a whole name.")]
Start = Annotated[
    str,
    typer.Argument(metavar="FROM", help="Who wants to be introduced, or `us` for whoever of us knows the way best."),
]

_STEPS = {
    "path": "Path",
    "name": "Person",
    "key": "Key",
    "title": "Title",
    "account": "Account",
    "strength": "Tie to the next",
    "word": "",
    "evidence": "Because of",
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


def path(
    start: Start,
    end: Annotated[str, typer.Argument(metavar="TO", help="To whom: a key, an id, an e-mail or a whole name.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many paths.")] = 3,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the strongest paths from one person to another; nobody who opted out is a link in one."""
    from graph.connect import open_store
    from graph.reports.paths import US, introductions
    from graph.reports.surroundings import resolve

    with open_store(load()) as store:
        found = introductions(store, US if start == US else resolve(store, start), resolve(store, end), k)
    rows = [row for number, one in enumerate(found["paths"], 1) for row in _steps(number, one)]
    show(rows, _STEPS, format, document=found)
    if format is Format.TABLE:
        strengths = ", ".join(f"{one['strength']:.2g}" for one in found["paths"])
        console.print(f"Strength of each whole path: {strengths}", highlight=False)


def _steps(number: int, found: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each person on a path, with the tie to the next."""
    ties = [{**tie, "evidence": _evidence(tie)} for tie in found["ties"]]
    return [{"path": number, **person, **tie} for person, tie in zip(found["people"], [*ties, {}], strict=True)]


def _evidence(tie: dict[str, Any]) -> str:
    newest = tie["latest"][0] if tie["latest"] else {}
    last = " ".join(str(part) for part in (tie["last_at"][:10], newest.get("channel"), newest.get("subject")) if part)
    return f"{tie['count']:,} interactions, last {last}"


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

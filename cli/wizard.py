"""`guanxi import`: files into the graph, step by step; Enter at each question does what is most likely right."""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.prompt import Confirm, IntPrompt, Prompt
from rich.table import Table as Shown
from rich.text import Text

from guanxi.terminal import console

if TYPE_CHECKING:
    from guanxi.config import Settings
    from ingest.choosing import Reading
    from ingest.preview import ColumnView, Found

__all__ = ["import_command"]

_WHY = {"name": "its name", "alias": "a usual name", "preset": "known format", "values": "its values", "chosen": "you"}
_PROBLEMS_SHOWN = 5
_NO_TERMINAL = "guanxi import asks questions, and here is nobody to answer them."


def import_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zip archives.", show_default=False)],
) -> None:
    """Load files step by step: see what they hold, correct it, check, load. Enter takes what is proposed."""
    from cli.ingest import report
    from cli.listing import Format
    from cli.progress import shown_progress
    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from guanxi.errors import UsageError
    from ingest.pipeline import ingest
    from ingest.preview import as_choices, look

    if not sys.stdin.isatty():
        raise UsageError(_NO_TERMINAL, "Use guanxi ingest PATH… instead.")
    settings = load()
    with tempfile.TemporaryDirectory() as folder:
        with shown_progress() as progress:
            findings = look(paths, Path(folder), settings, progress)
        for refused in findings.refused:
            _say(f"Cannot be read: {refused.reason} {refused.hint}")
        readings = [(found, _agree(found, findings.tables, settings)) for found in findings.tables]
        loaded = [(found, reading) for found, reading in readings if reading.choice]
        if not loaded:
            _say("There is nothing to load.")
            raise typer.Exit(1)
        choices = as_choices(readings)
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        with shown_progress() as progress:
            checked = ingest(paths, store, appstore, settings, choices=choices, dry_run=True, progress=progress)
        report(checked, appstore, settings, Format.TABLE)
        if not Confirm.ask("Load this?", default=True, console=console):
            raise typer.Exit(1)
        with shown_progress() as progress:
            done = ingest(paths, store, appstore, settings, choices=choices, progress=progress)
        report(done, appstore, settings, Format.TABLE)
    _offer_to_remember(loaded)


def _agree(found: Found, tables: list[Found], settings: Settings) -> Reading:
    """Show how a table would be read, and take corrections until all is well."""
    from ingest.choosing import LEAVE_OUT, Reading
    from ingest.preview import first_problems

    others = [(other, other.suggested()) for other in tables if other is not found]
    reading = found.suggested()
    while True:
        views = _show(found, reading)
        if reading.missing:
            _say(f"No column stands for {', '.join(reading.missing)}.")
        else:
            problems = first_problems([(found, reading), *others], settings).get(found.table.name, [])
            for problem in problems[:_PROBLEMS_SHOWN]:
                column = f" {problem['column']}:" if problem["column"] else ""
                _say(f"  line {problem['line']} would be set aside:{column} {problem['reason']}")
        _say("  a number: correct that column; k: it is of another kind; x: leave this table out")
        right = "x" if reading.missing else ""
        answer = Prompt.ask("Is this right? Enter: yes" if not right else "Enter: x", default=right, console=console)
        if answer == "" and not reading.missing:
            return reading
        if answer == "x":
            return Reading(LEAVE_OUT)
        if answer == "k":
            reading = _other_kind(found, reading)
        elif answer.isdecimal() and 1 <= int(answer) <= len(views):
            reading = _other_field(found, reading, views[int(answer) - 1])


def _show(found: Found, reading: Reading) -> list[ColumnView]:
    from ingest.preview import columns_of

    views = columns_of(found, reading)
    kinds = ", ".join([reading.kind.name if reading.kind else "looked up by others", *reading.others])
    _say(f"\n{found.table.name}: {found.rows} rows, {kinds}")
    table = Shown(box=None, header_style="bold", pad_edge=False)
    for heading in ("", "Column", "Values", "Becomes", "By"):
        table.add_column(heading, overflow="ellipsis", max_width=40)
    for number, view in enumerate(views, 1):
        becomes = {"+": f"property {view.also}", "-": "left out"}.get(view.field, view.field)
        cells = (str(number), view.name, " | ".join(view.samples), becomes, _WHY.get(view.sure or "", ""))
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    return views


def _other_kind(found: Found, reading: Reading) -> Reading:
    from ingest.choosing import choices
    from ingest.mapping import presets

    known = [(choice, f"{preset}: {name}" if preset else name) for choice, preset, name in choices(presets())]
    _listed([name for _choice, name in known])
    now = next(place for place, (choice, _name) in enumerate(known, 1) if choice == reading.choice)
    picked = IntPrompt.ask("Which", default=now, choices=_numbers(known), show_choices=False, console=console)
    return _with_ids(found, found.read_as(known[picked - 1][0], {}, ""))


def _other_field(found: Found, reading: Reading, view: ColumnView) -> Reading:
    from ingest.choosing import KEEP, OMIT

    fields = [*(column.name for column in reading.kind.columns), KEEP, OMIT] if reading.kind else [KEEP, OMIT]
    _listed([*fields[:-2], "a further property", "left out"])
    now = fields.index(view.field) + 1
    asked = f"What is {view.name!r}"
    picked = IntPrompt.ask(asked, default=now, choices=_numbers(fields), show_choices=False, console=console)
    return _with_ids(found, reading.changed(found.table, {view.name: fields[picked - 1]}))


def _with_ids(found: Found, reading: Reading) -> Reading:
    from ingest.preview import id_makers

    if "id" not in reading.missing:
        return reading
    makers = id_makers(found)
    _listed(["the whole row" if maker == "line id" else maker for maker in makers])
    asked = "No column is an id. Make it from"
    picked = IntPrompt.ask(asked, default=1, choices=_numbers(makers), show_choices=False, console=console)
    return reading.with_id(found.table, makers[picked - 1])


def _offer_to_remember(loaded: list[tuple[Found, Reading]]) -> None:
    from guanxi.errors import GuanxiError
    from ingest.remembered import preset_name, remember

    chosen = [(found.table, guess) for found, reading in loaded if (guess := reading.guess())]
    corrected = [(table, guess) for table, guess in chosen if guess.mapping.headers == table.columns]
    if not corrected:
        return
    asked = "Remember how these files are read, under the name (- for no)"
    name = Prompt.ask(asked, default=preset_name(corrected[0][0].file), console=console)
    while name != "-":
        try:
            _say(f"Kept as {remember(name, corrected)}.")
            return
        except GuanxiError as error:
            _say(f"{error.message} {error.hint}")
            name = Prompt.ask(asked, default="-", console=console)


def _listed(names: list[str]) -> None:
    for number, name in enumerate(names, 1):
        _say(f"  {number:3} {name}")


def _numbers(items: list[str] | list[tuple[str, str]]) -> list[str]:
    return [str(number) for number in range(1, len(items) + 1)]


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False)

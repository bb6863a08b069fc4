"""`guanxi ingest`: files into the graph."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.batch import QUALITY, quality_row
from cli.listing import Format, FormatOption, show
from guanxi.terminal import console

if TYPE_CHECKING:
    from guanxi.appstore import AppStore
    from guanxi.config import Settings
    from ingest.summary import Summary

__all__ = ["ingest", "report"]

_COLUMNS = {
    name: name.capitalize() for name in ("file", "kind", "preset", "read", "accepted", "quarantined", "waiting")
}
_REFUSED, _QUARANTINED = 1, 3


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, folders or zip archives.")] = None,
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="What the files hold.")] = None,
    preset: Annotated[str | None, typer.Option(metavar="NAME", help="The product that they come from.")] = None,
    mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="A mapping of your own.")] = None,
    sql: Annotated[
        str | None, typer.Option(metavar="URL", help="A database: its address, or the variable that holds it.")
    ] = None,
    query: Annotated[str | None, typer.Option(metavar="SELECT", help="What to read from the database.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Load also what was loaded before.")] = False,
    bulk: Annotated[
        bool, typer.Option("--bulk", help="Fill an empty local database by Neo4j's own importer, several times faster.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Load exports into the graph: tables, mail, calendars, the rows of a database; loading twice changes nothing."""
    from cli.progress import shown_progress
    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from guanxi.errors import UsageError
    from ingest.bulk.run import ingest_in_bulk
    from ingest.pipeline import ingest as run
    from ingest.sources.database import Query

    if (sql is None) != (query is None):
        raise UsageError("--sql and --query belong together.", "Give the address of the database and a SELECT.")
    if not paths and sql is None and mapping is None:
        raise UsageError("There is nothing to load.", "Name files or folders, or a database with --sql and --query.")
    settings = load()
    if bulk:
        if dry_run or again or sql is not None:
            raise UsageError(
                "--bulk goes with files that are loaded for the first time.", "Leave out what contradicts."
            )
        with closing(open_appstore(settings)) as appstore, shown_progress() as progress:
            summary = ingest_in_bulk(
                paths or [], appstore, settings, kind=kind, preset=preset, mapping=mapping, progress=progress
            )
            _end(summary, appstore, settings, format)
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore, shown_progress() as progress:
        summary = run(
            paths or [],
            store,
            appstore,
            settings,
            kind=kind,
            preset=preset,
            mapping=mapping,
            dry_run=dry_run,
            again=again,
            queries=[Query(sql, query)] if sql and query else [],
            progress=progress,
        )
        _end(summary, appstore, settings, format)


def _end(summary: Summary, appstore: AppStore, settings: Settings, format: Format) -> NoReturn:
    report(summary, appstore, settings, format)
    raise typer.Exit(_REFUSED if summary.refused else _QUARANTINED if summary.quarantined else 0)


def report(summary: Summary, appstore: AppStore, settings: Settings, format: Format) -> None:
    """Show what an ingest did with each table, and what is to be known about its rows."""
    totals = {name: getattr(summary, name) for name in ("read", "accepted", "quarantined", "waiting")}
    rows = [vars(line) for line in summary.lines]
    show([*rows, {"file": "total", **totals}], _COLUMNS, format, document=summary.as_dict())
    if format is Format.TABLE:
        _tell_quality(summary)
    for line in summary.lines:
        _tell_line(line.file, line.kind, line.unchanged, line.unknown_columns, line.notes)
        if line.quarantined and not line.unchanged and not summary.dry_run:
            _tell_quarantined(appstore, line.batch, settings.ingest.quarantine_shown)
    for table in summary.looked_up:
        _say(f"{table}: looked up by the other files.")
    for refused in summary.refused:
        _say(f"Not loaded: {refused.reason} {refused.hint}")
    if summary.linked:
        _say(f"{summary.linked} relationships that waited were linked.")
    if summary.waiting:
        _say(f"{summary.waiting} relationships wait for a record that is not loaded yet.")
    if summary.resolution.merged:
        _say(f"{summary.resolution.merged} records are of people or companies that were there: they were merged.")
    if summary.resolution.to_review:
        _say(f"{summary.resolution.to_review} pairs may be the same: guanxi duplicates list shows them.")
    if summary.unchanged:
        _say("All of this was loaded before: nothing has changed.")
    if summary.dry_run:
        _say("This was a dry run: nothing was written.")
    if summary.quarantined:
        _say("guanxi quarantine list shows the rows that were set aside.")


def _tell_quality(summary: Summary) -> None:
    """Show the columns of which there is something to tell."""
    from ingest.quality import column_rows

    rows = [
        {"file": line.file, "kind": line.kind, **quality_row(row)}
        for line in summary.lines
        for row in column_rows(asdict(line.quality)["columns"])
        if row["changed"] or row["doubtful"] or row["rejected"]
    ]
    if rows:
        show(rows, {"file": "File", "kind": "Kind", **QUALITY}, Format.TABLE)


def _tell_line(file: str, kind: str, unchanged: bool, unknown: list[str], notes: list[str]) -> None:
    if unchanged:
        _say(f"{file}: these {kind} were loaded before.")
    elif unknown:
        _say(f"{file}: columns without a meaning of their own: {', '.join(unknown)}.")
    for note in notes:
        _say(f"{file}: {note}.")


def _tell_quarantined(appstore: AppStore, batch: str, limit: int) -> None:
    from ingest.quarantine import kept

    for row in kept(appstore, batch=batch, limit=limit)[0]:
        column = f" {row['column']}:" if row["column"] else ""
        _say(f"{row['file']}, line {row['line']}:{column} {row['reason']}")


def _say(text: str) -> None:
    console.print(text.rstrip(), highlight=False, markup=False)

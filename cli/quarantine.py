"""`guanxi quarantine`: rows that were set aside."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.errors import NotFoundError
from guanxi.terminal import console

if TYPE_CHECKING:
    from guanxi.appstore import AppStore

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Rows that were set aside, and why.")

_COLUMNS = {name: name.capitalize() for name in ("id", "file", "line", "kind", "column", "reason", "raw", "batch")}
_STILL_BAD = 3
_BatchOption = Annotated[str | None, typer.Option(help="Only of this import.")]


@app.command("list")
def list_rows(
    batch: _BatchOption = None,
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="Only of this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show rows that were set aside, as they stood in their file."""
    from ingest.quarantine import kept

    with _appstore() as appstore:
        rows, total = kept(appstore, batch=batch, kind=kind, limit=limit)
    show(rows, _COLUMNS, format, document={"items": rows, "total": total})
    if total > len(rows):
        console.print(f"{len(rows)} of {total} rows; --limit shows more.", highlight=False)


@app.command("show")
def show_row(row: int, format: FormatOption = Format.TABLE) -> None:
    """Show each cell of one row, by the id that `list` gives it."""
    from ingest.quarantine import rows_named

    with _appstore() as appstore:
        found = rows_named(appstore, [row])
    if not found:
        raise NotFoundError(f"No row {row} is set aside.", "guanxi quarantine list shows all.")
    cells = [{"column": name, "cell": text} for name, text in (found[0]["cells"] or {}).items()]
    show(cells, {"column": "Column", "cell": "Cell"}, format, document=found[0])
    column = f" {found[0]['column']}:" if found[0]["column"] else ""
    console.print(f"Line {found[0]['line']}:{column} {found[0]['reason']}", highlight=False, markup=False)


@app.command()
def export(batch: _BatchOption = None) -> None:
    """Write rows that were set aside to stdout as CSV, to be mended in a spreadsheet and given to `replay`."""
    from ingest.mending import rows_as_csv
    from ingest.quarantine import kept

    with _appstore() as appstore:
        sys.stdout.write(rows_as_csv(kept(appstore, batch=batch)[0]))


@app.command()
def replay(
    file: Annotated[Path | None, typer.Argument(help="The mended CSV of `export`.", show_default=False)] = None,
    batch: _BatchOption = None,
) -> None:
    """Load rows that were mended in the CSV that `export` wrote; without a file, try rows again as they are.

    Rows that are not in the file, or not changed in it, stay set aside. Doing it twice changes nothing.
    """
    from graph.connect import open_store
    from guanxi.config import load
    from ingest.mending import changed_rows, mended_in
    from ingest.quarantine import kept, rows_named
    from ingest.replay import replay as run

    settings = load()
    with _appstore() as appstore, open_store(settings) as store:
        if file is not None:
            mended = mended_in(file)
            changes = changed_rows(rows_named(appstore, list(mended)), mended)
        else:
            changes = {row["id"]: {} for row in kept(appstore, batch=batch)[0]}
        done = run(store, appstore, settings, changes)
        console.print(f"{done.loaded} rows were loaded, {done.still} still cannot be.", highlight=False)
        for row in rows_named(appstore, list(changes))[: settings.ingest.quarantine_shown]:
            column = f" {row['column']}:" if row["column"] else ""
            console.print(f"{row['file']}, line {row['line']}:{column} {row['reason']}", highlight=False, markup=False)
    if done.still:
        raise typer.Exit(_STILL_BAD)


@app.command()
def discard(batch: str) -> None:
    """Forget the rows that one import set aside, after they were mended and loaded from a file."""
    from ingest.quarantine import discard as forget

    with _appstore() as appstore:
        console.print(f"{forget(appstore, batch)} rows were forgotten.", highlight=False)


def _appstore() -> closing[AppStore]:
    from guanxi.appstore import open_appstore
    from guanxi.config import load

    return closing(open_appstore(load()))

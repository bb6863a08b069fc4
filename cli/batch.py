"""`guanxi batch`: imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.terminal import console

__all__ = ["QUALITY", "app", "quality_row"]

app = typer.Typer(no_args_is_help=True, help="Imports: each file's kinds of records, with their counts.")

QUALITY = {name: name.capitalize() for name in ("column", "filled", "missing", "changed", "doubtful", "rejected")}
"""What is shown of the quality of an import's columns."""
_CHANGE = {name: name.capitalize() for name in ("line", "id", "column", "before", "after", "rule")}
_NAMES = ("id", "at", "file", "kind", "source", "status", "read", "accepted", "quarantined")


@app.callback()
def main() -> None:
    """Imports: each file's kinds of records, with their counts."""


@app.command("list")
def list_batches(format: FormatOption = Format.TABLE) -> None:
    """Show all imports, newest first."""
    from graph.connect import open_store
    from guanxi.config import load

    with open_store(load()) as store:
        rows = store.read("ingest/batches")
    show(rows, {name: name.capitalize() for name in _NAMES}, format, document={"items": rows, "total": len(rows)})


@app.command("show")
def show_batch(batch: str, format: FormatOption = Format.TABLE) -> None:
    """Show an import: its file, columns and counts, and what it created, changed and deleted."""
    from contextlib import closing

    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from ingest.undoing import details

    settings = load()
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        found = details(store, appstore, batch)
    rows = [{"what": name, "value": _told(value)} for name, value in found.items()]
    show(rows, {"what": "What", "value": "Value"}, format, document=found)


@app.command()
def undo(
    batch: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take an import back: the graph becomes what it would be had its file never been loaded."""
    from contextlib import closing

    from cli.progress import shown_progress
    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from ingest.undoing import outlook
    from ingest.undoing import undo as run

    settings = load()
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        expected = outlook(store, appstore, batch)
        lines = (
            f"Undoing the import of {expected.file} ({expected.kind}):",
            f"  {expected.removed} records that only it has told of are taken out;",
            f"  {expected.restored} records become what other imports say of them;",
            f"  {expected.quarantined} rows that were set aside are forgotten.",
        )
        for line in lines:
            console.print(line, highlight=False, markup=False)
        if dry_run:
            console.print("This was a dry run: nothing was changed.")
            return
        if not yes:
            typer.confirm("Undo it?", abort=True, err=True)
        with shown_progress() as progress:
            run(store, appstore, settings, batch, progress=progress)
    console.print(f"The import of {expected.file} is undone.", highlight=False, markup=False)


@app.command()
def quality(batch: str, format: FormatOption = Format.TABLE) -> None:
    """Show what was filled, missing, changed, doubtful and rejected in each column of an import."""
    from graph.connect import open_store
    from guanxi.config import load
    from ingest.quality import report

    with open_store(load()) as store:
        found = report(store, batch)
    show([quality_row(row) for row in found["columns"]], QUALITY, format, document=found)


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def quality_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a column with its rules and reasons in words: `case 3, order 2`."""
    told = {name: ", ".join(f"{what} {count}" for what, count in row[name].items()) for name in ("changed", "rejected")}
    return {**row, **told, "column": row["column"] or "(whole row)"}


@app.command()
def cleaning(
    batch: str,
    row: Annotated[int | None, typer.Option(help="Only this line of the file.")] = None,
    column: Annotated[str | None, typer.Option(help="Only this column.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only what this rule did, such as 'phone format'.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show which values of an import were changed: before, after, and by which rule."""
    from graph.connect import open_store
    from guanxi.config import load
    from ingest.lineage import kept
    from ingest.quality import report

    with open_store(load()) as store:
        report(store, batch)
    found, total = kept(batch, line=row, column=column, rule=rule, limit=limit)
    rows = found.to_dicts()
    show(rows, _CHANGE, format, document={"items": rows, "total": total})
    if total > len(rows):
        console.print(f"{len(rows)} of {total} values; --limit shows more.", highlight=False)

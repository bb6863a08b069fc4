"""`guanxi batch`: imports."""

from __future__ import annotations

import typer

from cli.listing import Format, FormatOption, show

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Imports: each file's kinds of records, with their counts.")

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

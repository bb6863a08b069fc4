"""`guanxi quarantine`: rows that were set aside."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.terminal import console

if TYPE_CHECKING:
    from guanxi.appstore import AppStore

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Rows that were set aside, and why.")

_COLUMNS = {name: name.capitalize() for name in ("file", "line", "kind", "column", "reason", "raw", "batch")}
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


@app.command()
def export(batch: _BatchOption = None) -> None:
    """Write all rows that were set aside to stdout, as CSV."""
    from ingest.quarantine import kept

    with _appstore() as appstore:
        show(kept(appstore, batch=batch)[0], _COLUMNS, Format.CSV)


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

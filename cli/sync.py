"""`guanxi sync`: live sources, read through their APIs."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.ingest import report
from cli.listing import Format, FormatOption, show
from guanxi.errors import GuanxiError
from guanxi.terminal import console

__all__ = ["app"]


class _NameIsEnough(TyperGroup):
    """Lets `guanxi sync crm` mean `guanxi sync run crm`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["run", *args])


app = typer.Typer(no_args_is_help=True, cls=_NameIsEnough, help="Live sources: guanxi sync NAME reads what is new.")

_COLUMNS = {
    "name": "Name",
    "product": "Product",
    "ran_at": "Last run",
    "under_way": "Under way",
    "error": "Last error",
}
_QUARANTINED = 3


@app.command("list")
def list_connections(format: FormatOption = Format.TABLE) -> None:
    """Show the connections in config.yaml, when they ran, and how far they came."""
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from ingest.sync.state import states

    settings = load()
    with closing(open_appstore(settings)) as appstore:
        known = states(appstore)
    rows: list[dict[str, Any]] = []
    for connection in settings.sync.connections:
        state = known.get(connection.name)
        marks = state.cursor.get("marks", {}) if state else {}
        rows.append(
            {
                "name": connection.name,
                "product": connection.product,
                "ran_at": state.ran_at if state else None,
                "under_way": f"{sum(mark['pages'] for mark in marks.values())} pages" if marks else None,
                "error": state.error if state else None,
                "cursor": state.cursor if state else {},
            }
        )
    show(rows, _COLUMNS, format)


@app.command()
def check(name: str) -> None:
    """Test the credentials of a connection with one small request."""
    from guanxi.config import load
    from ingest.sync.runner import check as test

    console.print(f"{test(load(), name)} answers, and accepts the credentials.", highlight=False, markup=False)


@app.command()
def run(
    name: str,
    full: Annotated[bool, typer.Option("--full", help="Read everything, not only what changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Read what changed since the last run, and load it. Ctrl+C ends it; the next run goes on there."""
    from cli.progress import shown_progress
    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load
    from ingest.sync.runner import connection_named, sync

    settings = load()
    connection_named(settings, name)
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        try:
            with shown_progress() as progress:
                outcome = sync(settings, name, store, appstore, full=full, dry_run=dry_run, tell=progress)
        except KeyboardInterrupt:
            raise GuanxiError(f"The sync of {name} was stopped.", f"guanxi sync {name} goes on from there.") from None
        report(outcome.summary, appstore, settings, format)
    console.print(f"{outcome.rows} records on {outcome.pages} pages were read from {name}.", highlight=False)
    if outcome.summary.quarantined:
        raise typer.Exit(_QUARANTINED)

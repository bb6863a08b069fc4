"""`guanxi db`: the managed local Neo4j."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guanxi.config import load
from guanxi.errors import UsageError
from guanxi.terminal import console, output

if TYPE_CHECKING:
    from graph.local.server import LocalNeo4j

app = typer.Typer(no_args_is_help=True, help="The local Neo4j: start, stop, status, backup, restore.")

YesOption = Annotated[bool, typer.Option("--yes", help="Overwrite what is there.")]


@app.command()
def fetch() -> None:
    """Fetch Neo4j, or what of it is missing or damaged."""
    jars = _local().classpath()
    _say(f"Neo4j is there: {len(jars)} files in {jars[0].parent}.")


@app.command()
def start() -> None:
    """Start Neo4j where it is down."""
    _say(f"Neo4j answers at {_local().start().uri}.")


@app.command()
def stop() -> None:
    """Stop Neo4j."""
    _say("Neo4j is stopped." if _local().stop() else "Neo4j was not running.")


@app.command()
def status() -> None:
    """Say whether Neo4j runs, and where; exit 1 where it does not."""
    local = _local()
    server = local.running()
    if server is None:
        output.print("stopped")
        raise typer.Exit(1)
    output.print(f"running at {server.uri}, process {server.pid}, folder {local.home}", highlight=False, soft_wrap=True)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.", dir_okay=False)], yes: YesOption = False
) -> None:
    """Write the graph into one file. Neo4j is stopped meanwhile."""
    from graph.local.backup import backup as run

    if file.exists() and not yes:
        raise UsageError(f"{file} exists.", "Give --yes to overwrite it.")
    size = run(_local(), file)
    _say(f"{file}: {size / 1e6:.1f} MB. Users and quarantined rows are in the app store, which has its own file.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup.", dir_okay=False)], yes: YesOption = False) -> None:
    """Put the graph of a backup in the place of the present one. Neo4j is stopped meanwhile."""
    from graph.local.backup import restore as run

    if not file.is_file():
        raise UsageError(f"{file}: no such file.", "Name a file that guanxi db backup wrote.")
    if not yes:
        raise UsageError("The present graph would be replaced.", "Give --yes to do so.")
    run(_local(), file)
    _say(f"The graph is that of {file}.")


def _local() -> LocalNeo4j:
    from graph.connect import local

    settings = load()
    if settings.graph.uri != "local":
        raise UsageError(
            f"{settings.graph.uri} is not managed by Guanxi.",
            "Use the tools of that server, or set graph.uri to local.",
        )
    return local(settings)


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)

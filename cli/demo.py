"""`guanxi demo`: the sample company from files to a map, in one command."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.serve import PortOption
from guanxi.config import Settings, load
from guanxi.terminal import console

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["demo"]

_MONTH = timedelta(days=31)


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the web app in the end.")] = True,
    port: PortOption = None,
) -> None:
    """Start Neo4j, load the sample company, analyse it, and serve the web app. What is there already is kept.

    The company is analysed as it was a month before too, so that there is something to compare with.
    """
    from graph.connect import open_store

    settings = load()
    _say("1/4", "Starting Neo4j (fetched first where it is missing)")
    with open_store(settings) as store:
        _say("2/4", "Loading the sample company")
        _load_sample(store, settings)
        _say("3/4", "Finding who matters")
        _analyse(store, settings)
    if serve:
        _say("4/4", "Serving")
        _serve(port)
    else:
        _say("4/4", "Ready: guanxi serve shows it, guanxi influencers lists it, guanxi db stop ends Neo4j")


def _load_sample(store: Store, settings: Settings) -> None:
    """Load the sample company where nothing is loaded, or where loading it was cut short."""
    from cli.progress import shown_progress
    from cli.sample.generate import write
    from guanxi.appstore import open_appstore
    from ingest.pipeline import ingest

    folder, loaded = settings.home / "sample", _loaded_mark(settings)
    if store.read("ingest/batches") and (loaded.exists() or not folder.exists()):
        console.print("    What was loaded before is used.")
        return
    loaded.unlink(missing_ok=True)
    with shown_progress() as progress:
        write(folder, progress=progress)
        with closing(open_appstore(settings)) as appstore:
            summary = ingest([folder], store, appstore, settings, progress=progress)
    loaded.touch()
    console.print(
        f"    {summary.read:,} records read: {summary.accepted:,} accepted, {summary.quarantined:,} set aside "
        "(the sample has some dirt).",
        highlight=False,
    )


def _loaded_mark(settings: Settings) -> Path:
    """The file that says that all of the sample company is loaded."""
    return settings.home / "sample.loaded"


def _analyse(store: Store, settings: Settings) -> None:
    from cli.analyze import analyze_with_progress
    from graph.analysis.ties import newest_moment

    newest = store.read("analysis/newest_run", complete=True)
    if not newest and _loaded_mark(settings).exists():
        analyze_with_progress(store, settings, as_of=newest_moment(store) - _MONTH)
    run = newest[0] if newest else vars(analyze_with_progress(store, settings))
    console.print(f"    {run['people']:,} people and {run['ties']:,} ties on the map.", highlight=False)


def _serve(port: int | None) -> None:
    """`guanxi serve` in a fresh process: what analysis left in this one, its threads above all, must not be forked."""
    command = [sys.executable, "-m", "cli.main", "serve", *(("--port", str(port)) if port is not None else ())]
    if sys.platform == "win32":
        raise typer.Exit(subprocess.call(command))
    os.execv(sys.executable, command)  # noqa: S606 - no shell is meant


def _say(step: str, what: str) -> None:
    console.print(f"[bold]{step}[/] {what}", highlight=False)

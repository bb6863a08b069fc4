"""`guanxi analyze`: people, accounts, clusters and places on the map, computed and written to the graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from guanxi.config import Settings, load
from guanxi.terminal import console

if TYPE_CHECKING:
    from graph.analysis.run import Run
    from graph.store import Store

__all__ = ["analyze", "analyze_with_progress"]


def analyze(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Describe this moment (UTC), not the newest."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="METHOD", help="ties, pagerank, clusters, …; may be repeated. An unknown one lists all."),
    ] = None,
    with_employees: Annotated[bool, typer.Option(help="Keep our own people in the network, unranked.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Count all ties anew.")] = False,
) -> None:
    """Compute ties, influence, clusters, the map, and what is to be known of accounts."""
    from graph.connect import open_store

    settings = load()
    moment = as_of.replace(tzinfo=UTC) if as_of else None
    with open_store(settings) as store:
        run = analyze_with_progress(
            store, settings, as_of=moment, only=only, with_employees=with_employees, rebuild=rebuild
        )
    for line in _told(run):
        console.print(line, highlight=False, markup=False)


def _told(run: Run) -> Iterator[str]:
    moment = f"as of {run.as_of:%Y-%m-%d %H:%M} UTC"
    if run.id is None:
        yield f"Ties {run.update.how}, {run.update.written:,} written, {moment}"
        return
    basis = "" if run.basis == "ties" else ", tied by accounts, orders and managers (no dealings among them are known)"
    yield f"{run.people:,} people, {run.ties:,} ties{basis}, {run.accounts:,} accounts, {moment}"
    yield from (f"Not computed: {method.replace('_', ' ')}. {why}" for method, why in run.notes.items())
    if run.reused:
        yield f"Nothing has changed since run {run.id}."
    elif run.update.how == "apart":
        yield f"Done in {run.seconds:.1f} s. Maps and lists stay those of the newest moment; see guanxi history."
    else:
        yield f"Done in {run.seconds:.1f} s. See guanxi influencers, guanxi clusters, guanxi segments."


def analyze_with_progress(
    store: Store,
    settings: Settings,
    *,
    as_of: datetime | None = None,
    only: Collection[str] | None = None,
    with_employees: bool = False,
    rebuild: bool = False,
) -> Run:
    """As `graph.analysis.run.analyze`, showing each step and how far it is."""
    from graph.analysis import run

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading interactions", total=1.0)
        return run.analyze(
            store,
            settings,
            as_of=as_of,
            only=only,
            with_employees=with_employees,
            rebuild=rebuild,
            progress=lambda step, done: bar.update(task, description=step, completed=done),
        )

"""`guanxi analyze`: ties, readings, clusters and places on the map, computed and written to the graph."""

from __future__ import annotations

from collections.abc import Collection
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
        typer.Option(help="ties, pagerank, betweenness, harmonic, degree, clusters or layout; may be repeated."),
    ] = None,
    with_employees: Annotated[bool, typer.Option(help="Keep our own people in the network, unranked.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Count all ties anew.")] = False,
) -> None:
    """Compute ties, influence, clusters and the map."""
    from graph.connect import open_store

    settings = load()
    moment = as_of.replace(tzinfo=UTC) if as_of else None
    with open_store(settings) as store:
        run = analyze_with_progress(
            store, settings, as_of=moment, only=only, with_employees=with_employees, rebuild=rebuild
        )
    basis = "" if run.basis == "ties" else ", tied by accounts, orders and managers (no dealings among them are known)"
    console.print(
        f"{run.people:,} people, {run.ties:,} ties{basis}, as of {run.as_of:%Y-%m-%d %H:%M} UTC", highlight=False
    )
    if run.reused:
        console.print(f"Nothing has changed since run {run.id}.", highlight=False)
    else:
        console.print(f"Done in {run.seconds:.1f} s. See guanxi influencers, guanxi clusters.", highlight=False)


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

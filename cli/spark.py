"""`guanxi spark`: networks larger than memory, analysed by Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.progress import shown_progress
from guanxi.config import load as load_settings
from guanxi.terminal import console

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Analyse a network larger than memory with Spark.")

_GraphArgument = Annotated[Path, typer.Argument(metavar="GRAPH", help="The folder of the network.")]
_OutArgument = Annotated[Path, typer.Argument(metavar="READINGS", help="The folder of what Spark found.")]


@app.command()
def export(
    graph: _GraphArgument,
    with_employees: Annotated[bool, typer.Option(help="Keep our own people in the network.")] = False,
) -> None:
    """Write the network of people as Parquet files."""
    from graph.connect import open_store
    from graph.spark.export import export_network

    settings = load_settings()
    with open_store(settings) as store, shown_progress() as tell:
        exported = export_network(
            store, settings, graph, with_employees=with_employees, progress=lambda ties: tell("Ties", ties, None)
        )
    console.print(f"{exported.ties:,} ties and {exported.referrals:,} referrals in {graph}", highlight=False)


@app.command()
def run(
    graph: _GraphArgument,
    out: _OutArgument,
    graphframes: Annotated[bool, typer.Option(help="Use GraphFrames, not the GraphX that comes with Spark.")] = False,
    jar: Annotated[list[Path] | None, typer.Option(help="A jar of GraphFrames; else it is fetched.")] = None,
    memory: Annotated[str, typer.Option(help="Memory of Spark.")] = "2g",
) -> None:
    """Compute PageRank, degrees, triangles, components and labels on this machine; a cluster is told in the docs."""
    from graph.spark.submit import run_job

    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    with console.status("Spark is computing"):
        run_job(
            graph,
            out,
            settings.home / "spark.log",
            engine="graphframes" if graphframes else "graphx",
            memory=memory,
            damping=settings.influence.damping,
            jars=jar or (),
            maven_url=settings.graph.maven_url,
        )
    console.print(f"Readings are in {out}", highlight=False)


@app.command()
def load(graph: _GraphArgument, out: _OutArgument) -> None:
    """Write what Spark found into the graph, as a run of its own."""
    from graph.connect import open_store
    from graph.spark.load import load_readings

    settings = load_settings()
    with open_store(settings) as store, shown_progress() as tell:
        found = load_readings(
            store, settings, graph, out, lambda done: tell("Writing readings", round(done * 100), 100)
        )
    console.print(f"Run {found}", highlight=False)

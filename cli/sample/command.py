"""`guanxi sample`: write the sample company's files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from guanxi.terminal import console


def sample(
    folder: Annotated[Path, typer.Argument(help="Where to write the files.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="The same seed gives the same company.", min=0)] = 7,
    scale: Annotated[int, typer.Option(help="How many times larger than 300 customers.", min=1)] = 1,
    truth: Annotated[Path | None, typer.Option(help="Also write what is true of the company, as JSON.")] = None,
) -> None:
    """Write the files of a made-up company: a CRM export to try Guanxi with, in English and Chinese."""
    from cli.sample.generate import write

    with Progress(console=console) as bar:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done)

        known = write(folder, seed=seed, scale=scale, progress=show)
    if truth:
        known.save(truth)
    console.print(f"{sum(known.rows.values()):,} records in {folder}.", highlight=False)

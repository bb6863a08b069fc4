"""`guanxi map`: a stand-alone HTML map of a person's or an account's surroundings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guanxi.config import load
from guanxi.errors import UsageError
from guanxi.terminal import console


def map_command(
    who: Annotated[str, typer.Argument(metavar="PERSON|ACCOUNT", help="A key, an id, an e-mail or a whole name.")],
    hops: Annotated[int, typer.Option(min=1, max=4, help="How many ties away to go.")] = 1,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("map.html"),
    people: Annotated[int, typer.Option(min=2, max=500, help="At most so many people.")] = 150,
) -> None:
    """Draw who is around a person or an account, as one HTML file that opens anywhere without a network."""
    from graph.connect import open_store
    from graph.reports import surroundings
    from graph.reports.accounts import as_of
    from web.offline_map import render

    with open_store(load()) as store:
        key = surroundings.resolve(store, who)
        found = surroundings.around(store, key, hops, people)
        moment = as_of(store)
    columns = found["people"]
    name = columns["name"][columns["key"].index(key)] or key
    try:
        out.write_text(render(found, name, moment[:10] if moment else None), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another place with --out.") from error
    left_out = f", {found['left_out']:,} more left out" if found["left_out"] else ""
    console.print(f"{out}: {name}, {found['shown']['people']:,} people and accounts{left_out}.", highlight=False)

"""`guanxi recommend`: what an account may buy next, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console

_COLUMNS = {"place": "", "product": "Id", "name": "Product", "score": "Score", "text": "Why"}


def recommend(
    account: Annotated[str, typer.Argument(help="Id of the account.")], format: FormatOption = Format.TABLE
) -> None:
    """Show what an account may buy next, how likely it is to buy soon, and why."""
    from graph.connect import open_store
    from graph.reports.next_products import next_products

    with open_store(load()) as store:
        found = next_products(store, account)
    show(found["items"], _COLUMNS, format, document=found)
    if format is not Format.TABLE:
        return
    if found["intent"]:
        console.print(found["intent"]["text"] + ".", highlight=False, markup=False)
    if judged := found["judged"]["recommend"]:
        console.print(
            f"Tested on {judged['tested']} accounts: what they began to buy last is among five such products in"
            f" {judged['hit']['5']:.0%} of cases, among the five most bought in {judged['popular']['5']:.0%}.",
            highlight=False,
        )
    for name in ("recommend", "intent"):
        if why := found["run"]["notes"].get(name):
            console.print(f"Not computed: {name}. {why}", highlight=False, markup=False)

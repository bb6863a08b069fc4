"""`guanxi duplicates`: records that may be of the same person or company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.terminal import console

if TYPE_CHECKING:
    from graph.store import Store
    from guanxi.appstore import AppStore

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Records that may be of the same person or company.")

_COLUMNS = {
    "id": "No.",
    "label": "Of",
    "a": "One",
    "b": "Other",
    "probability": "Probability",
    "why": "Why",
    "status": "Status",
    "decided_by": "Decided by",
}
_Key = Annotated[str, typer.Argument(help="A record, as contact:hubspot:7 or customer:7.", show_default=False)]
_BY = "command line"


@app.command("list")
def list_pairs(
    merged: Annotated[bool, typer.Option("--merged", help="What was merged.")] = False,
    different: Annotated[bool, typer.Option("--different", help="What was said to be different, or split.")] = False,
    label: Annotated[str | None, typer.Option(help="Only Contact, Customer or Employee.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show pairs that somebody should decide about, the likeliest first; or what was decided."""
    from ingest.identity import decisions
    from ingest.identity.words import sentences

    chosen = [decisions.MERGED] if merged else [decisions.DIFFERENT, decisions.SPLIT] if different else [decisions.OPEN]
    with _stores() as (_, appstore):
        rows = [row for status in chosen for row in decisions.listed(appstore, status=status, label=label, limit=limit)]
        total = sum(decisions.count(appstore, status=status, label=label) for status in chosen)
    shown = [{**row, "why": [said.text for said in sentences(row["evidence"])[:3]]} for row in rows]
    show(shown, _COLUMNS, format, document={"items": shown, "total": total})
    if total > len(rows):
        console.print(f"{len(rows)} of {total} pairs; --limit shows more.", highlight=False)


@app.command("show")
def show_pair(number: int, format: FormatOption = Format.TABLE) -> None:
    """Show both records of a pair side by side, and what speaks for and against it."""
    from ingest.identity import decisions, review
    from ingest.identity.words import sentences

    with _stores() as (store, appstore):
        pair = review.both(store, decisions.numbered(appstore, number))
    rows: list[dict[str, Any]] = [{"name": line["name"], "a": line["a"], "b": line["b"]} for line in pair["lines"]]
    a, b = pair["records"]
    rows += [{"name": name, "a": a[name], "b": b[name]} for name in ("source", "accounts", "interactions")]
    show(rows, {"name": "", "a": pair["a"], "b": pair["b"]}, format, document=pair)
    if format is Format.TABLE:
        for said in sentences(pair["evidence"]):
            console.print(
                f"{'+' if said.weight >= 0 else '-'} {said.text} ({said.word})", highlight=False, markup=False
            )


@app.command()
def merge(a: _Key, b: _Key) -> None:
    """Say that two records are the same: one node stands for both."""
    from ingest.identity import review

    with _stores() as (store, appstore):
        review.merge(store, appstore, a, b, _BY)
    console.print(f"{a} and {b} are one now. guanxi analyze brings ties up to date.", highlight=False)


@app.command()
def different(a: _Key, b: _Key) -> None:
    """Say that two records are not the same; they are never merged by rule."""
    from ingest.identity import review

    with _stores() as (store, appstore):
        review.mark_different(store, appstore, a, b, _BY)
    console.print(f"{a} and {b} stay apart.", highlight=False)


@app.command()
def split(key: _Key) -> None:
    """Give every record that is merged with this one its own node, values and relationships back."""
    from ingest.identity import review

    with _stores() as (store, appstore):
        keys = review.split(store, appstore, key, _BY)
    console.print(f"Apart again: {', '.join(keys)}. guanxi analyze brings ties up to date.", highlight=False)


@app.command()
def find(
    everything: Annotated[bool, typer.Option("--all", help="Compare all records, not only new ones.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Look for duplicates among what was loaded since the last time."""
    from cli.progress import shown_progress
    from guanxi.config import load
    from ingest.identity.resolve import resolve

    with _stores() as (store, appstore), shown_progress() as progress:
        found = resolve(store, appstore, load(), everything=everything, tell=progress)
    columns = {"compared": "Pairs compared", "merged": "Records merged", "to_review": "Pairs to review"}
    show([vars(found)], columns, format, document=vars(found))


@contextmanager
def _stores() -> Iterator[tuple[Store, AppStore]]:
    from graph.connect import open_store
    from guanxi.appstore import open_appstore
    from guanxi.config import load

    settings = load()
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        yield store, appstore

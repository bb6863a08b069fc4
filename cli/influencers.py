"""`guanxi influencers`: who matters, and why; and whom to win together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.errors import UsageError
from guanxi.terminal import console

_COLUMNS = {
    "rank": "Rank",
    "name": "Name",
    "key": "Key",
    "account": "Account",
    "cluster_name": "Cluster",
    "score": "Score",
    "why": "Why",
}
_TOGETHER = {
    "rank": "No.",
    "name": "Name",
    "key": "Key",
    "account": "Account",
    "adds": "Adds",
    "reach": "Together",
    "else": "If not",
    "why": "Why",
}
_BASES = {"lifetime_value": "lifetime value", "revenue": "revenue so far", "people": "people"}


def influencers(
    by: Annotated[
        str,
        typer.Option(
            "--by",
            "--reading",
            help="reach (whom to win together), authority or pagerank, betweenness, harmonic, degree, referrals, core "
            "or constraint.",
        ),
    ] = "pagerank",
    limit: Annotated[int, typer.Option("--limit", "-k", min=1, max=10_000, help="How many people.")] = 20,
    cluster: Annotated[int | None, typer.Option(help="Only people of the cluster with this number.")] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Of --by reach: not this person, or account (customer:ID); may be repeated."),
    ] = None,
    won: Annotated[
        list[str] | None, typer.Option(help="Of --by reach: this person is won already; may be repeated.")
    ] = None,
    market: Annotated[
        list[str] | None,
        typer.Option(help="Of --by reach: region=, city=, industry= or company=; may be repeated."),
    ] = None,
    budget: Annotated[float | None, typer.Option(help="Of --by reach: what all may cost together.")] = None,
    cost: Annotated[
        list[str] | None, typer.Option(help="Of --by reach: contact:7=3 costs 3, others --each; may be repeated.")
    ] = None,
    each: Annotated[float, typer.Option(help="Of --by reach: what somebody costs of whom --cost says nothing.")] = 1.0,
    opted_out: Annotated[bool, typer.Option(help="Of --by reach: choose people who opted out, too.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show who has the most influence, or whom to win together, and why."""
    if by == "reach":
        if cluster is not None:
            raise UsageError("--cluster does not go with --by reach.", "Narrow it with --market.")
        _together(limit, exclude or (), won or (), market or (), budget, cost or (), each, opted_out, format)
        return
    if exclude or won or market or budget or cost:
        raise UsageError("--exclude, --won, --market, --budget and --cost go with --by reach only.")
    from graph.connect import open_store
    from graph.reports import influencers as reports

    with open_store(load()) as store:
        found = reports.influencers(store, by, limit=limit, cluster=cluster)
    rows = [{**item, "why": _why(item)} for item in found["items"]]
    show(rows, _COLUMNS, format, document=found)
    if format is Format.TABLE:
        run = found["run"]
        console.print(f"{len(rows)} of {found['total']} people, as of {run['as_of'][:16]}", highlight=False)
        if run["basis"] == "structure":
            console.print("Tied by accounts, orders and managers: no dealings among them are known.", highlight=False)


def _together(
    k: int,
    exclude: Iterable[str],
    won: Iterable[str],
    market: Iterable[str],
    budget: float | None,
    cost: Iterable[str],
    each: float,
    opted_out: bool,
    format: Format,
) -> None:
    from cli.progress import shown_progress
    from graph.connect import open_store
    from graph.reports.reach import Plan, best_together
    from graph.reports.surroundings import resolve

    settings = load()
    with open_store(settings) as store, shown_progress() as bars:
        plan = Plan(
            k=k,
            excluded=[resolve(store, name) for name in exclude if not name.startswith("customer:")],
            accounts=[name.removeprefix("customer:") for name in exclude if name.startswith("customer:")],
            opted_out=opted_out,
            won=[resolve(store, name) for name in won],
            budget=budget,
            usual_cost=each,
            costs={resolve(store, name): _number(value) for name, value in map(_pair, cost)},
            market=dict(map(_pair, market)),
        )
        found = best_together(store, settings, plan, lambda what, done: bars(what, round(done * 100), 100))
    rows = [{**item, "else": _otherwise(item), "why": _why(item)} for item in found["items"]]
    show(rows, _TOGETHER, format, document=found)
    if format is Format.TABLE:
        for line in _stated(found):
            console.print(line, highlight=False)


def _stated(found: dict[str, Any]) -> Iterable[str]:
    """What the figures are, and how sure they are."""
    worth, sure = found["worth"], found["guarantee"]
    unit = "people" if worth["basis"] == "people" else f"of customers by {_BASES[worth['basis']]}"
    total = f"{worth['worth']:,.0f} {worth['currency']}".strip()
    yield f"Together {sure['reach']:,.0f} of {total} {unit}, as of {found['run']['as_of'][:16]}."
    yield (
        f"With {sure['confidence']:.0%} certainty that is at least {sure['of_the_best']:.0%} of what any other choice "
        f"could reach; {sure['promised']:.0%} was promised of any network."
    )
    if found["cost"] is not None:
        yield f"All cost {found['cost']:,.2f} together."


def _otherwise(item: dict[str, Any]) -> str:
    other = item["instead"]
    return f"{other['name']} (together {other['reach']:,.0f})" if other else ""


def _why(item: dict[str, Any]) -> str:
    texts = [reason["text"] for reason in item["reasons"]]
    if item.get("reaches"):
        likely = ", ".join(f"{other['name']} ({other['chance']:.0%})" for other in item["reaches"])
        texts.insert(1, f"Most value is expected of {likely}")
    return ". ".join(texts)


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.rpartition("=")
    if not mark:
        raise UsageError(f"{text!r} has no =.", "Write region=Nord, or contact:7=3.")
    return name, value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a number.") from error

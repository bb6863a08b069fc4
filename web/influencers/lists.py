"""The list that an address asks for, the same for the page, its files and campaign lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.reports.influencers import influencers
from graph.reports.people import people_now
from graph.reports.reach import Plan, best_together
from web import services
from web.influencers.asked import Asked

__all__ = ["found", "worth_of_no"]


def found(asked: Asked) -> dict[str, Any]:
    """The people who are asked for: what `best_together` or `influencers` returns, with `total` and `unit`."""
    if asked.aim != "reach":
        listed = influencers(
            services.store(),
            asked.reading,
            limit=asked.k,
            market=asked.market,
            without=asked.without,
            opted_out=asked.opted_out,
        )
        return {**listed, "guarantee": None}
    chosen = best_together(services.store(), services.settings(), _plan(asked))
    return {**chosen, "total": chosen["people"] - chosen["opted_out"]}


def _plan(asked: Asked) -> Plan:
    return Plan(
        k=asked.k,
        excluded=asked.without,
        market=asked.market,
        budget=asked.budget,
        usual_cost=asked.each,
        costs=asked.costs,
    )


def worth_of_no(asked: Asked, chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Who said no, and what that costs: {"people": [{"key", "name"}], "before" and "lost" (reach), "share"}."""
    if not asked.without:
        return None
    known = people_now(services.store(), asked.without)
    people = [{"key": key, "name": known[key]["name"] if key in known else key} for key in asked.without]
    said: dict[str, Any] = {"people": people}
    if asked.aim != "reach":
        return {**said, "lost": None}
    before = found(replace(asked, without=()))["guarantee"]["reach"]
    lost = max(0.0, before - chosen["guarantee"]["reach"])
    return {**said, "before": before, "lost": lost, "share": lost / before if before else 0.0}

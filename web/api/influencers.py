"""GET /api/influencers and /api/reach: whom to win for an aim in a market, and whom they are likely to reach."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Float, Integer, List, String
from apiflask.validators import Length, OneOf, Range, Regexp
from flask import request

from graph.reports.influencers import influencers as ranked
from graph.reports.population import FACETS
from graph.reports.reach import Plan, best_together, whom_they_reach
from graph.reports.runs import RANKINGS
from web import services
from web.influencers.aims import AIMS

blueprint = APIBlueprint("api_influencers", __name__, url_prefix="/api", tag="influencers")


class ListQuery(Schema):
    """An aim or a reading, how many people, and in which market; for the aim `reach` they are chosen together."""

    aim = String(load_default=None, allow_none=True, validate=OneOf([*AIMS, *RANKINGS]))
    reading = String(load_default="pagerank", validate=OneOf(RANKINGS), metadata={"description": "where no aim is"})
    limit = Integer(load_default=50, validate=Range(1, 1000))
    without = List(String(), load_default=[], metadata={"description": "keys of people who are out of the question"})
    budget = Float(load_default=None, allow_none=True, validate=Range(0, min_inclusive=False))
    each = Float(load_default=1.0, validate=Range(0, min_inclusive=False), metadata={"description": "what one costs"})
    cost = List(String(validate=Regexp(r".+=\d+(\.\d+)?")), load_default=[], metadata={"description": "contact:7=3"})
    region, industry, segment, tier, city, company = (String(load_default=None) for _ in range(6))
    cluster = Integer(load_default=None, allow_none=True, validate=Range(0))


class ReachQuery(Schema):
    """Whose reach."""

    key = List(String(), required=True, validate=Length(1, 100))
    limit = Integer(load_default=200, validate=Range(1, 2000))


@blueprint.get("/influencers")
@blueprint.input(ListQuery, location="query")
def influencers(query_data: dict[str, Any]) -> dict[str, Any]:
    """The people to win for an aim, each with the reasons why; those who opted out are marked, or never chosen."""
    market = {name: request.args[name] for name in FACETS if request.args.get(name)}
    without, limit = query_data["without"], query_data["limit"]
    aim = query_data["aim"] or query_data["reading"]
    if query_data["aim"] == "reach":
        costs = {key: float(value) for key, _equals, value in (pair.rpartition("=") for pair in query_data["cost"])}
        priced = {"budget": query_data["budget"], "usual_cost": query_data["each"], "costs": costs}
        plan = Plan(k=limit, excluded=without, market=market, **priced)
        return best_together(services.store(), services.settings(), plan)
    return ranked(services.store(), aim, limit=limit, market=market, without=without)


@blueprint.get("/reach")
@blueprint.input(ReachQuery, location="query")
def reach(query_data: dict[str, Any]) -> dict[str, Any]:
    """Whom each of these people is likely to win, with the chances."""
    return whom_they_reach(services.store(), services.settings(), query_data["key"], limit=query_data["limit"])

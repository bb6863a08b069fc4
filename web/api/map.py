"""GET /api/map, /api/influencers, and the neighbours of a person: what maps and ranked lists are drawn from."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, String
from apiflask.validators import OneOf, Range

from graph.reports.influencers import influencers as ranked
from graph.reports.network_map import market_map
from graph.reports.network_map import neighbours as around
from graph.reports.runs import READINGS
from graph.reports.surroundings import around_account
from web import services

blueprint = APIBlueprint("api_map", __name__, url_prefix="/api", tag="map")


class MapQuery(Schema):
    """Which people: by which reading, of which cluster, how many."""

    reading = String(load_default="pagerank", validate=OneOf(READINGS))
    cluster = Integer(load_default=None, allow_none=True, validate=Range(0))
    limit = Integer(load_default=None, allow_none=True, validate=Range(1, 100_000))


class ListQuery(MapQuery):
    """As for the map; lists are shorter."""

    limit = Integer(load_default=50, validate=Range(1, 1000))


class NeighboursQuery(Schema):
    """Which of a person's neighbours, the strongest ties first."""

    reading = String(load_default="pagerank", validate=OneOf(READINGS))
    offset = Integer(load_default=0, validate=Range(0))
    limit = Integer(load_default=25, validate=Range(1, 500))


@blueprint.get("/map")
@blueprint.input(MapQuery, location="query")
def market(query_data: dict[str, Any]) -> dict[str, Any]:
    """The people who come first by a reading, their places, and the strongest ties among them, as columns."""
    limit = query_data["limit"] or services.settings().web.map_nodes
    return market_map(services.store(), query_data["reading"], limit=limit, cluster=query_data["cluster"])


@blueprint.get("/influencers")
@blueprint.input(ListQuery, location="query")
def influencers(query_data: dict[str, Any]) -> dict[str, Any]:
    """The people who come first by a reading, each with the reasons why."""
    return ranked(services.store(), query_data["reading"], limit=query_data["limit"], cluster=query_data["cluster"])


@blueprint.get("/people/<key>/neighbours")
@blueprint.input(NeighboursQuery, location="query")
def neighbours(key: str, query_data: dict[str, Any]) -> dict[str, Any]:
    """A person with some of those they know, and the ties among them, as on the map; "more" are left."""
    return around(services.store(), key, query_data["reading"], offset=query_data["offset"], limit=query_data["limit"])


@blueprint.get("/accounts/<path:identifier>/map")
def account(identifier: str) -> dict[str, Any]:
    """An account, its people, and our employees who know them, in rings."""
    return around_account(services.store(), identifier, limit=services.settings().web.map_nodes)

"""GET /api/map, and the neighbours of a person: what maps are drawn from."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, String
from apiflask.validators import OneOf, Range
from flask import Response, request
from flask.typing import ResponseReturnValue

from graph.reports.network_map import market_map
from graph.reports.network_map import neighbours as around
from graph.reports.runs import READINGS
from graph.reports.surroundings import around_account
from graph.reports.whole_map import whole_map
from web import services
from web.map.files import FORMATS
from web.map.kept import KeptMaps
from web.map.packing import TYPE

blueprint = APIBlueprint("api_map", __name__, url_prefix="/api", tag="map")

MOST = 100_000
"""More people than these no map shows."""

_MOST_AROUND = 2000

_kept = KeptMaps()


class MapQuery(Schema):
    """Which people: by which reading, of which cluster, how many."""

    reading = String(load_default="pagerank", validate=OneOf(READINGS))
    cluster = Integer(load_default=None, allow_none=True, validate=Range(0))
    limit = Integer(load_default=None, allow_none=True, validate=Range(1, MOST))


class WholeMapQuery(MapQuery):
    """And in which format; without one, packed for whoever accepts that, else JSON."""

    format = String(load_default=None, allow_none=True, validate=OneOf(("json", "packed", *FORMATS)))


class NeighboursQuery(Schema):
    """Which of a person's neighbours, the strongest ties first."""

    reading = String(load_default="pagerank", validate=OneOf(READINGS))
    offset = Integer(load_default=0, validate=Range(0))
    limit = Integer(load_default=25, validate=Range(1, 500))


@blueprint.get("/map")
@blueprint.input(WholeMapQuery, location="query")
def market(query_data: dict[str, Any]) -> ResponseReturnValue:
    """The people who come first by a reading, their places, and the strongest ties among them, as columns.

    Packed, GEXF and GraphML hold up to 100,000 people unless a limit is given, JSON as many as `web.map_nodes`.
    """
    reading, cluster, limit = (query_data[name] for name in ("reading", "cluster", "limit"))
    wanted = query_data["format"] or ("packed" if request.accept_mimetypes.quality(TYPE) == 1 else "json")
    if wanted == "json":
        limit = limit or services.settings().web.map_nodes
        return market_map(services.store(), reading, limit=limit, cluster=cluster)
    if wanted == "packed":
        return _packed(reading, limit or MOST, cluster)
    write, mimetype = FORMATS[wanted]
    found = whole_map(services.store(), reading, limit=limit or MOST, cluster=cluster)
    name = f"map-{reading}-{found.head['run']['as_of'][:10]}.{wanted}"
    return Response(write(found), mimetype=mimetype, headers={"Content-Disposition": f"attachment; filename={name}"})


def _packed(reading: str, limit: int, cluster: int | None) -> Response:
    """As it is kept; a browser that has it already is told so."""
    body, tag = _kept.get(services.store(), reading, limit=limit, cluster=cluster)
    answer = Response(body, mimetype=TYPE, headers={"Content-Encoding": "gzip", "Cache-Control": "private, no-cache"})
    answer.vary.update(("Accept", "Accept-Encoding"))
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer


@blueprint.get("/people/<key>/neighbours")
@blueprint.input(NeighboursQuery, location="query")
def neighbours(key: str, query_data: dict[str, Any]) -> dict[str, Any]:
    """A person with some of those they know, and the ties among them, as on the map; "more" are left."""
    return around(services.store(), key, query_data["reading"], offset=query_data["offset"], limit=query_data["limit"])


@blueprint.get("/accounts/<path:identifier>/map")
def account(identifier: str) -> dict[str, Any]:
    """An account, its people, and our employees who know them, in rings."""
    return around_account(services.store(), identifier, limit=_MOST_AROUND)

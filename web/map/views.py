"""A map as a page that stands alone, drawn by pyvis: the surroundings of a person or an account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from graph.reports.runs import current_run
from graph.reports.surroundings import around
from guanxi.errors import NotFoundError
from web import offline_map, services
from web.map.texts import texts

blueprint = Blueprint("map", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"texts": texts, "map_nodes": lambda: services.settings().web.map_nodes}


@blueprint.get("/maps/<path:key>.html")
def page(key: str) -> Response:
    """The page around a person (`contact:7`, `employee:7`) or an account (`customer:7`), as a file to keep."""
    store = services.store()
    data = around(store, key)
    try:
        as_of = current_run(store)["as_of"][:10]
    except NotFoundError:
        as_of = None
    name = data["people"]["name"][data["people"]["key"].index(key)] or key
    return Response(
        offline_map.render(data, name, as_of),
        mimetype="text/html",
        headers={"Content-Disposition": f'attachment; filename="map-{key.replace(":", "-")}.html"'},
    )

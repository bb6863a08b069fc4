"""GET /api/people: the card of a person."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from graph.reports import people as reports
from web import services

blueprint = APIBlueprint("api_people", __name__, url_prefix="/api", tag="people")


@blueprint.get("/people/<key>")
def card(key: str) -> dict[str, Any]:
    """A person's facts, readings in the newest analysis and ten strongest ties."""
    return reports.card(services.store(), key)

"""Search by name or e-mail."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

blueprint = APIBlueprint("api_search", __name__, url_prefix="/api")


@blueprint.get("/search")
def search() -> dict[str, Any]:
    """At most ten customers and people whose name or e-mail begins so."""
    return {"items": []}

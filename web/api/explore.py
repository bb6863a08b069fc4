"""GET /api/explore: what the screen Explore draws, how many neighbours somebody has, and the ties as they were."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from apiflask import APIBlueprint, Schema
from apiflask.fields import String
from apiflask.validators import Length

from graph.reports import explore as reports
from graph.reports.ties_then import ties_then
from guanxi.errors import UsageError
from web import services

blueprint = APIBlueprint("api_explore", __name__, url_prefix="/api/explore", tag="explore")

_FORM = "The keys of people and accounts are encoded as in addresses."
_EACH = 500


class Query(Schema):
    """What is on the screen: lists with commas, whose parts are joined by ~."""

    roots = String(load_default="", validate=Length(max=20_000), metadata={"description": f"keys. {_FORM}"})
    pin = String(load_default="", validate=Length(max=20_000), metadata={"description": "key~x~y: who stays there"})
    open = String(
        load_default="", validate=Length(max=20_000), metadata={"description": "key~kind~how many neighbours"}
    )
    ways = String(
        load_default="", validate=Length(max=4_000), metadata={"description": "key~key~strength or steps: paths"}
    )


@blueprint.get("")
@blueprint.input(Query, location="query")
def scene(query_data: dict[str, Any]) -> dict[str, Any]:
    """People, accounts and ties as columns, with places; and what was opened."""
    return reports.scene(services.store(), _asked(query_data))


@blueprint.get("/kinds/<path:key>")
def kinds(key: str) -> dict[str, Any]:
    """How many neighbours of each kind there are."""
    return {"key": key, "kinds": reports.kinds(services.store(), key)}


@blueprint.get("/then")
@blueprint.input(Query, location="query")
def then(query_data: dict[str, Any]) -> dict[str, Any]:
    """The strengths of the ties among the people on the screen at the end of each month."""
    store = services.store()
    people = [key for key in reports.gathered(store, _asked(query_data)).places if not key.startswith("customer:")]
    return ties_then(store, services.settings(), people)


def _asked(query: dict[str, Any]) -> reports.Asked:
    try:
        pinned = {key: (float(x), float(y)) for key, x, y in _rows(query["pin"])}
        opened = [reports.Opened(key, kind, _count(count)) for key, kind, count in _rows(query["open"])]
        ways = [reports.Way(start, end, by) for start, end, by in _rows(query["ways"])]
    except ValueError as error:
        raise UsageError("The address of this view cannot be read.", "Begin again from the screen Explore.") from error
    return reports.Asked([key for (key,) in _rows(query["roots"])], pinned, opened, ways)


def _rows(text: str) -> list[list[str]]:
    return [[unquote(part) for part in row.split("~")] for row in text.split(",") if row]


def _count(text: str) -> int:
    return max(1, min(_EACH, int(text)))

"""GET /api/search: accounts and people by name."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import List, Nested, String
from flask import url_for

from graph.reports.search import search as find
from web import services

blueprint = APIBlueprint("api_search", __name__, url_prefix="/api", tag="search")


class Query(Schema):
    """What was typed."""

    q = String(load_default="", metadata={"description": "beginnings of words in a name or e-mail"})


class Item(Schema):
    """Something that was found."""

    kind = String(metadata={"description": "customer, contact or employee"})
    key = String(metadata={"description": "an account's id, or a person's key such as contact:7"})
    name = String()
    detail = String()
    url = String()


class Items(Schema):
    """At most ten of them, the best first."""

    items = List(Nested(Item))


@blueprint.get("/search")
@blueprint.input(Query, location="query")
@blueprint.output(Items)
def search(query_data: dict[str, Any]) -> dict[str, Any]:
    """Accounts and people whose name or e-mail has words that begin so."""
    return {"items": with_addresses(find(services.store(), query_data["q"]))}


def with_addresses(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, each with the address of its page."""
    return [{**item, "url": address(item["kind"], item["key"])} for item in items]


def address(kind: str, key: str) -> str:
    """The page of an account or a person."""
    if kind == "customer":
        return url_for("account.one", identifier=key)
    return url_for("people.person", key=key)

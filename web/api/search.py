"""GET /api/search: accounts and people by name."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, List, Nested, String
from flask_babel import gettext as _

from graph.reports.search import search as find
from web import services
from web.records import record_url

blueprint = APIBlueprint("api_search", __name__, url_prefix="/api", tag="search")


class Query(Schema):
    """What was typed."""

    q = String(
        load_default="",
        metadata={"description": "words of a name, e-mail or company; person:, account: or us: narrow it"},
    )


class Item(Schema):
    """Something that was found."""

    kind = String(metadata={"description": "customer, contact or employee"})
    key = String(metadata={"description": "such as customer:7, contact:7, employee:7"})
    name = String()
    detail = String()
    opted_out = Boolean(metadata={"description": "does not want to be written to"})
    url = String()


class Items(Schema):
    """At most ten of them, the best first."""

    items = List(Nested(Item))


@blueprint.get("/search")
@blueprint.input(Query, location="query")
@blueprint.output(Items)
def search(query_data: dict[str, Any]) -> dict[str, Any]:
    """Accounts and people by name, pinyin, e-mail or company, typos forgiven."""
    return {"items": with_addresses(find(services.store(), query_data["q"]))}


def with_addresses(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, each with the address of its page, and said of those who opted out."""
    return [
        {
            **item,
            "url": record_url(item["key"]),
            "detail": " · ".join(filter(None, (item["detail"], _("opted out") if item["opted_out"] else ""))),
        }
        for item in items
    ]

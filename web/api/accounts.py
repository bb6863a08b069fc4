"""GET /api/accounts: the list of accounts, and one of them with everything that is known about it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, String
from apiflask.validators import OneOf, Range

from graph.reports import accounts as reports
from web import services

__all__ = ["ListQuery", "blueprint"]

blueprint = APIBlueprint("api_accounts", __name__, url_prefix="/api", tag="accounts")


class ListQuery(Schema):
    """Which accounts, in which order."""

    text = String(load_default="", metadata={"description": "part of the name"})
    industry = String(load_default="")
    city = String(load_default="")
    owner = String(load_default="", metadata={"description": "employee:ID of who looks after them"})
    band = String(load_default="", validate=OneOf(("", *reports.BANDS)), metadata={"description": "health"})
    moved = String(load_default="", validate=OneOf(("", "fell", "rose")))
    state = String(load_default="", metadata={"description": "risk to leave: at risk, watch, steady, gone, new"})
    tier = String(load_default="")
    segment = String(load_default="")
    lifecycle = String(load_default="")
    silent = Integer(load_default=0, validate=Range(0), metadata={"description": "days without any dealing"})
    sort = String(load_default="name", validate=OneOf([*reports.SORTS, *(f"-{by}" for by in reports.SORTS)]))
    offset = Integer(load_default=0, validate=Range(0))
    limit = Integer(load_default=50, validate=Range(1, 500))


@blueprint.get("/accounts")
@blueprint.input(ListQuery, location="query")
def listing(query_data: dict[str, Any]) -> dict[str, Any]:
    """Accounts with owner, people, strongest tie and latest interactions."""
    wanted = reports.Filter(**{field.name: query_data[field.name] for field in fields(reports.Filter)})
    return reports.listing(
        services.store(), wanted, query_data["sort"], offset=query_data["offset"], limit=query_data["limit"]
    )


@blueprint.get("/accounts/<path:identifier>")
def one(identifier: str) -> dict[str, Any]:
    """One account: facts, people, ties, activity by month, and what was bought, agreed and said."""
    return reports.account(services.store(), identifier)

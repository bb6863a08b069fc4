"""Accounts: a list that can be searched, filtered and sorted, and everything about one of them."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from graph.reports import accounts as reports
from web import services
from web.account.activity import monthly
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("account", __name__)

PAGE = 50
PEOPLE = 10
INTERACTIONS = 8


@blueprint.get("/accounts")
def listing() -> ResponseReturnValue:
    """The accounts that the address asks for: ?text= &industry= &city= &owner= &sort= &offset=."""
    wanted = reports.Filter(*(request.args.get(name, "").strip() for name in ("text", "industry", "city", "owner")))
    sort = request.args.get("sort", "")
    if sort not in reports.SORTS:
        sort = "last"
    found = reports.listing(services.store(), wanted, sort, offset_asked(), PAGE)
    return render_template(
        "account/accounts.html",
        found=found,
        wanted=wanted,
        filtered=any(asdict(wanted).values()),
        choices=reports.choices(services.store()),
        paging=Paging(found["total"], PAGE),
    )


@blueprint.get("/accounts/<path:identifier>")
def one(identifier: str) -> ResponseReturnValue:
    """One account; ?people= and ?interactions= page through its lists."""
    store = services.store()
    account = reports.overview(store, identifier)
    people = Paging(account["people"], PEOPLE, "people")
    latest = Paging(account["interactions"], INTERACTIONS, "interactions")
    return render_template(
        "account/account.html",
        account=account,
        people=people,
        contacts=reports.people(store, identifier, people.offset, PEOPLE),
        latest=latest,
        interactions=reports.interactions(store, identifier, latest.offset, INTERACTIONS),
        activity=monthly(account["months"], account["as_of"], reports.MONTHS),
    )

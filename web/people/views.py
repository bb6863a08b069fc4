"""People: the page of one, why a tie is as strong as it is, and search by name."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from graph.reports import accounts as account_reports
from graph.reports import people as reports
from graph.reports import ties
from graph.reports.search import search as find
from web import services
from web.api.search import with_addresses
from web.shell.paging import Paging

blueprint = Blueprint("people", __name__)

TIES = 12
INTERACTIONS = 10


@blueprint.get("/people/<key>")
def person(key: str) -> ResponseReturnValue:
    """The person called `contact:7` or `employee:7`; ?ties= and ?interactions= page through the lists."""
    store = services.store()
    card = reports.card(store, key)
    known = Paging(card["ties_total"], TIES, "ties")
    latest = Paging(card["interactions_total"], INTERACTIONS, "interactions")
    return render_template(
        "people/person.html",
        person=card,
        as_of=account_reports.as_of(store),
        known=known,
        ties=reports.ties(store, key, known.offset, TIES),
        latest=latest,
        interactions=reports.interactions(store, key, latest.offset, INTERACTIONS),
    )


@blueprint.get("/people/<key>/ties/<other>")
def tie(key: str, other: str) -> ResponseReturnValue:
    """Why the tie between two people is as strong as it is: what each interaction adds."""
    found = ties.tie(services.store(), services.settings(), key, other)
    here, there = (found["a"], found["b"]) if found["a"]["key"] == key else (found["b"], found["a"])
    return render_template("people/tie.html", tie=found, here=here, there=there)


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Everything that is found for ?q=, as a page."""
    text = request.args.get("q", "").strip()
    items = with_addresses(find(services.store(), text, limit=50))
    return render_template("people/search.html", text=text, items=items)

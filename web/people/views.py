"""People: the page of one, why a tie is as strong as it is, and search by name."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graph.reports import accounts as account_reports
from graph.reports import people as reports
from graph.reports import relations, ties
from graph.reports.paths import who_knows
from graph.reports.search import search as find
from web import audit, services
from web.account.introductions import introduced
from web.api.search import with_addresses
from web.login.access import local_path, requires
from web.shell.paging import Paging

blueprint = Blueprint("people", __name__)

TIES = 12
INTERACTIONS = 10


@blueprint.get("/people/<key>")
def person(key: str) -> ResponseReturnValue:
    """The person called `contact:7` or `employee:7`; ?ties= and ?interactions= page, ?to= finds introductions."""
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
        colleagues_known=who_knows(store, key),
        introduction=introduced(store, request.args["to"]) if request.args.get("to") else None,
        relations=relations.relations(store, key=key, state=None, limit=10),
    )


@blueprint.get("/people/<key>/ties/<other>")
def tie(key: str, other: str) -> ResponseReturnValue:
    """Why the tie between two people is as strong as it is: what each interaction adds."""
    found = ties.tie(services.store(), services.settings(), key, other)
    here, there = (found["a"], found["b"]) if found["a"]["key"] == key else (found["b"], found["a"])
    return render_template("people/tie.html", tie=found, here=here, there=there)


@blueprint.post("/relations")
@requires("account_manager", "analyst")
def decide() -> ResponseReturnValue:
    """Confirm or reject a relation between two people that an analysis guesses, and go back to where that was asked."""
    one, other, kind = (request.form.get(name, "") for name in ("one", "other", "kind"))
    confirmed = request.form.get("answer") == "confirm"
    relations.decide(services.store(), one, other, kind, confirmed=confirmed)
    audit.record("relation.confirm" if confirmed else "relation.reject", kind=kind)
    return redirect((local_path(request.referrer) or url_for("people.person", key=one)) + "#relations")


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Everything that is found for ?q=, as a page."""
    text = request.args.get("q", "").strip()
    items = with_addresses(find(services.store(), text, limit=50))
    return render_template("people/search.html", text=text, items=items)

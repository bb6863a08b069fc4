"""The screen Explore. All that it shows is in its address: see `texts` and web/frontend/src/explore."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph.reports import accounts
from graph.reports.influencers import influencers
from graph.reports.runs import current_run
from graph.reports.today import employee_called
from graph.store import Store
from guanxi.errors import NotFoundError
from web import services
from web.explore.texts import texts

blueprint = Blueprint("explore", __name__)

_OFFERED = 6


@blueprint.get("/explore")
def show() -> ResponseReturnValue:
    """The graph, step by step: ?roots= &open= &pin= &ways= &hide= &only= &least= &group= &at= &person=."""
    store = services.store()
    people = _influencers(store)
    best = accounts.listing(store, sort="tie", limit=_OFFERED)["items"]
    return render_template("explore/explore.html", people=people, own=_own(store), accounts=best, said=texts())


def _own(store: Store) -> list[dict[str, object]]:
    """The accounts that the reader looks after, the one that needs them most first."""
    me = employee_called(store, current_user.name)
    if me is None:
        return []
    return list(accounts.listing(store, accounts.Filter(owner=me["key"]), sort="health", limit=_OFFERED)["items"])


def _influencers(store: Store) -> list[dict[str, object]]:
    try:
        current_run(store)
    except NotFoundError:
        return []
    return list(influencers(store, limit=_OFFERED)["items"])

"""The screen Clusters: what groups share, what became of them, and how to reach them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_percent
from flask_babel import gettext as _

from graph.reports import clusters as reports
from graph.reports.cluster_pages import accounts_of, sizes, worths
from graph.reports.influencers import influencers
from graph.reports.reach import Plan, best_together
from guanxi.errors import NotFoundError, UsageError
from web import services
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("clusters", __name__)

PAGE = 25
_MEMBERS, _BRIDGES, _SUGGESTED = 20, 10, 2
_SHARED = "shared_"


@blueprint.get("/clusters")
def show() -> ResponseReturnValue:
    """The clusters, and what the members of each share: ?offset=."""
    store = services.store()
    try:
        found = reports.clusters(store, offset=offset_asked(), limit=PAGE)
    except NotFoundError:
        return render_template("influencers/empty.html")
    items = [{**item, **_told(item)} for item in found["items"]]
    return render_template(
        "clusters/clusters.html",
        found=found,
        items=items,
        worth=worths(store),
        sizes=sizes(store),
        paging=Paging(found["total"], PAGE),
    )


@blueprint.get("/clusters/<int:number>")
def one(number: int) -> ResponseReturnValue:
    """One cluster: who is in it, what they share, what bridges it to others, its accounts and its map."""
    store = services.store()
    found = reports.clusters(store, number=number)
    if not found["items"]:
        raise NotFoundError(_("There is no cluster %(number)s any more.", number=number))
    item = found["items"][0]
    accounts = accounts_of(store, number, offset=offset_asked("accounts"), limit=PAGE)
    return render_template(
        "clusters/one.html",
        cluster={**item, **_told(item)},
        run=found["run"],
        members=influencers(store, limit=_MEMBERS, cluster=number),
        bridges=reports.bridges(store, number, limit=_BRIDGES)["items"],
        two=reports.in_two(store, number, limit=_BRIDGES),
        accounts=accounts,
        paging=Paging(accounts["total"], PAGE, "accounts"),
        worth=worths(store),
        sizes=sizes(store).get(number, []),
    )


@blueprint.get("/clusters/<int:number>/suggestion")
def suggestion(number: int) -> ResponseReturnValue:
    """Whom to win to reach a cluster."""
    plan = Plan(k=_SUGGESTED, market={"cluster": str(number)})
    try:
        found = best_together(services.store(), services.settings(), plan)
    except UsageError:
        found = None
    return render_template("clusters/suggestion.html", found=found, number=number)


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """What a cluster's members share, in figures, and what became of it, in the reader's language."""
    shared = [
        {"kind": reason["code"].removeprefix(_SHARED), **reason["params"]}
        for reason in item["reasons"]
        if reason["code"].startswith(_SHARED)
    ]
    before = _(", ").join(origin["name"] for origin in item["came_from"])
    since = {
        "first": "–",
        "new": _("new"),
        "same": _("as before"),
        "split": _("split from %(name)s", name=before),
        "merged": _("merged from %(name)s", name=before),
    }
    return {"shared": shared, "since": since.get(item["change"], ""), "sentence": _sentence(shared[:1])}


def _sentence(shared: list[dict[str, Any]]) -> str:
    texts = {
        "company": lambda **one: _("%(share)s are with %(value)s, %(elsewhere)s elsewhere", **one),
        "industry": lambda **one: _("%(share)s work in %(value)s, %(elsewhere)s elsewhere", **one),
        "city": lambda **one: _("%(share)s are in %(value)s, %(elsewhere)s elsewhere", **one),
        "region": lambda **one: _("%(share)s are in the region %(value)s, %(elsewhere)s elsewhere", **one),
        "product": lambda **one: _("%(share)s bought %(value)s, %(elsewhere)s elsewhere", **one),
    }
    told = [
        texts[one["kind"]](
            value=one["value"],
            share=format_percent(one["share"], "#,##0%"),
            elsewhere=format_percent(one["elsewhere"], "#,##0%"),
        )
        for one in shared
    ]
    return str(_("; ").join(told)) or str(_("They share nothing that is recorded but their ties."))

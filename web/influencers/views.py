"""The screen Influencers: whom to win for an aim in a market, with the reasons, beside the map of whom they reach."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from graph.reports import people as people_reports
from graph.reports.accounts import account
from graph.reports.population import population_of
from graph.reports.reach import compared
from graph.reports.reach_model import is_ready
from graph.reports.runs import clusters_of, currency_of, current_run, facts_of
from guanxi.errors import NotFoundError, UsageError
from web import exports, reasons, services
from web.influencers.aims import aims, readings
from web.influencers.asked import Asked, amount
from web.influencers.lists import found, worth_of_no

blueprint = Blueprint("influencers", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"say": reasons.say}


@blueprint.get("/influencers")
def show() -> ResponseReturnValue:
    """The list and the map: ?aim= &region= … &k= &budget= &each= &costs= &without= &opted= &person= &compare= …."""
    asked = Asked.of(request.args)
    try:
        run = current_run(services.store())
    except NotFoundError:
        return render_template("influencers/empty.html")
    later = asked.aim == "reach" and not is_ready(services.store(), run)
    shown = {"asked": asked} if later else _panel(asked)
    return render_template(
        "influencers/influencers.html", later=later, run=run, tab=request.args.get("tab", "list"), **shown
    )


@blueprint.get("/influencers/panel")
def panel() -> ResponseReturnValue:
    """The list alone, for the page that shows it already."""
    return render_template("influencers/panel.html", **_panel(Asked.of(request.args)))


@blueprint.get("/influencers/compare")
def compare() -> ResponseReturnValue:
    """Two people of ?compare= side by side, by what they reach in the market."""
    keys = request.args.get("compare", "").split(",")
    if len(keys) != 2 or keys[0] == keys[1]:
        raise UsageError(_("Two different people can be compared."))
    asked = Asked.of(request.args)
    store = services.store()
    return render_template(
        "influencers/compare.html",
        people=[people_reports.card(store, key) for key in keys],
        both=compared(store, services.settings(), keys[0], keys[1], asked.market),
        readings=readings(),
        asked=asked,
    )


@blueprint.get("/influencers/card/<path:key>")
def card(key: str) -> ResponseReturnValue:
    """The card that a map opens for a person (`contact:7`, `employee:7`) or an account (`customer:7`)."""
    kind, _colon, identifier = key.partition(":")
    if kind == "customer":
        return render_template("influencers/account_card.html", account=account(services.store(), identifier))
    return render_template(
        "influencers/card.html", person=people_reports.card(services.store(), key), readings=readings()
    )


@blueprint.get("/influencers/list")
def download() -> ResponseReturnValue:
    """The list as ?format=csv or xlsx."""
    asked = Asked.of(request.args)
    listed = found(asked)
    columns = {
        "rank": _("Rank"),
        "key": _("Key"),
        "name": _("Name"),
        "title": _("Title"),
        "account": _("Account"),
        "account_id": _("Account ID"),
        "cluster_name": _("Cluster"),
        **({"cost": _("Costs")} if asked.budget else {}),
        **({"adds": _("Adds"), "reach": _("Together")} if asked.aim == "reach" else {"score": aims()[asked.aim].name}),
        "reasons": _("Why"),
    }
    rows = [{**item, "reasons": "; ".join(map(reasons.say, item["reasons"]))} for item in listed["items"]]
    return exports.download(f"influencers-{asked.aim}-{listed['run']['as_of'][:10]}", columns, rows)


def _panel(asked: Asked) -> dict[str, Any]:
    run = current_run(services.store())
    try:
        listed, error = found(asked), None
    except UsageError as told:
        listed, error = {"run": run, "items": [], "total": 0, "guarantee": None, "opted_out": 0}, told
    clusters = {str(row["number"]): row["name"] for row in clusters_of(services.store(), run["id"])}
    measure = "adds" if asked.aim == "reach" else "score"
    return {
        "asked": asked,
        "found": listed,
        "error": error,
        "no": None if error else worth_of_no(asked, listed),
        "top": max((item[measure] for item in listed["items"]), default=0) or 1,
        "measure": measure,
        "choices": population_of(services.store(), run).choices(asked.market),
        "clusters": clusters,
        "aims": aims(),
        "currency": currency_of(facts_of(services.store(), run["id"])),
        "amount": amount,
    }

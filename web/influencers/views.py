"""The screen Influencers: the ranked list with its reasons beside the map."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graph.reports import people as people_reports
from graph.reports.accounts import account
from graph.reports.influencers import influencers
from graph.reports.runs import READINGS, clusters_of
from guanxi.errors import NotFoundError
from guanxi.tables import to_csv
from web import reasons, services
from web.influencers.readings import readings

blueprint = Blueprint("influencers", __name__)

PAGE = 50
MOST = 1000
_CSV = ("rank", "key", "name", "title", "account", "account_id", "cluster_name", "score")


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"say": reasons.say}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything it should not say becomes what is usual."""

    reading: str
    cluster: int | None
    limit: int

    def url(self, endpoint: str = "influencers.show", **change: Any) -> str:
        """The address of the same with `change`; what is usual is left out."""
        wanted = {**asdict(self), **change}
        usual = {"reading": READINGS[0], "cluster": None, "limit": PAGE}
        return url_for(endpoint, **{name: value for name, value in wanted.items() if value != usual.get(name)})


def _asked() -> Asked:
    reading = request.args.get("reading", "")
    limit = request.args.get("limit", PAGE, type=int)
    return Asked(
        reading if reading in READINGS else READINGS[0],
        request.args.get("cluster", None, type=int),
        max(1, min(MOST, limit)),
    )


@blueprint.get("/influencers")
def show() -> ResponseReturnValue:
    """The ranked list and the map: ?reading= &cluster= &limit= &person= &camera= &tab=."""
    asked = _asked()
    try:
        found = _panel(asked)
    except NotFoundError:
        return render_template("influencers/empty.html")
    return render_template("influencers/influencers.html", tab=request.args.get("tab", "list"), **found)


@blueprint.get("/influencers/panel")
def panel() -> ResponseReturnValue:
    """The list alone, for the page that shows it already."""
    return render_template("influencers/panel.html", **_panel(_asked()))


@blueprint.get("/influencers/card/<path:key>")
def card(key: str) -> ResponseReturnValue:
    """The card that a map opens for a person (`contact:7`, `employee:7`) or an account (`customer:7`)."""
    kind, _, identifier = key.partition(":")
    if kind == "customer":
        return render_template("influencers/account_card.html", account=account(services.store(), identifier))
    return render_template(
        "influencers/card.html", person=people_reports.card(services.store(), key), readings=readings()
    )


@blueprint.get("/influencers.csv")
def download() -> ResponseReturnValue:
    """The list as CSV that a spreadsheet cannot take for formulas."""
    asked = _asked()
    found = influencers(services.store(), asked.reading, limit=MOST, cluster=asked.cluster)
    rows = [
        {**item, **item["readings"], "reasons": "; ".join(reasons.say(reason) for reason in item["reasons"])}
        for item in found["items"]
    ]
    name = f"influencers-{asked.reading}-{found['run']['as_of'][:10]}.csv"
    return Response(
        "\ufeff" + to_csv(rows, (*_CSV, *READINGS, "strength", "reasons")),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _panel(asked: Asked) -> dict[str, Any]:
    found = influencers(services.store(), asked.reading, limit=asked.limit, cluster=asked.cluster)
    clusters = {row["number"]: row for row in clusters_of(services.store(), found["run"]["id"])}
    return {
        "asked": asked,
        "found": found,
        "top": max((item["score"] for item in found["items"]), default=0) or 1,
        "cluster": clusters.get(asked.cluster) if asked.cluster is not None else None,
        "readings": readings(),
        "page": PAGE,
        "most": MOST,
    }

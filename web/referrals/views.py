"""The screen Referrals: what the programme brings, who brings most, and the trees that grew from it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from graph.reports import referrals as reports
from guanxi.errors import GuanxiError, NotFoundError
from web import exports, services
from web.days import asked_day
from web.i18n import number, percent
from web.records import record_url
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("referrals", __name__)

PAGE = 25
_MOST = 100_000
_YEAR = 365
_BRANCHES = 120


@blueprint.get("/referrals")
def show() -> ResponseReturnValue:
    """The programme in a period (?since= &until=) and who brought most (?offset=); ?format= gives those as a file."""
    store = services.store()
    kept = exports.asked_format()
    try:
        best = (
            reports.referrals(store, limit=_MOST)
            if kept
            else reports.referrals(store, offset=offset_asked(), limit=PAGE)
        )
    except NotFoundError:
        return render_template("influencers/empty.html")
    except GuanxiError as error:
        return render_template("referrals/referrals.html", error=error)
    if kept:
        return _file(best)
    period = _period()
    found = reports.programme(store, services.settings(), period["since"], period["until"])
    today = datetime.fromisoformat(best["run"]["as_of"]).date()
    return render_template(
        "referrals/referrals.html",
        best=best,
        paging=Paging(best["total"], PAGE),
        found=found,
        period=period,
        periods=_periods(today),
        funnel=_funnel(found["total"]),
        steps=_steps(found),
        years=_years(found),
    )


@blueprint.get("/referrals/<key>")
def tree(key: str) -> ResponseReturnValue:
    """Whom somebody brought, whom those brought, and so on."""
    found = reports.tree(services.store(), services.settings(), key)
    branches = _branches(found["items"], key)
    return render_template(
        "referrals/tree.html",
        found=found,
        branches=branches,
        picture=_picture(found, branches) if len(found["items"]) <= _BRANCHES else None,
    )


def _period() -> dict[str, date | None]:
    return {name: asked_day(request.args.get(name)) for name in ("since", "until")}


def _periods(today: date) -> list[tuple[str, str, bool]]:
    """The periods that are offered: name, address, whether it is the one that is shown."""
    asked = {name: request.args[name] for name in ("since", "until") if request.args.get(name)}
    offered: list[tuple[str, dict[str, Any]]] = [
        (_("All time"), {}),
        (_("Last 12 months"), {"since": str(today - timedelta(days=_YEAR))}),
        (_("Last 90 days"), {"since": str(today - timedelta(days=90))}),
    ]
    return [(name, url_for("referrals.show", **span), span == asked) for name, span in offered]


def _funnel(total: dict[str, Any]) -> list[dict[str, Any]]:
    decided = total["won"] + total["lost"]
    return [
        {"name": _("Referred"), "value": total["referred"]},
        {"name": _("Decided"), "value": decided, "note": _("%(count)s lost", count=number(total["lost"]))},
        {"name": _("Won"), "value": total["won"], "colour": "good"},
    ]


def _steps(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": _("Step %(depth)s", depth=row["depth"]),
            "value": row["revenue"],
            "note": _(
                "%(won)s of %(referred)s won, %(share)s",
                won=number(row["won"]),
                referred=number(row["referred"]),
                share=percent(row["conversion"]),
            ),
        }
        for row in found["by_depth"]
    ]


def _years(found: dict[str, Any]) -> dict[str, Any]:
    names = {"won": (_("Won"), "good"), "lost": (_("Lost"), "muted"), "open": (_("Open"), "warn")}
    return {
        "at": [str(row["year"]) for row in found["by_year"]],
        "series": [
            {"name": name, "values": [row[kind] for row in found["by_year"]], "colour": colour}
            for kind, (name, colour) in names.items()
        ],
    }


def _branches(items: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The tree as branches, each with how many came of it, how many were won and what they brought."""
    top: dict[str, Any] = {"children": []}
    known = {key: top}
    for item in items:
        branch = {**item, "children": [], "brought": 0, "below_won": 0, "revenue": 0.0}
        known[item["key"]] = branch
        known[item["parent"]]["children"].append(branch)
    for item in reversed(items):
        branch = known[item["key"]]
        for child in branch["children"]:
            branch["brought"] += 1 + child["brought"]
            branch["below_won"] += child["won"] + child["below_won"]
            branch["revenue"] += child["value"] + child["revenue"]
    for branch in known.values():
        branch["children"].sort(key=lambda child: (-(child["value"] + child["revenue"]), child["key"]))
    return list(top["children"])


def _picture(found: dict[str, Any], branches: list[dict[str, Any]]) -> dict[str, Any]:
    def drawn(branch: dict[str, Any]) -> dict[str, Any]:
        brought = ngettext("brought %(num)s", "brought %(num)s", branch["brought"]) if branch["brought"] else ""
        return {
            "name": branch["name"] or branch["key"],
            "value": branch["value"] + branch["revenue"],
            "url": record_url(branch["key"]),
            "note": brought,
            "colour": "good" if branch["won"] else "muted",
            "children": [drawn(child) for child in branch["children"]],
        }

    return {
        "name": found["name"],
        "value": found["revenue"],
        "url": record_url(found["key"]),
        "children": [drawn(branch) for branch in branches],
    }


def _file(best: dict[str, Any]) -> ResponseReturnValue:
    columns = {
        "name": _("Name"),
        "key": _("Key"),
        "referred": _("Referred"),
        "referred_won": _("Won"),
        "referral_revenue": _("Revenue of their own"),
        "downstream": _("With those below"),
        "downstream_won": _("Won with those below"),
        "downstream_revenue": _("Revenue with those below"),
        "referral_depth": _("Steps"),
    }
    return exports.download(f"referrers-{best['run']['as_of'][:10]}", columns, best["items"])

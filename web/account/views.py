"""Accounts: a list to work from, the pages of one of them, and its brief on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from graph.analysis.churn import STATES
from graph.analysis.lifecycle import LIFECYCLE
from graph.analysis.rfm import SEGMENTS
from graph.analysis.value_tier import TIERS
from graph.reports import accounts as reports
from graph.reports.history import history
from graph.reports.next_products import next_products
from graph.reports.org_chart import org_chart
from graph.reports.relations import relations
from graph.reports.today import employee_called
from graph.store import Store
from guanxi.errors import NotFoundError
from web import exports, services
from web.account import sentences
from web.account.activity import monthly
from web.account.drawing import contract_bars
from web.account.introductions import introduced
from web.reasons import say
from web.shell.paging import Paging, offset_asked, sort_asked
from web.words import word

blueprint = Blueprint("account", __name__)

PAGE = 50
PEOPLE = 10
EVENTS = 20
SHOWN = 8
"""People of a level whom the chart shows before it is opened."""

_OPENED = 48
_MOST_EXPORTED = 10_000
_SILENT = (30, 90, 180)

blueprint.add_app_template_filter(sentences.warning, "warning")
blueprint.add_app_template_filter(sentences.part, "health_part")
blueprint.add_app_template_filter(sentences.intent, "intent")
blueprint.add_app_template_filter(sentences.offer, "offer")
blueprint.add_app_template_filter(sentences.evidence, "evidence")


@blueprint.app_template_filter("band")
def band(health: float | None) -> str:
    """The word of BANDS for a health."""
    if health is None:
        return ""
    return next(name for name, (least, _below) in reports.BANDS.items() if health >= (least or 0))


@blueprint.get("/accounts")
def listing() -> ResponseReturnValue:
    """My accounts, or ?whose=all; the fields of `graph.reports.accounts.Filter` narrow, ?sort= orders."""
    store = services.store()
    me = employee_called(store, current_user.name)
    mine = me["key"] if me else None
    whose = "mine" if mine and request.args.get("whose") != "all" and not request.args.get("owner") else "all"
    wanted = _wanted(mine if whose == "mine" else None)
    sort = sort_asked(reports.SORTS, "health" if whose == "mine" else "last")
    if exports.asked_format():
        return _export(reports.listing(store, wanted, sort, limit=_MOST_EXPORTED)["items"])
    found = reports.listing(store, wanted, sort, offset_asked(), PAGE)
    narrowed = {name: value for name, value in asdict(wanted).items() if name != "owner" or whose == "all"}
    return render_template(
        "account/accounts.html",
        found=found,
        wanted=wanted,
        whose=whose,
        mine=mine,
        filtered=any(narrowed.values()),
        lists=_lists(store),
        paging=Paging(found["total"], PAGE),
    )


def _wanted(owner: str | None) -> reports.Filter:
    asked = {
        field.name: request.args.get(field.name, "").strip()
        for field in fields(reports.Filter)
        if field.name not in ("silent", "owner")
    }
    silent = request.args.get("silent", "")
    return reports.Filter(
        **asked,
        owner=owner or request.args.get("owner", "").strip(),
        silent=int(silent) if silent in map(str, _SILENT) else 0,
    )


def _lists(store: Store) -> dict[str, list[tuple[Any, str]]]:
    """What can be chosen for each filter: values and what they are called."""
    named = {"band": reports.BANDS, "state": STATES, "tier": TIERS, "segment": SEGMENTS, "lifecycle": LIFECYCLE}
    return {
        **{name: [(value, word(value)) for value in values] for name, values in named.items()},
        "moved": [("fell", _("fell")), ("rose", _("rose"))],
        "silent": [(days, _("not for %(days)s days", days=days)) for days in _SILENT],
        **{name: [(one["value"], one["name"]) for one in found] for name, found in reports.choices(store).items()},
    }


def _export(items: list[dict[str, Any]]) -> ResponseReturnValue:
    columns = {
        "id": _("Id"),
        "name": _("Account"),
        "owner": _("Owner"),
        "health": _("Health"),
        "health_change": _("Change in 90 days"),
        "churn": _("Risk to leave"),
        "reason": _("First reason"),
        "tier": _("Tier"),
        "segment": _("Segment"),
        "lifecycle": _("Lifecycle"),
        "lifetime_value": _("Lifetime value"),
        "last_at": _("Last contact"),
        "people": _("People"),
        "warnings": _("Warnings"),
        "industry": _("Industry"),
        "city": _("City"),
    }
    rows = [
        {
            **item,
            "reason": item["reason"] and say(item["reason"]),
            "warnings": "; ".join(sentences.warning(one) for one in item["warnings"]),
        }
        for item in items
    ]
    return exports.download("accounts", columns, rows, dates=("last_at",))


@blueprint.get("/accounts/<path:identifier>")
def one(identifier: str) -> ResponseReturnValue:
    """One account; ?tab= names the part of it that is shown."""
    store = services.store()
    account = reports.brief(store, identifier)
    tab = request.args.get("tab", "")
    tab = tab if tab in _TABS else "overview"
    return render_template(f"account/{tab}.html", account=account, tab=tab, tabs=_names(), **_TABS[tab](store, account))


@blueprint.get("/accounts/<path:identifier>/print")
def printed(identifier: str) -> ResponseReturnValue:
    """A brief of an account on two pages of paper."""
    store = services.store()
    account = reports.brief(store, identifier)
    return render_template(
        "account/print.html",
        account=account,
        trade=reports.trade(store, identifier),
        chart=org_chart(store, services.settings(), identifier),
        latest=reports.timeline(store, identifier, limit=12)["items"],
    )


def _overview(store: Store, account: dict[str, Any]) -> dict[str, Any]:
    trade = reports.trade(store, account["id"])
    return {
        "trade": trade,
        "contracts": contract_bars(trade["contracts"], account["as_of"]),
        "next": _next(store, account["id"]),
        "line": _line(store, account),
    }


def _people(store: Store, account: dict[str, Any]) -> dict[str, Any]:
    paging = Paging(account["people"], PEOPLE, "people")
    chart = org_chart(store, services.settings(), account["id"])
    opened = request.args.get("level", "")
    level = next((one for one in chart["levels"] if one["level"] == opened), None)
    return {
        "chart": chart,
        "opened": opened if level else "",
        "level_paging": Paging(len(level["people"]) if level else 0, _OPENED, "at"),
        "shown": SHOWN,
        "paging": paging,
        "contacts": reports.people(store, account["id"], paging.offset, PEOPLE),
    }


def _timeline(store: Store, account: dict[str, Any]) -> dict[str, Any]:
    kind = request.args.get("kind", "")
    kinds = [kind] if kind in reports.EVENTS else list(reports.EVENTS)
    found = reports.timeline(store, account["id"], kinds, offset_asked(), EVENTS)
    return {
        "kind": kind if kind in reports.EVENTS else "",
        "found": found,
        "paging": Paging(sum(found["counts"][name] for name in kinds), EVENTS),
        "activity": monthly(reports.months(store, account["id"], account["as_of"]), account["as_of"], reports.MONTHS),
    }


def _business(store: Store, account: dict[str, Any]) -> dict[str, Any]:
    trade = reports.trade(store, account["id"])
    return {
        "trade": trade,
        "contracts": contract_bars(trade["contracts"], account["as_of"]),
        "next": _next(store, account["id"]),
    }


def _connections(store: Store, account: dict[str, Any]) -> dict[str, Any]:
    return {
        "relations": relations(store, account=account["id"], state=None, limit=20),
        "introduction": introduced(store, request.args.get("to", "")),
    }


_TABS: dict[str, Callable[[Store, dict[str, Any]], dict[str, Any]]] = {
    "overview": _overview,
    "people": _people,
    "timeline": _timeline,
    "business": _business,
    "connections": _connections,
}


def _names() -> dict[str, str]:
    return {
        "overview": _("Overview"),
        "people": _("People"),
        "timeline": _("Timeline"),
        "business": _("Business"),
        "connections": _("Connections"),
    }


def _next(store: Store, identifier: str) -> dict[str, Any] | None:
    try:
        return next_products(store, identifier)
    except NotFoundError:
        return None


def _line(store: Store, account: dict[str, Any]) -> dict[str, Any] | None:
    """Health at each moment that was analysed, for a chart; from one analysis, also what it was before."""
    known = [row for row in history(store, f"customer:{account['id']}")["items"] if row.get("health") is not None]
    if not known:
        return None
    days, values = [row["as_of"][:10] for row in known], [round(row["health"], 1) for row in known]
    if len(known) == 1 and known[0].get("health_change") is not None:
        days, values = [_("90 days before"), _("now")], [round(values[0] - known[0]["health_change"], 1), values[0]]
    return {"at": days, "series": [{"name": _("Health"), "values": values}]} if len(values) > 1 else None

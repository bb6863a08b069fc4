"""The screen Today: what changed, what is due, and the figures the company steers by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from graph.reports import today as reports
from graph.reports.accounts import as_of
from graph.reports.runs import current_run
from guanxi.errors import NotFoundError
from ingest.identity import review
from web import exports, services
from web.days import asked_day
from web.followups import steps
from web.shell.paging import Paging, offset_asked
from web.today import charts

blueprint = Blueprint("today", __name__)

PAGE = 50
_EVERYTHING = 100_000
_SOON = timedelta(days=7)
_STEPS = 6
_LISTS = {
    "account_manager": ("steps", "risk", "cold", "rose", "clusters"),
    "marketer": ("rose", "clusters", "steps", "risk", "cold"),
}
_STANDING = ("lifecycle", "tier")
_CHARTS = {
    "account_manager": (("churn",), _STANDING, ("satisfaction",), ("referrals",)),
    "marketer": (("referrals",), _STANDING, ("satisfaction",), ("churn",)),
}
_USUAL = "account_manager"
"""Whose order others see: what is due and at risk first."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: what to compare with, and whose accounts; empty for what is usual."""

    since: str
    whose: str

    def url(self, **change: str) -> str:
        """The address of the same with `change`."""
        return url_for("today.show", **{name: value for name, value in {**asdict(self), **change}.items() if value})


@blueprint.get("/today")
def show() -> ResponseReturnValue:
    """What changed, what is due, and the figures: ?since=visit, week, month or run &whose=mine or all."""
    store, settings = services.store(), services.settings()
    asked = Asked(_one_of("since", reports.SINCE), _one_of("whose", ("mine", "all")))
    try:
        run = current_run(store)
    except NotFoundError:
        return render_template("today/empty.html", loaded=as_of(store) is not None)
    me = reports.employee_called(store, current_user.name)
    owner = me["key"] if me and _mine(asked.whose) else ""
    since, before = _compared(run, asked.since)
    found = reports.figures(store, settings, run, before, owner=owner)
    due, due_total = steps.listed(services.appstore(), current_user.id, until=steps.today() + _SOON, limit=_STEPS)
    return render_template(
        "today/today.html",
        asked=asked,
        run=run,
        before=before,
        since=since,
        me=me,
        owner=owner,
        changed=reports.changed(store, settings, run, before, owner=owner),
        lists=_LISTS.get(current_user.role, _LISTS[_USUAL]),
        charts=charts.of(found, "mine" if owner else "all"),
        order=_CHARTS.get(current_user.role, _CHARTS[_USUAL]),
        figures=found,
        due=due,
        due_total=due_total,
        counts=steps.counts(services.appstore(), current_user.id),
        names=review.names(store, [step["subject"] for step in due]),
    )


@blueprint.get("/today/answers")
def answers() -> ResponseReturnValue:
    """Who answered what in a quarter: ?kind=nps, csat or ces &quarter=2026-07-01 &whose= &offset= &format=."""
    kind = _one_of("kind", ("nps", "csat", "ces")) or abort(404)
    since, until = (datetime.combine(day, time.min, UTC) for day in _quarter())
    columns = {"at": _("Date"), "name": _("Name"), "account": _("Account"), "score": _("Score"), "text": _("Comment")}
    find = partial(reports.answers, services.store(), kind, since, until)
    return _behind("today/answers.html", find, columns, kind=kind, since=since)


@blueprint.get("/today/referrals")
def referrals() -> ResponseReturnValue:
    """Which referrals were won in a quarter, ?quarter=2026-07-01, or from one day to another, ?since= &until=;
    &whose= &offset= &format=."""
    since, until = (asked_day(request.args.get(name)) for name in ("since", "until"))
    quarter = since is None or until is None
    if since is None or until is None:
        since, following = _quarter()
        until = following - timedelta(days=1)
    columns = {
        "at": _("Date"),
        "name": _("Who referred"),
        "brought": _("Whom they brought"),
        "value": _("Value"),
        "currency": _("Currency"),
        "program": _("Programme"),
    }
    find = partial(reports.won_referrals, services.store(), services.settings(), since, until)
    return _behind("today/won.html", find, columns, since=since, until=until, quarter=quarter)


def _behind(
    template: str, find: Callable[..., list[dict[str, Any]]], columns: dict[str, str], **shown: Any
) -> ResponseReturnValue:
    """A page of what is behind a chart, or all of it as a file."""
    wanted = exports.asked_format() is not None
    owner = _owner() if request.args.get("whose") == "mine" else ""
    span = {"offset": 0, "limit": _EVERYTHING} if wanted else {"offset": offset_asked(), "limit": PAGE}
    items = find(owner=owner, **span)
    if wanted:
        response: Response = exports.download(str(request.endpoint).replace(".", "-"), columns, items, dates=("at",))
        return response
    total = items[0]["total"] if items else 0
    return render_template(template, items=items, total=total, paging=Paging(total, PAGE), **shown)


def _quarter() -> tuple[date, date]:
    """The quarter of a year that the address asks for by its first day, and the first day of the next."""
    first = asked_day(request.args.get("quarter")) or abort(404)
    return first, (first + timedelta(days=95)).replace(day=1)


def _compared(run: dict[str, Any], since: str) -> tuple[str, dict[str, Any] | None]:
    """What to compare with: what was asked for, else the first choice that there is."""
    visited = session.get("visited")
    for choice in (since,) if since else ("visit", "week", "run"):
        before = reports.compared(services.store(), run, choice, visited)
        if before or since:
            return choice, before
    return "run", None


def _mine(whose: str) -> bool:
    """Account managers look at their own accounts where they do not say otherwise."""
    return whose == "mine" or (not whose and current_user.role == "account_manager")


def _owner() -> str:
    me = reports.employee_called(services.store(), current_user.name)
    return str(me["key"]) if me else ""


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in choices else ""

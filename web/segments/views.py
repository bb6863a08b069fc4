"""The screen Segments: where accounts stand, how they moved, and which accounts are behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from graph.analysis.churn import STATES
from graph.analysis.lifecycle import LIFECYCLE
from graph.reports import segments as reports
from graph.reports.accounts import as_of
from graph.reports.runs import currency_of, current_run, facts_of
from graph.reports.today import employee_called
from guanxi.errors import NotFoundError
from web import exports, services
from web.days import asked_day
from web.segments import charts, words
from web.shell.paging import Paging, offset_asked, sort_asked

blueprint = Blueprint("segments", __name__)

PAGE = 50
_EVERYTHING = 1_000_000
PERIODS = {"quarter": 91, "half": 182, "year": 365, "two": 730}
"""How far back the flow begins, in days."""

_NAMED = {**reports.GROUPS, "state": STATES}
_SCORES = ("recency", "frequency", "monetary")


@dataclass(frozen=True)
class Span:
    """The time that a flow of stages spans; `period` is one of PERIODS, or empty for dates of one's own."""

    period: str
    since: datetime
    until: datetime

    @property
    def days(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {"since": self.since.date().isoformat(), "until": self.until.date().isoformat()}


@blueprint.get("/segments")
def show() -> ResponseReturnValue:
    """Where accounts stand: ?period=quarter, half, year or two, or ?since= and ?until= (days), for the flow."""
    store = services.store()
    try:
        found = reports.segments(store)
    except NotFoundError:
        return render_template("today/empty.html", title=_("Segments"), loaded=as_of(store) is not None)
    span = _span(found["run"]["as_of"])
    currency = currency_of(facts_of(store, found["run"]["id"]))
    return render_template(
        "segments/segments.html",
        found=found,
        run=found["run"],
        span=span,
        currency=currency,
        periods={"quarter": _("A quarter"), "half": _("Half a year"), "year": _("A year"), "two": _("Two years")},
        charts=charts.of(
            found, reports.moves(store, span.since, span.until), reports.cohorts(store), span.days, currency
        ),
        advice=words.advice(),
    )


@blueprint.get("/segments/accounts")
def accounts() -> ResponseReturnValue:
    """The accounts that stand somewhere, with the reasons: ?segment= tier= activity= lifecycle= state= recency=
    frequency= monetary=, or ?before= &after= &since= &until= (who moved), or ?year= (of the first purchase);
    &whose=mine &sort= &offset= &format=."""
    store, wanted = services.store(), _wanted()
    sort = sort_asked(reports.SORTS, reports.SORTS[0])
    me = employee_called(store, current_user.name)
    owner = me["key"] if me and request.args.get("whose") == "mine" else ""
    ids = _ids(owner)
    filed = exports.asked_format() is not None
    part = {"offset": 0, "limit": _EVERYTHING} if filed else {"offset": offset_asked(), "limit": PAGE}
    found = reports.listing(store, wanted, ids=ids, owner=owner, sort=sort, **part)
    facts = facts_of(store, found["run"]["id"])
    items = [{**row, "why": words.why(row, wanted, facts)} for row in found["items"]]
    if filed:
        return exports.download("accounts", words.columns(), (_told(row) for row in items), dates=("last_dealt_at",))
    return render_template(
        "segments/accounts.html",
        items=items,
        run=found["run"],
        total=found["total"],
        title=words.title(request.args),
        advice=words.advice().get(wanted.get("segment", "")),
        sort=sort,
        me=me,
        owner=owner,
        currency=currency_of(facts),
        paging=Paging(found["total"], PAGE),
    )


def _wanted() -> dict[str, Any]:
    """What is asked of the accounts; a name or score that does not exist is no page."""
    asked: dict[str, Any] = {}
    for name, values in _NAMED.items():
        if value := request.args.get(name, ""):
            asked[name] = value if value in values else abort(404)
    for name in _SCORES:
        if value := request.args.get(name, ""):
            asked[name] = int(value) if value in "12345" else abort(404)
    return asked


def _ids(owner: str) -> list[str] | None:
    """The accounts that moved from a stage to another, or that began in a year; None where neither is asked for."""
    store = services.store()
    before, after, year = (request.args.get(name, "") for name in ("before", "after", "year"))
    if before in LIFECYCLE and after in LIFECYCLE:
        span = _span(current_run(store)["as_of"])
        return reports.moved(store, span.since, span.until, before, after, owner=owner)
    if year:
        stage = request.args.get("stage", "")
        began = reports.cohorts(store, owner=owner)
        return [one for row in began if row["year"] == year and stage in ("", row["lifecycle"]) for one in row["ids"]]
    return None


def _span(moment: str) -> Span:
    newest = datetime.fromisoformat(moment)
    period = request.args.get("period", "")
    since, until = (_midnight(asked_day(request.args.get(name))) for name in ("since", "until"))
    until = min(until + timedelta(days=1), newest) if until else newest
    if since and since < until and not period:
        return Span("", since, until)
    period = period if period in PERIODS else "year"
    return Span(period, newest - timedelta(days=PERIODS[period]), newest)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, UTC) if day else None


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "why": "; ".join(row["why"])}

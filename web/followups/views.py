"""Follow-ups: my own on a page, and what their forms send from any page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from graph.reports.subjects import keys_of
from guanxi.errors import UsageError
from ingest.identity import review
from web import services
from web.days import asked_day
from web.followups import steps
from web.i18n import day
from web.login.access import local_path
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("followups", __name__)

PAGE = 50


@blueprint.app_context_processor
def _for_panels() -> dict[str, Any]:
    """What the macro of `followups/panel.html` asks for."""
    return {
        "follow_ups_of": lambda subject: steps.of(services.appstore(), keys_of(services.store(), subject)),
        "colleagues": lambda: steps.colleagues(services.appstore()),
        "in_days": lambda days: steps.today() + timedelta(days=days),
    }


@blueprint.app_template_filter("due")
def due(due_on: date) -> str:
    """When something is due, as people say it."""
    left = (due_on - steps.today()).days
    if left < 0:
        return str(_("overdue since %(day)s", day=day(due_on)))
    return str({0: _("today"), 1: _("tomorrow")}.get(left) or day(due_on))


@blueprint.get("/follow-ups")
def mine() -> ResponseReturnValue:
    """The reader's follow-ups: ?which=open, given or done."""
    which = request.args.get("which", "")
    which = which if which in ("given", "done") else "open"
    found, total = steps.listed(services.appstore(), current_user.id, which, offset=offset_asked(), limit=PAGE)
    return render_template(
        "followups/mine.html",
        which=which,
        found=found,
        names=review.names(services.store(), [step["subject"] for step in found]),
        paging=Paging(total, PAGE),
    )


@blueprint.post("/follow-ups")
def add() -> ResponseReturnValue:
    """Keep a next step, and go back to the page that its form was on."""
    subject, text = keys_of(services.store(), request.form.get("subject", ""))[0], request.form.get("text", "")
    due_on, user_id = asked_day(request.form.get("due_on")), request.form.get("user_id", "")
    if due_on is None:
        flash(_("Say by which day."), "error")
        return _back()
    number = int(user_id) if user_id.isdecimal() and len(user_id) < 10 else 0
    try:
        steps.add(services.appstore(), subject, text, due_on, number, current_user.id)
    except UsageError as error:
        flash(error.message, "error")
    return _back()


@blueprint.post("/follow-ups/<int:number>/<any(done, undo, snooze):change>")
def change(number: int, change: str) -> ResponseReturnValue:
    """Done, not done after all, or put off by ?days=, from today on."""
    keep = services.appstore()
    admin = current_user.role == "admin"
    if change == "done":
        steps.done(keep, number, current_user.id, admin=admin)
    elif change == "undo":
        steps.reopen(keep, number, current_user.id, admin=admin)
    else:
        days = request.form.get("days", "")
        steps.put_off(keep, number, current_user.id, int(days) if days in ("1", "7", "30") else 1, admin=admin)
    return _back()


def _back() -> ResponseReturnValue:
    return redirect((local_path(request.referrer) or url_for("followups.mine")) + "#follow-ups")

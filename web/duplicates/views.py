"""Records that may be of the same person or company: a queue of pairs, each side by side, and what was merged."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from guanxi.errors import GuanxiError, NotFoundError
from ingest.identity import decisions, review
from ingest.identity.merging import MERGEABLE
from ingest.identity.words import sentences
from web import audit, services
from web.errors import told
from web.login.access import requires
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("duplicates", __name__)

PAGE = 20
_MAY = ("analyst", "account_manager")


@blueprint.get("/duplicates")
@requires(*_MAY)
def queue() -> ResponseReturnValue:
    """One pair to decide about: the one at ?at=, counted from 0, of those with ?label=; ?last= was decided just now."""
    label, appstore = _label(), services.appstore()
    total = decisions.count(appstore, status=decisions.OPEN, label=label)
    at = min(offset_asked("at"), max(total - 1, 0))
    found = decisions.listed(appstore, status=decisions.OPEN, label=label, limit=1, offset=at)
    pair, gone = _with_records(found[0]) if found else (None, False)
    return render_template(
        "duplicates/queue.html",
        pair=pair,
        gone=gone,
        said=sentences(pair["evidence"]) if pair else [],
        at=at,
        total=total,
        label=label,
        counts={name: decisions.count(appstore, status=decisions.OPEN, label=name) for name in MERGEABLE},
        merged=decisions.count(appstore, status=decisions.MERGED),
        last=_last(),
    )


@blueprint.get("/duplicates/merged")
@requires(*_MAY)
def merged() -> ResponseReturnValue:
    """What was merged, by rule or by somebody, newest first; with ?record= only what that record is merged with."""
    appstore, record = services.appstore(), request.args.get("record")
    among = decisions.together(appstore, [record]) if record else None
    rows = decisions.listed(appstore, status=decisions.MERGED, among=among, limit=PAGE, offset=offset_asked())
    names = review.names(services.store(), [key for row in rows for key in (row["a"], row["b"])])
    return render_template(
        "duplicates/merged.html",
        rows=[{**row, "said": sentences(row["evidence"])[:2]} for row in rows],
        names=names,
        record=record,
        paging=Paging(decisions.count(appstore, status=decisions.MERGED, among=among), PAGE),
    )


@blueprint.post("/duplicates/<number>/<answer>")
@requires(*_MAY)
def decide(number: str, answer: str) -> ResponseReturnValue:
    """Decide about a pair: `same`, `different`, or `open` to take the decision back; then the next one."""
    pair = _pair(number)
    stores, ends = (services.store(), services.appstore()), (pair["a"], pair["b"])
    try:
        if answer == "same":
            review.merge(*stores, *ends, current_user.name)
        elif answer == "different":
            review.mark_different(*stores, *ends, current_user.name)
        elif answer == "open":
            review.reopen(*stores, *ends)
        else:
            raise NotFoundError(_("There is no such answer."))
    except NotFoundError:
        raise
    except GuanxiError as error:
        flash(" ".join(told(error)), "error")
        return redirect(url_for("duplicates.queue", **_place()))
    audit.record(f"duplicates.{answer}", pair=pair["id"])
    last = {} if answer == "open" else {"last": pair["id"]}
    return redirect(url_for("duplicates.queue", **_place(), **last))


@blueprint.post("/duplicates/merged/<number>/split")
@requires(*_MAY)
def split(number: str) -> ResponseReturnValue:
    """Give every record of the cluster of a merged pair its own node back."""
    pair = _pair(number)
    try:
        keys = review.split(services.store(), services.appstore(), pair["a"], current_user.name)
    except GuanxiError as error:
        flash(" ".join(told(error)), "error")
    else:
        audit.record("duplicates.split", pair=pair["id"], records=len(keys))
        flash(_("They are apart again. The next analysis counts their ties anew."), "success")
    return redirect(url_for("duplicates.merged"))


def _with_records(pair: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A pair with both records, and whether one of them is gone."""
    try:
        return review.both(services.store(), pair), False
    except NotFoundError:
        return pair, True


def _last() -> dict[str, Any] | None:
    """The decision that can be taken back, with the names."""
    number = offset_asked("last")
    if not number:
        return None
    pair = decisions.numbered(services.appstore(), number)
    if pair["status"] not in (decisions.MERGED, decisions.DIFFERENT):
        return None
    names = review.names(services.store(), [pair["a"], pair["b"]])
    return {**pair, "names": [names.get(key, key) for key in (pair["a"], pair["b"])]}


def _pair(number: str) -> dict[str, Any]:
    if not number.isdecimal() or len(number) > 9:
        raise NotFoundError(_("There is no such pair."))
    return decisions.numbered(services.appstore(), int(number))


def _label() -> str | None:
    asked = request.args.get("label") or request.form.get("label")
    return asked if asked in MERGEABLE else None


def _place() -> dict[str, Any]:
    """Where in the queue the reader is, as the form says."""
    at = request.form.get("at", "")
    label = _label()
    return {**({"at": at} if at.isdecimal() and at != "0" else {}), **({"label": label} if label else {})}

"""Saved views: the address of a screen by business ids, private, for a role, or for everybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from graph.reports.subjects import standing_for
from guanxi.appstore import SavedView, User
from guanxi.errors import NotFoundError, UsageError
from web import audit, recall, services, sharing
from web.login.access import local_path

blueprint = Blueprint("saved", __name__)
blueprint.add_app_template_global(sharing.names, "sharing_names")

LONGEST_ADDRESS = 8000
_KEY = re.compile(r"(?:contact|employee|customer):[^\s,;|/&]+")


@blueprint.app_template_global()
def saved_views(most: int | None = None) -> list[dict[str, Any]]:
    """The views that the reader may open, the last changed first."""
    wanted = (
        select(SavedView, User.name)
        .join(User)
        .where(sharing.visible(SavedView))
        .order_by(SavedView.changed_at.desc(), SavedView.id)
    )
    with services.appstore().session() as session:
        rows = session.execute(wanted.limit(most)).all()
    return [{"view": view, "by": by, "own": view.user_id == current_user.id} for view, by in rows]


@blueprint.get("/views")
def listing() -> ResponseReturnValue:
    """All views that the reader may open."""
    return render_template("saved/saved.html")


@blueprint.post("/views")
def save() -> ResponseReturnValue:
    """Keep the form's `address` under a name."""
    address = request.form.get("address", "")
    screen, state = _state(address)
    with services.appstore().session() as session:
        view = SavedView(
            user_id=current_user.id,
            name=sharing.asked_name(),
            screen=screen,
            state=state,
            shared=sharing.asked_sharing(),
        )
        session.add(view)
    audit.record("view.save", view=view.id, screen=screen, shared=view.shared)
    flash(_("The view is saved as “%(name)s”.", name=view.name), "success")
    return redirect(_address(state))


@blueprint.get("/views/<int:number>")
def open_one(number: int) -> ResponseReturnValue:
    """Go to a saved view; records that were merged meanwhile lead to what stands for them."""
    with services.appstore().session() as session:
        view = session.scalar(select(SavedView).where(SavedView.id == number, sharing.visible(SavedView)))
    if view is None:
        raise _unknown()
    return redirect(_address(_led_on(view.state)))


@blueprint.post("/views/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Give one's own view another name, or share it with others."""
    with services.appstore().session() as session:
        view = _own(session, number)
        view.name, view.shared = sharing.asked_name(), sharing.asked_sharing()
        view.changed_at = datetime.now(UTC).replace(tzinfo=None)
    audit.record("view.change", view=number, shared=view.shared)
    return _listed(_("“%(name)s” is changed.", name=view.name))


@blueprint.post("/views/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    """Delete one's own view; what is answered can bring it back."""
    with services.appstore().session() as session:
        view = _own(session, number)
        session.delete(view)
    audit.record("view.delete", view=number)
    was = {name: getattr(view, name) for name in ("id", "name", "screen", "state", "shared")}
    return _listed(_("“%(name)s” is deleted.", name=view.name), recall.kept("view", was))


@blueprint.post("/views/undo")
def undo() -> ResponseReturnValue:
    """Bring a view back that was just deleted, under its old address where that is free."""
    was = recall.recalled("view", request.form.get("was", ""))
    with services.appstore().session() as session:
        if session.get(SavedView, was["id"]) is not None:
            del was["id"]
        session.add(SavedView(user_id=current_user.id, **was))
    audit.record("view.undelete")
    return _listed(_("“%(name)s” is back.", name=was["name"]))


def _own(session: Session, number: int) -> SavedView:
    view = sharing.own(session, SavedView, number)
    if view is None:
        raise _unknown()
    return view


def _unknown() -> NotFoundError:
    return NotFoundError(_("There is no such view."), _("It was deleted, or is not shared with you."))


def _state(address: str) -> tuple[str, dict[str, Any]]:
    """The screen of an address, and the address in its parts. Raises UsageError where it is no page of ours."""
    parts = urlsplit(local_path(address) or "")
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        endpoint = ""
    if not endpoint or parts.path.startswith(("/api/", "/static/")) or len(address) > LONGEST_ADDRESS:
        raise UsageError(_("This page cannot be saved as a view."))
    arguments = [[name, value] for name, value in parse_qsl(parts.query) if name != "format"]
    return endpoint.split(".")[0], {"path": parts.path, "arguments": arguments}


def _led_on(state: dict[str, Any]) -> dict[str, Any]:
    texts = [state["path"], *(value for _name, value in state["arguments"])]
    stands = standing_for(services.store(), {key for text in texts for key in _KEY.findall(text)})

    def lead(text: str) -> str:
        return _KEY.sub(lambda found: stands.get(found[0], found[0]), text)

    return {"path": lead(state["path"]), "arguments": [[name, lead(value)] for name, value in state["arguments"]]}


def _address(state: dict[str, Any]) -> str:
    query = urlencode([tuple(pair) for pair in state["arguments"]], safe=":,")
    return f"{state['path']}?{query}" if query else str(state["path"])


def _listed(said: str, undo: str | None = None) -> str:
    part = "saved/list.html" if "HX-Request" in request.headers else "saved/saved.html"
    return render_template(part, said=said, undo=undo)

"""Logging in and out, and a user's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from guanxi.errors import UsageError
from web import services
from web.live.broadcaster import broadcaster
from web.login import users
from web.login.access import Reader, local_path, public
from web.security import limiter

blueprint = Blueprint("login", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
@public
@limiter.limit("10/minute", methods=["POST"], deduct_when=lambda response: response.status_code != 302)
def log_in() -> ResponseReturnValue:
    """Ask for name and password; go on to `next` where that is a page of ours."""
    onward = local_path(request.args.get("next")) or url_for("shell.home")
    if current_user.is_authenticated:
        return redirect(onward)
    if request.method == "GET":
        return render_template("login/login.html")
    user = users.authenticate(services.appstore(), request.form.get("name", ""), request.form.get("password", ""))
    if user is None:
        flash(_("The name or the password is wrong."), "error")
        return render_template("login/login.html", name=request.form.get("name", "")), 401
    session.clear()
    session.permanent = True
    session["visited"] = users.note_visit(services.appstore(), user.id)
    login_user(Reader(user))
    return redirect(onward)


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session."""
    broadcaster().end(current_user.get_id())
    logout_user()
    session.clear()
    return redirect(url_for("login.log_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
def password() -> ResponseReturnValue:
    """Let users change their own password."""
    if request.method == "GET":
        return render_template("login/password.html", minimum=users.MIN_PASSWORD)
    problem = _change_password(request.form.get("old", ""), request.form.get("new", ""))
    if problem:
        flash(problem, "error")
        return render_template("login/password.html", minimum=users.MIN_PASSWORD), 422
    flash(_("Your password is changed."), "success")
    return redirect(url_for("shell.home"))


def _change_password(old: str, new: str) -> str | None:
    user = users.authenticate(services.appstore(), current_user.name, old)
    if user is None:
        return str(_("The old password is wrong."))
    try:
        users.set_password(services.appstore(), user.name, new)
    except UsageError:
        return str(_("A password has at least %(count)s characters.", count=users.MIN_PASSWORD))
    user = users.authenticate(services.appstore(), user.name, new)
    if user:
        login_user(Reader(user))
    return None

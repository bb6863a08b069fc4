"""Who is asking, and whether they may: every view needs a log-in unless it says `public`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from guanxi.appstore import User
from web import services

__all__ = ["ROLE_SCREENS", "Reader", "init_app", "local_path", "public", "requires"]

ROLE_SCREENS = {
    "marketer": "today.show",
    "account_manager": "today.show",
    "analyst": "influencers.show",
    "admin": "today.show",
}
"""The screen that each role begins with."""

P = ParamSpec("P")
R = TypeVar("R")


class Reader(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The user of a request. A new password ends the sessions that began with the old one."""

    def __init__(self, user: User) -> None:
        self.id = user.id
        self.name = user.name
        self.role = user.role
        self.language = user.language
        self._session = f"{user.id}:{user.password_hash[-16:]}"

    def get_id(self) -> str:
        return self._session


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(_load)
    app.before_request(_require_login)


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody see a view."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only users with one of `roles`, and administrators, see a view; others get 403."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if current_user.role not in (*roles, "admin"):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return wrap


def local_path(address: str | None) -> str | None:
    """The path and query of an address on this server; None for any other address."""
    if not address or "\\" in address or any(ord(letter) < 32 for letter in address):
        return None
    parts = urlsplit(address)
    here = (parts.scheme in ("http", "https") and parts.netloc == request.host) or not (parts.scheme or parts.netloc)
    if not here:
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") and not path.startswith("//") else None


def _load(session_id: str) -> Reader | None:
    number = session_id.partition(":")[0]
    with services.appstore().session() as session:
        user = session.get(User, int(number)) if number.isdecimal() else None
    reader = Reader(user) if user and user.active else None
    return reader if reader and reader.get_id() == session_id else None


def _require_login() -> ResponseReturnValue | None:
    if request.endpoint in (None, "static") or current_user.is_authenticated:
        return None
    if getattr(current_app.view_functions[request.endpoint or ""], "is_public", False):
        return None
    if request.path.startswith("/api/"):
        abort(401)
    wanted = request.full_path.removesuffix("?")
    return redirect(url_for("login.log_in", next=None if wanted == "/" else wanted))

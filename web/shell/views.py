"""The start page, and the choice of language and theme."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from guanxi.appstore import User
from web import services
from web.i18n import LANGUAGES
from web.login.access import ROLE_SCREENS, local_path, public
from web.shell.paging import with_arguments

blueprint = Blueprint("shell", __name__)
blueprint.add_app_template_global(with_arguments)

THEMES = ("system", "light", "dark")
_WITHIN = {"imports": "data", "duplicates": "data", "quarantine": "data", "quality": "data", "followups": "today"}
"""Blueprints whose pages belong to the screen of another."""
_YEAR = 365 * 24 * 3600


@blueprint.app_context_processor
def _frame() -> dict[str, Any]:
    theme = request.cookies.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "system",
        "themes": THEMES,
        "theme_names": lambda: {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")},
        "screens": _screens,
    }


def _screens() -> list[tuple[str, str, bool]]:
    """The screens in the navigation: endpoint, name, whether it is the one that is open."""
    shown = [
        ("today.show", _("Today")),
        ("influencers.show", _("Influencers")),
        ("account.listing", _("Accounts")),
        ("explore.show", _("Explore")),
        ("clusters.show", _("Clusters")),
        ("segments.show", _("Segments")),
        ("referrals.show", _("Referrals")),
        ("data.show", _("Data")),
        ("console.show", _("Console")),
    ]
    if current_user.role not in ("analyst", "admin"):
        shown = [screen for screen in shown if screen[0] != "console.show"]
    current = _WITHIN.get(request.blueprint or "", request.blueprint)
    return [(endpoint, name, endpoint.split(".")[0] == current) for endpoint, name in shown]


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The screen that a role begins with."""
    return redirect(url_for(ROLE_SCREENS[current_user.role]))


@blueprint.post("/preferences")
@public
def preferences() -> ResponseReturnValue:
    """Keep the language or theme that a form sends, and go back to the page that it was on."""
    answer = redirect(local_path(request.referrer) or url_for("shell.home"))
    language, theme = request.form.get("language"), request.form.get("theme")
    if language in LANGUAGES:
        answer.set_cookie("language", str(language), max_age=_YEAR, samesite="Lax", httponly=True)
        _remember(str(language))
    elif theme in THEMES:
        answer.set_cookie("theme", str(theme), max_age=_YEAR, samesite="Lax", httponly=True)
    else:
        abort(400)
    return answer


def _remember(language: str) -> None:
    if current_user.is_authenticated:
        with services.appstore().session() as session:
            session.get_one(User, current_user.id).language = language

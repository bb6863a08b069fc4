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
from web.records import record_url
from web.shell.paging import with_arguments

blueprint = Blueprint("shell", __name__)
blueprint.add_app_template_global(with_arguments)
blueprint.add_app_template_global(record_url)

THEMES = ("system", "light", "dark")
_WITHIN = {
    "campaigns": "influencers",
    "people": "account",
    "followups": "today",
    **dict.fromkeys(("imports", "duplicates", "quarantine", "quality", "undo"), "data"),
}
"""Blueprints whose pages belong to the screen of another."""
_FIRST_PAGES = {"account": "account.listing"}
"""Where a screen begins, if not with `show`."""
_YEAR = 365 * 24 * 3600


@blueprint.app_context_processor
def _frame() -> dict[str, Any]:
    theme = request.cookies.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "system",
        "themes": THEMES,
        "theme_names": lambda: {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")},
        "screens": _screens,
        "screen_name": lambda part: _screen_names().get(_screen_of(part), ""),
    }


def _screen_names() -> dict[str, str]:
    """The screens by their blueprints, in the order of the navigation."""
    return {
        "today": _("Today"),
        "influencers": _("Influencers"),
        "account": _("Accounts"),
        "explore": _("Explore"),
        "clusters": _("Clusters"),
        "segments": _("Segments"),
        "referrals": _("Referrals"),
        "data": _("Data"),
        "console": _("Console"),
    }


def _screens() -> list[dict[str, Any]]:
    """The screens in the navigation: {"name", "label", "url", "active"}."""
    current = _screen_of(request.blueprint or "")
    return [
        {
            "name": name,
            "label": label,
            "url": url_for(_FIRST_PAGES.get(name, f"{name}.show")),
            "active": name == current,
        }
        for name, label in _screen_names().items()
        if name != "console" or current_user.role in ("analyst", "admin")
    ]


def _screen_of(part: str) -> str:
    """The screen that a blueprint's pages belong to."""
    return _WITHIN.get(part, part)


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

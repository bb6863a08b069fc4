"""Who can introduce us to somebody: what is asked for in an address, as a page shows it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from graph.reports.paths import US, introductions
from graph.reports.plain import names
from graph.reports.search import search
from graph.reports.surroundings import resolve
from graph.store import Store
from guanxi.errors import GuanxiError
from web.account.drawing import ways

__all__ = ["introduced"]

_PATHS = 3
_CHOICES = 10


def introduced(store: Store, text: str) -> dict[str, Any]:
    """The best ways from us to whom `text` names (a key, an e-mail, a name).

    Returns {"asked", "name" (of the person, where there is one), "choices" (people, where several or none are called
    so), "paths", "picture", "problem"}.
    """
    asked = text.strip()
    found: dict[str, Any] = {"asked": asked, "name": "", "choices": [], "paths": [], "picture": None, "problem": ""}
    if not asked:
        return found
    try:
        key = resolve(store, asked)
    except GuanxiError:
        people = [item for item in search(store, asked, limit=_CHOICES) if item["kind"] != "customer"]
        return {**found, "choices": people, "problem": "" if people else _("Nobody is called that.")}
    if key.startswith("customer:"):
        return {**found, "problem": _("This is an account. Name a person there.")}
    if key.startswith("employee:"):
        return {**found, "problem": _("This is one of us. Name somebody whom you want to meet.")}
    found["name"] = names(store, "people", [key]).get(key, key)
    try:
        paths = introductions(store, US, key, _PATHS)["paths"]
    except GuanxiError:
        return {**found, "problem": _("No way leads there over people whom we know.")}
    return {**found, "paths": paths, "picture": ways(paths)}

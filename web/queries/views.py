"""Every view shows the Cypher that it ran. Values of parameters stay on the page of who may see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from graph import queries
from graph.listening import listen
from guanxi.errors import NotFoundError

blueprint = Blueprint("queries", __name__)

HEADER = "X-Guanxi-Queries"
"""Names of the queries behind an answer that is no page; a page shows its own."""

_MOST = 60
_LONGEST_VALUE = 160


@blueprint.before_app_request
def _begin() -> None:
    ran: dict[str, Mapping[str, Any]] = {}

    def note(name: str, values: Mapping[str, Any]) -> None:
        ran.setdefault(name, values)

    g.queries_ran = ran
    if request.endpoint != "static":
        listen(note)


@blueprint.teardown_app_request
def _end(_error: BaseException | None) -> None:
    listen(None)


@blueprint.after_app_request
def _name(response: Response) -> Response:
    ran = g.get("queries_ran")
    if ran and not g.get("queries_shown"):
        response.headers[HEADER] = ",".join(list(ran)[:_MOST])
    return response


@blueprint.app_template_global()
def queries_ran() -> list[dict[str, Any]]:
    """The queries that this request has run so far, each as `described`."""
    g.queries_shown = True
    return [_described(name, values) for name, values in list(g.get("queries_ran", {}).items())[:_MOST]]


@blueprint.get("/queries")
def described() -> ResponseReturnValue:
    """The queries of ?names=, separated by commas, as a part of a page."""
    listed = []
    for name in dict.fromkeys(request.args.get("names", "").split(",")):
        try:
            listed.append(_described(name, {}))
        except NotFoundError:
            continue
    return render_template("queries/listed.html", listed=listed[:_MOST])


def _described(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """{"name", "title", "text", "parameters", "console"}: the console's address, for those who may use it."""
    query = queries.get(name)
    shown = {
        parameter.name: _written(values[parameter.name]) for parameter in query.parameters if parameter.name in values
    }
    return {
        "name": name,
        "title": _(query.title),
        "text": query.text,
        "parameters": [{"name": p.name, "meaning": _(p.meaning), "value": shown.get(p.name)} for p in query.parameters],
        "console": _console(query, values) if current_user.role in ("analyst", "admin") else None,
    }


def _console(query: queries.Query, values: Mapping[str, Any]) -> str:
    given: dict[str, Any] = {
        f"p.{name}": value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
        if isinstance(value, str | int | float) and len(str(value)) <= _LONGEST_VALUE
    }
    if query.theme not in queries.INTERNAL_THEMES:
        return url_for("console.show", query=query.name, **given)
    return f"{url_for('console.show', **given)}#{urlencode({'text': query.text})}"


def _written(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"

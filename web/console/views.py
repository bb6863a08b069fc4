"""The screen Console: Cypher that only reads, for analysts and administrators."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web import services
from web.console.texts import map_words, texts
from web.login.access import requires

blueprint = Blueprint("console", __name__)


@blueprint.get("/console")
@requires("analyst")
def show() -> ResponseReturnValue:
    """The console. ?query=NAME&p.key=value opens a named query, #text=… a text; neither is run."""
    limits = services.settings().console
    return render_template("console/console.html", words=texts(), map_words=map_words(), limits=limits)

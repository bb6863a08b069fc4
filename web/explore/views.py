"""The screen Explore."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("explore", __name__)


@blueprint.get("/explore")
def show() -> ResponseReturnValue:
    """The graph, step by step from what was found."""
    return render_template("explore/explore.html")

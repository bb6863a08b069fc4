"""The screen Console."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("console", __name__)


@blueprint.get("/console")
def show() -> ResponseReturnValue:
    """Console."""
    return render_template("console/console.html")

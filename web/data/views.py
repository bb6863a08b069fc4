"""The screen Data."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("data", __name__)


@blueprint.get("/data")
def show() -> ResponseReturnValue:
    """Data."""
    return render_template("data/data.html")

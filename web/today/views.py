"""The screen Today."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("today", __name__)


@blueprint.get("/today")
def show() -> ResponseReturnValue:
    """What changed, and the figures the company steers by."""
    return render_template("today/today.html")

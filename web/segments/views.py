"""The screen Segments."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("segments", __name__)


@blueprint.get("/segments")
def show() -> ResponseReturnValue:
    """Customers by recency, frequency and money, and by where they stand in their life cycle."""
    return render_template("segments/segments.html")

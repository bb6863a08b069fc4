"""The screen Influencers."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("influencers", __name__)


@blueprint.get("/influencers")
def show() -> ResponseReturnValue:
    """Influencers."""
    return render_template("influencers/influencers.html")

"""The screen Clusters."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("clusters", __name__)


@blueprint.get("/clusters")
def show() -> ResponseReturnValue:
    """The clusters, and what the members of each share."""
    return render_template("clusters/clusters.html")

"""The screen Referrals."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("referrals", __name__)


@blueprint.get("/referrals")
def show() -> ResponseReturnValue:
    """Who brought whom, and what came of it."""
    return render_template("referrals/referrals.html")

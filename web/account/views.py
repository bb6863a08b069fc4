"""The screen Accounts."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("account", __name__)


@blueprint.get("/accounts")
def listing() -> ResponseReturnValue:
    """Accounts."""
    return render_template("account/account.html")

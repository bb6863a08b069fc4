"""A person's page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("people", __name__)


@blueprint.get("/people/<key>")
def person(key: str) -> ResponseReturnValue:
    """The person called `contact:7` or `employee:7`."""
    return render_template("people/person.html", key=key)


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Everything that search finds, as a page."""
    return render_template("people/search.html", items=[])

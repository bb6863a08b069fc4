"""GET /events: what has changed, as server-sent events."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from web.live.broadcaster import broadcaster
from web.login.access import public

blueprint = Blueprint("live", __name__)


@blueprint.get("/events")
@public
def events() -> ResponseReturnValue:
    """Events `changed`, with which parts changed and when, until the page is closed.

    204, upon which a browser does not ask again by itself, where too many listen or nobody is logged in.
    """
    stream = broadcaster().open(current_user.get_id()) if current_user.is_authenticated else None
    if stream is None:
        return Response(status=204)
    seen = request.headers.get("Last-Event-ID") or request.args.get("seen", "")
    lines = broadcaster().lines(stream, seen)
    return Response(lines, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})

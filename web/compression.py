"""Answers go out compressed to whoever takes them so: a map takes a third of its size.

Pages do not: they hold secret tokens beside text that others can choose, and compression would betray them (BREACH).
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

__all__ = ["init_app"]

_SMALLEST = 1400
_LEVEL = 5
_TYPES = frozenset(
    {
        "application/gexf+xml",
        "application/graphml+xml",
        "application/json",
        "application/javascript",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/javascript",
    }
)


def init_app(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    response.vary.add("Accept-Encoding")
    if (
        response.status_code != 200
        or response.mimetype not in _TYPES
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
        or (response.content_length or 0) < _SMALLEST
    ):
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response

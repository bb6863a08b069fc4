"""As of when a page's data is, remembered for a few seconds: every page says it, and open pages are told of changes."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from flask import Flask

from graph.listening import unheard
from graph.reports.freshness import freshness
from guanxi.errors import GuanxiError
from web.services import Services

__all__ = ["Freshness"]

_SECONDS = 3.0


class Freshness:
    """How new everything in the graph is; nothing where Neo4j is down."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._known: dict[str, Any] = {}
        self._until = 0.0

    def init_app(self, app: Flask) -> None:
        app.jinja_env.globals["freshness"] = self.now

    def now(self) -> dict[str, Any]:
        """What `graph.reports.freshness.freshness` says, at most a few seconds old."""
        with self._lock:
            if time.monotonic() >= self._until:
                try:
                    with unheard():
                        self._known = freshness(self._services.store)
                except GuanxiError:
                    self._known = {}
                self._until = time.monotonic() + _SECONDS
            return self._known

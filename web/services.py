"""What views work with: the settings, the graph and the app store of the running app."""

from __future__ import annotations

from threading import Lock
from typing import cast

from flask import Flask, current_app

from graph.connect import open_store
from graph.store import Store
from guanxi.appstore import AppStore, open_appstore
from guanxi.config import Settings

__all__ = ["Services", "appstore", "settings", "store"]

_PATIENCE = 4.0
"""Seconds that a page may take to find out that Neo4j is down."""


class Services:
    """The two stores of an app, opened when they are first asked for."""

    def __init__(self, settings: Settings, store: Store | None, appstore: AppStore | None) -> None:
        self.settings = settings
        self._store = store
        self._appstore = appstore
        self._lock = Lock()

    def init_app(self, app: Flask) -> None:
        app.extensions["guanxi"] = self

    @property
    def store(self) -> Store:
        with self._lock:
            if self._store is None:
                self._store = open_store(self.settings, patience=_PATIENCE)
            return self._store

    @property
    def appstore(self) -> AppStore:
        with self._lock:
            if self._appstore is None:
                self._appstore = open_appstore(self.settings)
            return self._appstore


def _services() -> Services:
    return cast(Services, current_app.extensions["guanxi"])


def settings() -> Settings:
    """The settings of the running app."""
    return _services().settings


def store() -> Store:
    """The graph. Raises GraphUnavailableError where Neo4j is down."""
    return _services().store


def appstore() -> AppStore:
    """Users, audit trail, quarantined rows."""
    return _services().appstore

"""The index of one graph: made when it is first needed, and again when the graph has changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from threading import Lock, Thread
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from graph.search.index import PARTIES, Index
from graph.store import Store
from guanxi.errors import GuanxiError

__all__ = ["index_of", "parties"]

_AT_ONCE = 20_000
"""People and accounts that are read while somebody waits; more are read in the background."""

_PAGE = 5_000
_REST = 20
"""After a long reading nothing is read again until so many times as long has passed."""

_keepers: WeakKeyDictionary[Store, _Keeper] = WeakKeyDictionary()
_log = logging.getLogger(__name__)
_lock = Lock()


def index_of(store: Store) -> Index | None:
    """The index of a graph.

    A small graph's is always as the graph is now. A large one's is read in the background when the graph has changed,
    some seconds at a time and at most a twentieth of the time: until then the one before is given, None at first.
    """
    with _lock:
        keeper = _keepers.setdefault(store, _Keeper())
    return keeper.current(store)


class _Keeper:
    def __init__(self) -> None:
        self._index: Index | None = None
        self._version: frozenset[str] | None = None
        self._lock = Lock()
        self._rests_until = 0.0

    def current(self, store: Store) -> Index | None:
        version = store.version()
        if version == self._version:
            return self._index
        if store.read("screens/search_size")[0]["parties"] <= _AT_ONCE:
            with self._lock:
                if version != self._version:
                    self._make(store)
        elif time.monotonic() > self._rests_until and self._lock.acquire(blocking=False):
            Thread(target=self._make_aside, args=(store,), name="search index", daemon=True).start()
        return self._index

    def _make(self, store: Store) -> None:
        version = store.version()
        self._index = Index(parties(store))
        self._version = version

    def _make_aside(self, store: Store) -> None:
        began = time.monotonic()
        try:
            self._make(store)
        except GuanxiError as error:
            _log.warning("The search index could not be made: %s", error)
        finally:
            now = time.monotonic()
            self._rests_until = now + _REST * (now - began)
            self._lock.release()


def parties(store: Store) -> pl.DataFrame:
    """Everybody and every account as the graph is now: the columns of PARTIES."""
    runs = store.read("analysis/newest_run", complete=True)
    run = runs[0]["id"] if runs else None
    pages = [
        pl.DataFrame(rows, schema=PARTIES, orient="row")
        for query, prefix in (("screens/search_people", ""), ("screens/search_accounts", "customer:"))
        for rows in _pages(store, query, prefix, run)
    ]
    return pl.concat([pl.DataFrame(schema=PARTIES), *pages], rechunk=True)


def _pages(store: Store, query: str, prefix: str, run: str | None) -> Iterator[list[list[Any]]]:
    after = ""
    while rows := store.read(query, after=after, run=run, limit=_PAGE)[0]["rows"]:
        yield rows
        after = rows[-1][0].removeprefix(prefix)

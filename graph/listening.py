"""Who wants to know which named queries are run: a page that shows its Cypher. Nobody else is told of parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

__all__ = ["Listener", "listen", "tell", "unheard"]

Listener = Callable[[str, Mapping[str, Any]], None]
"""Told the name of a query and the values of its parameters, before it is run."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listen(listener: Listener | None) -> None:
    """Have `listener` told of each named query that this thread reads from now on; None ends it."""
    _listener.set(listener)


@contextmanager
def unheard() -> Iterator[None]:
    """Queries in here are told to nobody: they are the frame's own, not the view's."""
    before = _listener.set(None)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(name: str, parameters: Mapping[str, Any]) -> None:
    """Tell whoever listens that a query is about to be run."""
    listener = _listener.get()
    if listener is not None:
        listener(name, parameters)

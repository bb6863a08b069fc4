"""Tells open pages what has changed: one thread looks at cheap marks every few seconds, while anybody listens.

What a page has seen is written into the id of each event, so a browser that connects again, also to an app that was
started anew, is told what it missed, and nothing is kept for it here.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import func, select

from guanxi.appstore import Comment, FollowUp, Job
from web.freshness import Freshness
from web.services import Services

__all__ = ["Broadcaster", "Stream", "broadcaster"]

_log = logging.getLogger(__name__)

_SECONDS = 2.0
_HEARTBEAT = 10.0
_PER_USER = 4
_PAGES_A_SECOND = 20.0
"""How many open pages may ask anew in a second, after news that concern all of them."""

Marks = dict[str, str]
"""A short text for each part that can change: `import`, `analysis`, `interactions`, `jobs`, `comments`, `followups`."""


@dataclass(eq=False)
class Stream:
    """What one open page is told. `session` is the log-in that it belongs to."""

    session: str
    ended: bool = False


class Broadcaster:
    """The streams of an app."""

    def __init__(self, services: Services, freshness: Freshness) -> None:
        self._services = services
        self._freshness = freshness
        self._changed = Condition()
        self._streams: list[Stream] = []
        self._marks: Marks = {}
        self._thread: Thread | None = None
        self._closed = False

    def init_app(self, app: Flask) -> None:
        app.extensions["guanxi_broadcaster"] = self
        app.jinja_env.globals["news_seen"] = lambda: _written(_of_graph(self._freshness.now()))

    def open(self, session: str) -> Stream | None:
        """A stream for a page; None where there are too many. A user's oldest ends when another one is too much."""
        user = session.partition(":")[0]
        with self._changed:
            own = [one for one in self._streams if one.session.partition(":")[0] == user]
            if len(own) >= _PER_USER:
                self._leave(own[0])
            if self._closed or len(self._streams) >= self._services.settings.web.streams:
                return None
            stream = Stream(session)
            self._streams.append(stream)
            if self._thread is None:
                self._marks = {}
                self._thread = Thread(target=self._watch, daemon=True)
                self._thread.start()
        return stream

    def end(self, session: str) -> None:
        """End all streams of a log-in."""
        with self._changed:
            for stream in [one for one in self._streams if one.session == session]:
                self._leave(stream)
            self._changed.notify_all()

    def close(self) -> None:
        """End all streams and begin no more: the app ends."""
        with self._changed:
            self._closed = True
            for stream in list(self._streams):
                self._leave(stream)
            self._changed.notify_all()

    def lines(self, stream: Stream, seen: str) -> Iterator[str]:
        """What goes to the page, as text/event-stream, until the stream ends; `seen` is the id of its last event."""
        known = _read(seen)
        try:
            yield "retry: 5000\n\n"
            while (marks := self._next(stream, known)) is not None:
                changed = sorted(part for part, mark in marks.items() if known.get(part, mark) != mark)
                if changed:
                    told = {
                        "changed": changed,
                        "at": datetime.now(UTC).isoformat(timespec="seconds"),
                        "spread": len(self._streams) / _PAGES_A_SECOND,
                    }
                    yield f"id: {_written(marks)}\nevent: changed\ndata: {json.dumps(told)}\n\n"
                elif marks != known:
                    yield f"id: {_written(marks)}\nevent: seen\ndata:\n\n"
                else:
                    yield ": still here\n\n"
                known = marks
        finally:
            with self._changed:
                self._leave(stream)

    def _next(self, stream: Stream, known: Marks) -> Marks | None:
        """The marks once they differ from those that are known, or after a while; None at the end of the stream."""
        with self._changed:
            self._changed.wait_for(lambda: stream.ended or bool(self._marks and self._marks != known), _HEARTBEAT)
            return None if stream.ended else self._marks or known

    def _leave(self, stream: Stream) -> None:
        stream.ended = True
        if stream in self._streams:
            self._streams.remove(stream)
        self._changed.notify_all()

    def _watch(self) -> None:
        failed = ""
        while True:
            error = ""
            try:
                marks = self._look()
            except Exception as failure:  # whatever fails now may work the next time: listeners stay
                marks, error = self._marks, type(failure).__name__
            with self._changed:
                if not self._streams:
                    self._thread = None
                    return
                if marks != self._marks:
                    self._marks = marks
                    self._changed.notify_all()
                if error and error != failed:
                    _log.warning("What is new cannot be read: %s", error)
                failed = error
                self._changed.wait_for(lambda: self._closed, _SECONDS)

    def _look(self) -> Marks:
        """The marks as they are; what cannot be read now stays as it was."""
        marks = dict(self._marks)
        if fresh := self._freshness.now():
            marks |= _of_graph(fresh)
        running = select(Job.id, Job.status).where(Job.status.in_(("waiting", "running"))).order_by(Job.id)
        comments = select(func.count(), func.max(Comment.id), func.max(Comment.changed_at))
        steps = select(func.count(), func.max(FollowUp.id), func.count(FollowUp.done_at))
        with self._services.appstore.session() as session:
            for part, wanted in (("jobs", running), ("comments", comments), ("followups", steps)):
                marks[part] = _short([list(row) for row in session.execute(wanted)])
        return marks


def broadcaster(app: Flask | None = None) -> Broadcaster:
    """That of an app, or of the running one."""
    return cast(Broadcaster, (app or current_app).extensions["guanxi_broadcaster"])


def _of_graph(fresh: dict[str, Any]) -> Marks:
    return {part: _short(fresh[part]) for part in ("import", "analysis", "interactions") if part in fresh}


def _short(value: object) -> str:
    return hashlib.blake2s(json.dumps(value, default=str, sort_keys=True).encode(), digest_size=4).hexdigest()


def _written(marks: Marks) -> str:
    return ",".join(f"{part}:{mark}" for part, mark in sorted(marks.items()))


def _read(text: str) -> Marks:
    return {part: mark for part, _, mark in (pair.partition(":") for pair in text[:400].split(",")) if mark}

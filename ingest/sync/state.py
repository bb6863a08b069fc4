"""How far a live source has been read: kept in the app store, so that a run that was ended goes on where it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from guanxi.appstore import AppStore, SyncState
from ingest.sync.pages import Pages

__all__ = ["Mark", "Progress", "states"]


@dataclass
class Mark:
    """How far one read has come.

    `since` is from when changes are asked for (None: everything), `until` the API's clock when the first page was
    asked for, `next` the place of the next page.
    """

    since: str | None = None
    until: str | None = None
    next: str | None = None
    pages: int = 0
    rows: int = 0
    done: bool = False


@dataclass
class Progress:
    """The state of one connection; `keep` writes it down."""

    name: str
    appstore: AppStore | None
    """None where nothing is to be kept, as in a dry run."""
    since: dict[str, str] = field(default_factory=dict)
    """For each read: up to when its changes are loaded."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """The reads of the run that is under way."""

    @classmethod
    def of(cls, name: str, appstore: AppStore) -> Progress:
        with appstore.session() as session:
            state = session.get(SyncState, name)
            cursor: dict[str, Any] = state.cursor if state else {}
        marks = {read: Mark(**mark) for read, mark in cursor.get("marks", {}).items()}
        return cls(name, appstore, cursor.get("since", {}), marks)

    def start_anew(self) -> None:
        """Forget what was read and loaded: the next pages are those of everything there is."""
        self.since, self.marks = {}, {}
        self.keep()

    def mark(self, read: str) -> Mark:
        """How far `read` has come in this run; it begins with the changes since the last one."""
        return self.marks.setdefault(read, Mark(since=self.since.get(read)))

    def recover(self, pages: Pages) -> None:
        """Begin those reads again whose pages are no longer on disk."""
        for read, mark in self.marks.items():
            if pages.count(read) < mark.pages:
                self.marks[read] = Mark(since=mark.since)

    @property
    def full(self) -> set[str]:
        """The reads that show everything there is, not only what changed."""
        return {read for read, mark in self.marks.items() if mark.since is None}

    def finish(self) -> None:
        """Note that everything read is loaded."""
        self.since |= {read: mark.until for read, mark in self.marks.items() if mark.until}
        self.marks = {}
        self.keep(ran_at=datetime.now(UTC).replace(tzinfo=None))

    def keep(self, *, ran_at: datetime | None = None, error: str | None = None) -> None:
        if self.appstore is None:
            return
        with self.appstore.session() as session:
            state = session.get(SyncState, self.name) or SyncState(name=self.name)
            marks = {read: asdict(mark) for read, mark in self.marks.items()}
            state.cursor = {"since": dict(self.since), "marks": marks}
            state.ran_at = ran_at or state.ran_at
            state.error = error
            session.add(state)


def states(appstore: AppStore) -> dict[str, SyncState]:
    """The states of all connections that ever ran, by name."""
    with appstore.session() as session:
        return {state.name: state for state in session.scalars(select(SyncState))}

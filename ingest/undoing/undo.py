"""Undoing an import, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from graph.store import Store
from guanxi.appstore import AppStore, ImportedTable
from guanxi.config import Settings
from guanxi.errors import GuanxiError, NotFoundError
from ingest import lineage, provisional, quarantine
from ingest.identity.resolve import rejoin
from ingest.journal import Journal
from ingest.link import link_waiting, wait_at_start
from ingest.records import kind_named
from ingest.references import Known
from ingest.undoing.nodes import NodesUndo
from ingest.undoing.pairs import PairsUndo

__all__ = ["Outlook", "about", "details", "outlook", "undo"]

_AT_ONCE = 1000
"""Records in one transaction."""


@dataclass(frozen=True)
class Outlook:
    """What undoing an import does: records that go, and records that become what the other imports say."""

    batch: str
    file: str
    kind: str
    status: str
    removed: int
    restored: int
    quarantined: int


def outlook(store: Store, appstore: AppStore, batch: str) -> Outlook:
    """What undoing an import would do. Raises NotFoundError, and GuanxiError where it is undone already."""
    found = _not_undone(store, batch)
    alone, shared = _work(store, found["kind"], batch).concerned()
    quarantined = quarantine.kept(appstore, batch=batch, limit=0)[1]
    return Outlook(batch, found["file"], found["kind"], found["status"], len(alone), len(shared), quarantined)


def undo(
    store: Store,
    appstore: AppStore,
    settings: Settings,
    batch: str,
    *,
    progress: Callable[[str, int, int | None], None] = lambda what, done, total: None,
) -> Outlook:
    """Take an import back: the graph becomes what it would be had the import never been.

    Relationships of other imports that lose an end wait for it again. Cut short anywhere, it is completed when it is
    asked for again; until then the import is `undoing`, and cannot be loaded.
    Raises NotFoundError, and GuanxiError where it is undone already.
    """
    found = outlook(store, appstore, batch)
    store.write("ingest/set_status", id=batch, status="undoing")
    total = found.removed + found.restored
    for done in _work(store, found.kind, batch).run():
        progress(f"undoing {found.file}", min(done, total), total)
    store.write("ingest/forget_batch", batch=batch)
    quarantine.clear(appstore, batch)
    with appstore.session() as session:
        session.execute(delete(ImportedTable).where(ImportedTable.batch == batch))
    lineage.forget(batch)
    progress("linking what waited", 0, None)
    provisional.settle(store, settings)
    known = Known(store)
    wait_at_start(store, known)
    link_waiting(store, known, settings.graph.batch_rows)
    rejoin(store, appstore, settings)
    store.write("ingest/set_status", id=batch, status="undone")
    return found


def about(store: Store, batch: str) -> dict[str, Any]:
    """An import: its file, kind, source, status, time and counts. Raises NotFoundError."""
    rows = store.read("ingest/batch", id=batch)
    if not rows:
        raise NotFoundError(f"There is no import {batch!r}.", "guanxi batch list shows all.")
    return {"id": batch, **rows[0]}


def details(store: Store, appstore: AppStore, batch: str) -> dict[str, Any]:
    """An import with its columns, and how many records it created, changed and deleted. Raises NotFoundError."""
    found = about(store, batch)
    with appstore.session() as session:
        table = session.get(ImportedTable, batch)
    kind = kind_named(found["kind"])
    journal = Journal(kind.name)
    journal.read(store)
    own = [entry for said in journal.said.values() for entry in said if entry.batch == batch and not entry.anew]
    deleted = sum(bool(entry.said and entry.said.get("_deleted")) for entry in own)
    return {
        **found,
        "columns": table.columns if table else [],
        "created": _work(store, found["kind"], batch).created(),
        "changed": sum(entry.before is not None for entry in own) - deleted,
        "unchanged": sum(entry.before is None for entry in own),
        "deleted": deleted,
    }


def _not_undone(store: Store, batch: str) -> dict[str, Any]:
    found = about(store, batch)
    if found["status"] == "undone":
        raise GuanxiError(f"The import {batch} of {found['file']} has been undone.", "guanxi batch list shows all.")
    return found


def _work(store: Store, kind: str, batch: str) -> NodesUndo | PairsUndo:
    declared = kind_named(kind)
    return (NodesUndo if declared.label else PairsUndo)(store, declared, batch, _AT_ONCE)

"""`guanxi ingest --bulk`: files into an empty database by Neo4j's offline importer.

Files are read, cleaned and checked as always; what is new goes into files for the importer, which then makes the whole
graph at once. What only a running database can do is done afterwards: relationships that wait, records that come
again, people met in mails, records without nodes of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.connect import local, open_store
from graph.local.importer import replace_graph
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest import mailboxes
from ingest.bulk.files import Files
from ingest.jobs import Job
from ingest.load import Writer
from ingest.pipeline import Run, chosen_presets, read_jobs
from ingest.reading import Progress, Reader
from ingest.sources.spool import Spool, find_files
from ingest.summary import Summary

__all__ = ["INDEXING", "ingest_in_bulk"]

INDEXING = "making the indexes"
"""What is told once the server has the graph."""

_IMPORTING = "importing into Neo4j"


@dataclass
class _Offline(Run):
    """Loads jobs into files; `store` is empty, and is only asked."""

    files: Files
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    finished: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def batch_rows(self) -> int:
        return 1 << 20

    def writer(self) -> Writer:
        return Writer(self.files.write)

    def done(self, batch: str) -> dict[str, Any] | None:
        return self.finished.get(batch)

    def begin(self, batch: str, about: dict[str, Any], at: datetime) -> None:
        self.begun[batch] = {"id": batch, "at": at, **about, "status": "loading"}

    def finish(self, batch: str, counts: dict[str, Any]) -> None:
        self.finished[batch] = counts


def ingest_in_bulk(
    paths: Sequence[str | Path],
    appstore: AppStore,
    settings: Settings,
    *,
    kind: str | None = None,
    preset: str | None = None,
    mapping: str | Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Load files, folders and zip archives into the local Neo4j, which must be empty, and is down for a while.

    The outcome is that of `ingest`. Imports are noted as done at the very end: where this is cut short, the database
    is either still empty, or holds nearly all; in both cases the same call goes on.
    Raises GuanxiError where the database is not local or not empty, and where nothing can be loaded.
    """
    if settings.graph.uri != "local":
        raise GuanxiError(
            f"--bulk cannot fill {settings.graph.uri}: Neo4j's importer works on files of its own machine.",
            "Leave --bulk out, or set graph.uri to local.",
        )
    chosen = chosen_presets(kind, preset, mapping)
    tell = progress or (lambda what, done, total: None)
    files, ignored = find_files(paths)
    summary = Summary(ignored=ignored)
    with Spool.open(settings) as spool:
        with open_store(settings) as store:
            _check_empty(store, interrupted=store.read("ingest/count_loading")[0]["loading"] > 0)
        jobs = read_jobs(Reader(spool, chosen, kind, bool(preset or mapping), tell, summary, {}), files, settings)
        with open_store(settings) as store:
            interrupted = any(
                row["status"] == "loading" for job in jobs for row in store.read("ingest/batch", id=job.batch)
            )
            _check_empty(store, interrupted=interrupted)
            now = [] if interrupted else [job for job in jobs if _is_plain(job)]
            written = Files(spool.folder(), settings.graph.batch_rows)
            run = _Offline(store, appstore, settings, False, False, tell, written)
            summary.lines += [run.do(job) for job in now]
            _check_empty(store, interrupted=interrupted)
        if now:
            written.write_batches(list(run.begun.values()))
            tell(_IMPORTING, 0, 100)
            replace_graph(local(settings), written.groups(), written.folder, lambda done: tell(_IMPORTING, done, 100))
        tell(INDEXING, 0, None)
        with open_store(settings) as store:
            for later in written.later():
                store.transact(later.write)
            Run(store, appstore, settings, False, False, tell).do_all([job for job in jobs if job not in now], summary)
            for batch, counts in run.finished.items():
                store.write("ingest/finish_batch", id=batch, properties=counts)
    return summary


def _is_plain(job: Job) -> bool:
    """Whether records become nodes of their own, and bring nobody who is known from mails only."""
    return job.kind.label is not None and job.mapper.guess.source not in mailboxes.SOURCES


def _check_empty(store: Store, *, interrupted: bool) -> None:
    nodes = store.read("ingest/count_nodes")[0]["nodes"]
    if nodes and not interrupted:
        raise GuanxiError(
            f"--bulk fills an empty database only; this one has {nodes:,} nodes.", "Leave --bulk out to add to it."
        )

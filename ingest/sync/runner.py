"""One run of a live source: read what is new, page by page, onto disk; then load it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dlt.common import jsonpath
from dlt.common.configuration.specs.runtime_configuration import RuntimeConfiguration
from dlt.sources.helpers.rest_client.client import RESTClient
from dlt.sources.helpers.rest_client.exceptions import IgnoreResponseException
from filelock import FileLock, Timeout
from requests import Response

from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from guanxi.config import Settings, SyncConnection
from guanxi.errors import ConfigError, GuanxiError, NotFoundError
from ingest.pipeline import ingest
from ingest.reading import Progress as Tell
from ingest.summary import Summary
from ingest.sync.credentials import secrets_of
from ingest.sync.definition import Api, Product, Read
from ingest.sync.pages import Pages
from ingest.sync.session import ApiError, Rules, Session, StalePositionError
from ingest.sync.sources import product_named
from ingest.sync.state import Mark, Progress

__all__ = ["Outcome", "Run", "check", "connection_named", "open_client", "sync"]

_OVERLAP = timedelta(minutes=5)
"""What changed shortly before the last run is read again: an API may show a change a little later than its time."""


@dataclass
class Outcome:
    """What a run did: `pages` and `rows` were read (those of an earlier run that was ended included)."""

    name: str
    product: str
    pages: int = 0
    rows: int = 0
    summary: Summary = field(default_factory=Summary)


def connection_named(settings: Settings, name: str) -> SyncConnection:
    """The connection called `name`. Raises NotFoundError that lists them all."""
    found = {connection.name: connection for connection in settings.sync.connections}
    if name not in found:
        hint = f"Connections: {', '.join(found)}." if found else "docs/syncing.md shows how to configure one."
        raise NotFoundError(f"There is no connection {name!r} in config.yaml.", hint)
    return found[name]


def check(settings: Settings, name: str, *, sleep: Callable[[float], None] = time.sleep) -> str:
    """Test the credentials of a connection with one small request, and say whose API answered."""
    connection = connection_named(settings, name)
    product = product_named(connection.product)
    call = product.check(connection)
    with open_client(product, connection, settings, sleep) as client:
        client.request(call.path, method=call.method, params=call.params, json=call.json, headers=call.headers)
    return product.title


def sync(
    settings: Settings,
    name: str,
    store: Store,
    appstore: AppStore,
    *,
    full: bool = False,
    dry_run: bool = False,
    tell: Tell | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Outcome:
    """Read what changed in a live source since the last run, and load it; with `full`, everything.

    A run that was ended, however, goes on with the next page, or with loading. With `dry_run` everything is read and
    checked, and nothing is written. Raises GuanxiError; what was read until then stays.
    """
    connection = connection_named(settings, name)
    product = product_named(connection.product)
    with _alone(settings, name):
        kept = Progress.of(name, appstore)
        progress = Progress(name, None, dict(kept.since)) if dry_run else kept
        folder = settings.home / "sync"
        pages = Pages(folder / (f"{name}.dry-run" if dry_run else name), folder / f"{name}.known")
        if full or not progress.marks:
            pages.clear()
        if full:
            progress.start_anew()
        progress.recover(pages)
        run = Run(settings, connection, product, progress, pages, tell or (lambda what, done, total: None))
        try:
            with open_client(product, connection, settings, sleep) as client:
                run.read(client)
            return run.load(store, appstore, dry_run)
        except GuanxiError as error:
            progress.keep(error=error.message)
            raise
        finally:
            if dry_run:
                pages.clear()


@contextmanager
def _alone(settings: Settings, name: str) -> Iterator[None]:
    folder = settings.home / "sync"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(folder / f"{name}.lock", timeout=0):
            yield
    except Timeout:
        raise GuanxiError(f"{name} is being synced by another process.", "Wait until it has ended.") from None


@contextmanager
def open_client(
    product: Product, connection: SyncConnection, settings: Settings, sleep: Callable[[float], None]
) -> Iterator[RESTClient]:
    """The client for one run. Raises GuanxiError where the connection lacks a secret or an address."""
    base_url = connection.base_url or product.base_url
    if base_url is None:
        raise ConfigError(f"The connection {connection.name!r} needs a base_url.", "docs/syncing.md shows one.")
    connection = connection.model_copy(update={"base_url": base_url.rstrip("/")})
    secrets = secrets_of(connection, product.secrets, settings.home)
    config = settings.sync
    hosts = frozenset(urlsplit(url).netloc for url in (base_url, connection.token_url or product.token_url) if url)
    rules = Rules(
        product.title,
        product.paces,
        product.error,
        product.errors,
        config.attempts,
        config.longest_wait_s,
        hosts,
        tuple(secrets.values()),
    )
    with Session(rules, sleep) as session:
        session.authority = product.auth(connection, secrets, session)
        runtime = RuntimeConfiguration(dlthub_telemetry=False)
        yield RESTClient(base_url, auth=session.authority, session=session, config=runtime)


@dataclass
class Run:
    """One run, from where `progress` says it is."""

    settings: Settings
    connection: SyncConnection
    product: Product
    progress: Progress
    pages: Pages
    tell: Tell

    @property
    def reads(self) -> list[Read]:
        """What is read: all that the product has, or what the connection names. Raises ConfigError for other names."""
        chosen = self.connection.read
        reads = self.product.reads(self.connection)
        objects = [name for name in dict.fromkeys(read.object for read in reads) if name]
        unknown = [name for name in chosen if name not in objects]
        if unknown:
            raise ConfigError(
                f"The connection {self.connection.name!r} reads {unknown[0]!r}, which {self.product.title} has not.",
                f"It has {', '.join(objects)}.",
            )
        return [read for read in reads if not chosen or not read.object or read.object in chosen]

    def read(self, client: RESTClient) -> None:
        """Bring every page that is new onto disk."""
        for read in self.reads:
            try:
                self._read(client, read)
            except StalePositionError:
                self.pages.forget(read.name)
                self.progress.marks[read.name] = Mark(since=self.progress.mark(read.name).since)
                self._read(client, read)

    def files(self) -> Path:
        """Make what is on disk into the files that are loaded, and return their folder."""
        knowledge = self.product.knowledge(self.connection, self.pages.records)
        folder = self.pages.folder / "load"
        for table in {read.table: None for read in self.reads if read.table}:
            reads = [read for read in self.reads if read.table == table]
            path = folder / self.connection.name / f"{table}.jsonl"
            try:
                self.pages.merge(reads, self.progress.full, partial(self._tidied, knowledge), path)
            except (KeyError, TypeError, AttributeError) as error:
                raise self._unknown_form(table or "") from error
        return folder

    def load(self, store: Store, appstore: AppStore, dry_run: bool) -> Outcome:
        """Load what is on disk; only then is it known as read."""
        marks = self.progress.marks.values()
        pages, rows = sum(mark.pages for mark in marks), sum(mark.rows for mark in marks)
        outcome = Outcome(self.connection.name, self.product.name, pages, rows)
        folder = self.files()
        if any(folder.rglob("*.jsonl")):
            outcome.summary = ingest(
                [folder],
                store,
                appstore,
                self.settings,
                preset=None if self.connection.mapping else self.product.preset,
                mapping=self.connection.mapping,
                dry_run=dry_run,
                again=True,
                progress=self.tell,
            )
        if outcome.summary.refused:
            reasons = " ".join(refused.reason for refused in outcome.summary.refused)
            raise GuanxiError(f"Not loaded: {reasons}", outcome.summary.refused[0].hint)
        if not dry_run:
            self.pages.remember(self.reads, self.progress.full)
            _note(appstore, outcome)
        self.progress.finish()
        self.pages.clear()
        return outcome

    def _tidied(self, knowledge: Any, read: str, record: Api) -> Api:
        return self.product.tidy(self.connection, read, record, knowledge)

    def _read(self, client: RESTClient, read: Read) -> None:
        mark = self.progress.mark(read.name)
        if mark.done:
            return
        if read.only_changes and mark.since is None:
            mark.until = min((m.until for m in self.progress.marks.values() if m.until), default=_clock(client.session))
            mark.done = True
            self.progress.keep()
            return
        call = read.call(datetime.fromisoformat(mark.since) - _OVERLAP if mark.since else None)
        call.paginator.begin_at(mark.next)
        found = client.paginate(
            call.path,
            method=call.method,
            params=call.params,
            json=call.json,
            headers=call.headers,
            paginator=call.paginator,
            data_selector=call.records,
            hooks={"response": [_leave_out_nothing]},
        )
        for page in found:
            self._check_form(page.response, call.records)
            mark.until = mark.until or _clock(client.session)
            records = [record for record in page if call.only(record)] if call.only else page
            if read.enrich:
                read.enrich(client, records)
            self._keep_page(read, mark, records, call.paginator.position)
        mark.done = True
        mark.until = mark.until or _clock(client.session)
        self.progress.keep()

    def _keep_page(self, read: Read, mark: Mark, records: list[Api], position: str | None) -> None:
        self.pages.write(read.name, mark.pages + 1, records)
        mark.pages += 1
        mark.rows += len(records)
        mark.next, mark.done = position, position is None
        self.progress.keep()
        self.tell(f"reading {read.name}, page {mark.pages}", mark.rows, None)

    def _check_form(self, response: Response, records: str) -> None:
        found = jsonpath.find_values(records, response.json())
        if len(found) != 1 or not isinstance(found[0], list):
            raise self._unknown_form(urlsplit(response.url).path)

    def _unknown_form(self, what: str) -> ApiError:
        return ApiError(
            f"{self.product.title} answers {what} in a form that is not known.", "Its API may have changed."
        )


def _leave_out_nothing(response: Response, *_args: Any, **_kwargs: Any) -> None:
    """A reply without content (204), or one that says that nothing has changed (304), is no page."""
    if response.status_code in (204, 304):
        response.close()
        raise IgnoreResponseException


def _clock(session: Any) -> str:
    """The time by the API's own clock, as far as it tells it."""
    return (session.server_time or datetime.now(UTC)).isoformat()


def _note(appstore: AppStore, outcome: Outcome) -> None:
    detail = {
        "name": outcome.name,
        "product": outcome.product,
        "pages": outcome.pages,
        "rows": outcome.rows,
        "batches": [line.batch for line in outcome.summary.lines],
        "accepted": outcome.summary.accepted,
        "quarantined": outcome.summary.quarantined,
    }
    with appstore.session() as session:
        session.add(AuditEntry(action="sync", detail=detail))

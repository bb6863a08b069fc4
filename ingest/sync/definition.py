"""What a product's API is, declared: where its records are, how they are paged, and what its errors mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dlt.sources.helpers.rest_client.client import RESTClient
from requests.auth import AuthBase

from guanxi.config import SyncConnection
from ingest.sync.paginators import Resumable
from ingest.sync.session import Session

__all__ = ["Api", "Call", "Found", "Product", "Read", "nothing"]

Api = dict[str, Any]
"""A record as the API gives it."""
Found = Callable[[str], Iterable[Api]]
"""The records that a read of this name has brought."""


@dataclass(frozen=True)
class Call:
    """The request for the first page, and how the next ones are found; `records` is where a reply has its records."""

    path: str
    records: str
    paginator: Resumable
    method: Literal["GET", "POST"] = "GET"
    params: dict[str, Any] | None = None
    json: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    only: Callable[[Api], bool] | None = None
    """Which of the records are wanted, where the API cannot be asked for these alone."""


@dataclass(frozen=True)
class Read:
    """What is read in one go: `call` gives the request for what changed since a time, or for everything (None).

    `object` is what a connection's `read` names (empty: it is always read). The records, whose ids are in `key`, go to
    the file of `table`, which several reads may share; without a table they only help to understand the others.
    `enrich` adds to the records of a page what further requests tell.
    """

    name: str
    object: str
    table: str | None
    call: Callable[[datetime | None], Call]
    key: str = "id"
    enrich: Callable[[RESTClient, list[Api]], None] | None = None
    only_changes: bool = False
    """Whether there is nothing to read the first time: deletions concern records that we have."""
    gone: Mapping[str, Any] | None = None
    """Where the API tells nothing of deletions: what marks a record that reading everything no longer shows."""


def nothing(connection: SyncConnection, found: Found) -> None:
    """The knowledge that a product needs whose records explain themselves."""


@dataclass(frozen=True)
class Product:
    """A product whose API can be read.

    `secrets` are the names of those it cannot do without. `paces` are requests a second by the end of the path, the
    first that fits. `error` finds the code and message in a reply that is one, whatever its HTTP status; `errors` says
    what codes mean: `retry`, `expired` (the token), `stale` (the place in the pages), or a sentence on what to do.
    `tidy` makes a record of a read into one that `preset` understands, by what `knowledge` found in the other reads.
    """

    name: str
    title: str
    base_url: str | None
    token_url: str | None
    secrets: tuple[str, ...]
    paces: tuple[tuple[str, float], ...]
    error: Callable[[Any, int], tuple[str, str] | None]
    errors: Mapping[str, str]
    auth: Callable[[SyncConnection, Mapping[str, str], Session], AuthBase]
    check: Callable[[SyncConnection], Call]
    reads: Callable[[SyncConnection], Sequence[Read]]
    tidy: Callable[[SyncConnection, str, Api, Any], Api]
    preset: str
    knowledge: Callable[[SyncConnection, Found], Any] = nothing

"""Run what the gate admits: read-only, within limits of time, rows and bytes, and stoppable.

Neo4j ends a query at its timeout, but looks at the clock only between rows. So each query runs in a thread of
its own: when time is up its transaction is terminated and the answer does not wait any longer, while the
user's place stays taken until the server has really let go.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, Literal

from neo4j import Query

from graph.console.errors import ConsoleBusyError, QueryStoppedError
from graph.console.failures import explained
from graph.console.gate import Plan, admit
from graph.console.picture import picture
from graph.console.values import GraphPart, kind_of, plain, tell
from graph.store import Store
from guanxi.config import ConsoleConfig

__all__ = ["Limit", "QueryRunner", "Result"]

_GRACE_SECONDS = 2.0
_MAP_NODES = 2000


@dataclass(frozen=True)
class Limit:
    """Why a result is not complete: it reached `value` rows or bytes."""

    by: Literal["rows", "bytes"]
    value: int

    def __str__(self) -> str:
        if self.by == "rows":
            return f"limited to {self.value:,} rows"
        return f"limited to {self.value / 1e6:g} MB"


@dataclass(frozen=True)
class Result:
    """What a query answered: rows of values that JSON can hold, and the graph among them as a map."""

    columns: list[str]
    rows: list[list[Any]]
    limit: Limit | None
    seconds: float
    plan: Plan
    graph: dict[str, Any]

    @property
    def kinds(self) -> list[str]:
        """The kind of value in each column, as `kind_of` tells it; `mixed` where there are several."""
        found: list[str] = []
        for column in zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns):
            kinds = {kind_of(value) for value in column if value is not None}
            found.append(kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "text")
        return found

    def records(self, *, told: bool = False) -> list[dict[str, Any]]:
        """The rows as maps; with `told`, nodes, relationships and paths as people would call them."""
        rows = ([tell(value) for value in row] for row in self.rows) if told else self.rows
        return [dict(zip(self.columns, row, strict=True)) for row in rows]


class QueryRunner:
    """Runs queries on `store` within `limits`; one object serves all threads of a process."""

    def __init__(self, store: Store, limits: ConsoleConfig) -> None:
        self.store = store
        self.limits = limits
        self._running: dict[str, set[str]] = defaultdict(set)
        self._stopped: set[str] = set()
        self._lock = Lock()

    def explain(self, text: str, parameters: Mapping[str, Any]) -> Plan:
        """The plan of a query, without running it. Raises ConsoleError where it may not run."""
        with explained(self.limits):
            return admit(self.store, text, parameters, self.limits)

    def run(self, text: str, parameters: Mapping[str, Any], *, user: str = "", run: str | None = None) -> Result:
        """Run a query and return its result, which may be limited.

        `user` may run `queries_per_user` at once; `run` names this one, so that `stop` can end it.
        Raises QueryRefusedError, CypherError, QueryStoppedError or ConsoleBusyError.
        """
        run = run or uuid.uuid4().hex
        future: Future[Result] = Future()
        self._take_place(user, run)
        Thread(target=self._work, args=(future, text, parameters, user, run), daemon=True).start()
        try:
            return future.result(self.limits.timeout_s + _GRACE_SECONDS)
        except FutureTimeoutError:
            self.stop(run, user)
            return self._last_word(future)
        except KeyboardInterrupt:
            self.stop(run, user)
            raise

    def stop(self, run: str, user: str = "") -> bool:
        """Terminate the query that `user` runs under this name, in whichever process; False where there is none."""
        with self._lock:
            begun = run in self._running[user]
            if begun:
                self._stopped.add(_tag(user, run))
        found = self.store.read("console/transaction", name=_tag(user, run))
        for row in found:
            self.store.read("console/terminate", transaction=row["transaction"])
        return begun or bool(found)

    def running(self, user: str = "") -> set[str]:
        """The names of the queries that `user` has not yet got rid of."""
        with self._lock:
            return set(self._running[user])

    def _take_place(self, user: str, run: str) -> None:
        with self._lock:
            if len(self._running[user]) >= self.limits.queries_per_user:
                raise ConsoleBusyError(
                    "You already run {limit} queries (console.queries_per_user).",
                    "Wait until one ends, or stop it.",
                    limit=self.limits.queries_per_user,
                )
            self._running[user].add(run)

    def _work(self, future: Future[Result], text: str, parameters: Mapping[str, Any], user: str, run: str) -> None:
        try:
            future.set_result(self._result(text, parameters, _tag(user, run)))
        except BaseException as error:
            future.set_exception(error)
        finally:
            with self._lock:
                self._running[user].discard(run)
                self._stopped.discard(_tag(user, run))

    def _last_word(self, future: Future[Result]) -> Result:
        try:
            return future.result(_GRACE_SECONDS)
        except FutureTimeoutError:
            raise QueryStoppedError(
                "The query was given up after {seconds:g} s (console.timeout_s); Neo4j is still ending it.",
                "Narrow it: name labels, begin from one node, use LIMIT early.",
                seconds=self.limits.timeout_s,
            ) from None

    def _result(self, text: str, parameters: Mapping[str, Any], tag: str) -> Result:
        started = time.monotonic()
        graph = GraphPart(_MAP_NODES)
        rows: list[list[Any]] = []
        with explained(self.limits):
            plan = admit(self.store, text, parameters, self.limits)
            if tag in self._stopped:
                raise QueryStoppedError("The query was stopped.")
            with self._records(text, parameters, tag) as (columns, records):
                limit = self._fill(rows, records, graph)
            self._add_ends(graph)
        return Result(columns, rows, limit, time.monotonic() - started, plan, picture(graph))

    @contextmanager
    def _records(
        self, text: str, parameters: Mapping[str, Any], tag: str
    ) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
        query = Query(text, metadata={"guanxi_console": tag}, timeout=self.limits.timeout_s)
        with self.store.session(read_only=True) as session:
            result = session.run(query, dict(parameters))
            yield list(result.keys()), (record.values() for record in result)

    def _fill(self, rows: list[list[Any]], records: Iterator[list[Any]], graph: GraphPart) -> Limit | None:
        size = 0
        for values in records:
            row = [plain(value) for value in values]
            size += len(json.dumps(row, ensure_ascii=False))
            if len(rows) == self.limits.max_rows:
                return Limit("rows", self.limits.max_rows)
            if size > self.limits.max_bytes:
                return Limit("bytes", self.limits.max_bytes)
            rows.append(row)
            for value in values:
                graph.add(value)
        return None

    def _add_ends(self, graph: GraphPart) -> None:
        unseen = graph.unseen_ends()
        if unseen:
            for row in self.store.read("console/nodes", ids=unseen):
                graph.add(row["node"])


def _tag(user: str, run: str) -> str:
    return f"{user}:{run}"

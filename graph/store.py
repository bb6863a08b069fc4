"""The one way to Neo4j: a driver, read and write transactions, results as rows or columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import polars as pl
from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Query,
    ResultSummary,
    Session,
    SummaryCounters,
)
from neo4j.exceptions import AuthError, ConfigurationError, Neo4jError, ServiceUnavailable, SessionExpired

from graph import queries
from graph.listening import tell
from graph.native import native
from guanxi.errors import GraphUnavailableError

__all__ = ["OLDEST_VERSION", "PATIENCE", "Store", "Transaction"]

OLDEST_VERSION = (5, 26)
"""The oldest Neo4j that the queries run on."""

PATIENCE = 30.0
"""Seconds that work which nobody waits for in front of a screen may be tried again."""

_GOOD_VERSIONS = "Guanxi needs Neo4j 5.26 LTS or newer."
_SCHEMA_NAME = re.compile(r"(?:CONSTRAINT|INDEX) (\w+)")

T = TypeVar("T")

_FETCHED_ROWS = 50_000
"""Rows that are turned into columns at once: Python objects for millions of rows would not fit in memory."""

_FETCHED_LISTS = 4
"""Lists of rows that the server may send ahead."""


class Transaction:
    """Named queries of `cypher/` that take effect together, or not at all."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of the named query, which sees what this transaction has written."""
        return [dict(record) for record in self._transaction.run(queries.get(name).text, parameters)]

    def write(self, name: str, /, **parameters: Any) -> SummaryCounters:
        """Run the named query and return how much it wrote."""
        return self._transaction.run(queries.get(name).text, parameters).consume().counters


class Store:
    """A Neo4j database. Use as a context manager, or call `close`.

    For `patience` seconds, what fails for a passing reason (a lock, a lost connection) is tried again.
    """

    def __init__(
        self, uri: str, user: str, password: str, database: str = "neo4j", *, patience: float = PATIENCE
    ) -> None:
        self.uri = uri
        self.database = database
        self._driver: Driver = _open(uri, user, password, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def check(self) -> tuple[int, int]:
        """The server's version. Raises GraphUnavailableError where it is down, refuses us or is too old."""
        with _explained(self.uri):
            agent = self._driver.get_server_info().agent
        major, minor = (int(part) for part in agent.split("/")[1].split(".")[:2])
        if (major, minor) < OLDEST_VERSION:
            raise GraphUnavailableError(f"{self.uri} runs Neo4j {major}.{minor}, which is too old.", _GOOD_VERSIONS)
        return major, minor

    def read(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run the named query of `cypher/` and return its rows."""
        tell(name, parameters)
        return self.rows(queries.get(name).text, **parameters)

    def rows(self, text: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run Cypher that only reads (the server enforces it) and return its rows."""
        with self.session(read_only=True) as session:
            return session.execute_read(lambda tx: [dict(record) for record in tx.run(text, parameters)])

    def frame(self, name: str, schema: Mapping[str, Any] | None = None, **parameters: Any) -> pl.DataFrame:
        """Run the named query and return its columns; `schema` gives their polars types, also when no row comes."""
        return pl.concat(self.frames(name, schema, **parameters), how="vertical_relaxed", rechunk=True)

    def frames(self, name: str, schema: Mapping[str, Any] | None = None, **parameters: Any) -> Iterator[pl.DataFrame]:
        """As `frame`, in parts as they come, so that memory does not grow with the rows; the first part is empty."""
        tell(name, parameters)
        with self.session(read_only=True) as session:
            result = session.run(queries.get(name).text, parameters)
            names = result.keys()
            yield _columns(names, [], schema)
            while records := result.fetch(_FETCHED_ROWS):
                yield _columns(names, [record.values() for record in records], schema)

    def packed_frame(self, name: str, schema: Mapping[str, Any], **parameters: Any) -> pl.DataFrame:
        """As `frame`, for a query that returns many rows in each: `rows`, lists in the order of `schema`.

        A row of its own costs the driver more than all that is in it, so millions are read several times faster.
        """
        tell(name, parameters)
        with self.session(read_only=True, fetch_rows=_FETCHED_LISTS) as session:
            names = tuple(schema)
            found = session.run(queries.get(name).text, parameters)
            parts = [_columns(names, [], schema), *(_columns(names, record["rows"], schema) for record in found)]
        return pl.concat(parts, rechunk=True)

    def table(self, query: str, /, **parameters: Any) -> pl.DataFrame:
        """The columns of a named query, or of Cypher that only reads, with Python's own times, lists and dicts.

        A named query takes the example of its header for each parameter that is not given.
        """
        text = query
        if not any(letter.isspace() for letter in query):
            named = queries.get(query)
            text, parameters = named.text, {**named.examples(), **parameters}
        with self.session(read_only=True) as session:
            result = session.run(Query(text), parameters)
            rows = [[native(value) for value in record.values()] for record in result]
            return pl.DataFrame(rows, schema=list(result.keys()), orient="row", infer_schema_length=None, strict=False)

    def version(self) -> frozenset[str]:
        """Something that is another after each transaction that writes, whoever ran it."""
        with self.session(read_only=True) as session:
            session.run("RETURN 1").consume()
            return session.last_bookmarks().raw_values

    def write(self, name: str, /, **parameters: Any) -> ResultSummary:
        """Run the named query in a write transaction, retried when the server says that it may be."""
        text = queries.get(name).text
        with self.session() as session:
            return session.execute_write(lambda tx: tx.run(text, parameters).consume())

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in one write transaction; all of it again when the server says that it may be retried."""
        with self.session() as session:
            return session.execute_write(lambda tx: work(Transaction(tx)))

    def write_batches(self, name: str, rows: list[dict[str, Any]], size: int, **parameters: Any) -> None:
        """Run the named query over `$rows`, `size` of them in each transaction."""
        for start in range(0, len(rows), size):
            self.write(name, rows=rows[start : start + size], **parameters)

    def run_alone(self, text: str, /, **parameters: Any) -> ResultSummary:
        """Run a statement in a transaction of its own kind: schema changes, CALL {} IN TRANSACTIONS."""
        with self.session() as session:
            return session.run(Query(text), parameters).consume()

    def make_schema(self) -> None:
        """Create the constraints and indexes that are missing, and wait until they are ready."""
        declared = _declared_schema()
        for name in self.missing_schema():
            self.run_alone(declared[name])
        self.run_alone(queries.get("schema/await_indexes").text)

    def missing_schema(self) -> list[str]:
        """The names of the constraints and indexes that `make_schema` would create."""
        there = {row["name"] for row in self.read("schema/names")}
        return [name for name in _declared_schema() if name not in there]

    @contextmanager
    def session(self, *, read_only: bool = False, fetch_rows: int = 1000) -> Iterator[Session]:
        """A session whose connection errors are told in a sentence."""
        mode = READ_ACCESS if read_only else WRITE_ACCESS
        with (
            _explained(self.uri),
            self._driver.session(database=self.database, default_access_mode=mode, fetch_size=fetch_rows) as session,
        ):
            yield session


def _declared_schema() -> dict[str, str]:
    """The statements that create the indexes, which fill while the constraints are made, by the name of each."""
    return {
        _SCHEMA_NAME.search(statement)[1]: statement  # type: ignore[index]  # each of them is named
        for statement in (*queries.statements("schema/indexes"), *queries.statements("schema/constraints"))
    }


def _columns(names: tuple[str, ...], rows: list[list[Any]], schema: Mapping[str, Any] | None) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pl.DataFrame(dict(zip(names, columns, strict=True)), schema=schema, strict=False)


def _open(uri: str, user: str, password: str, patience: float) -> Driver:
    with _explained(uri):
        return GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_acquisition_timeout=patience,
            max_transaction_retry_time=patience,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )


@contextmanager
def _explained(uri: str) -> Iterator[None]:
    try:
        yield
    except AuthError as error:
        raise GraphUnavailableError(
            f"Neo4j at {uri} refused the user or password.", "Set GUANXI_GRAPH__USER and GUANXI_GRAPH_PASSWORD."
        ) from error
    except ConfigurationError as error:
        raise GraphUnavailableError(
            f"Neo4j at {uri} cannot be used: {str(error).rstrip('.')}.", _GOOD_VERSIONS
        ) from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise GraphUnavailableError(
            f"Neo4j at {uri} cannot be reached.", "Is it running? guanxi doctor looks closer."
        ) from error
    except Neo4jError as error:
        if error.code == "Neo.ClientError.Database.DatabaseNotFound":
            raise GraphUnavailableError(f"{uri} has no such database.", "Check graph.database.") from error
        raise

"""The console on a real Neo4j: attacks are refused or stopped, ordinary queries answered, work really ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from graph import queries
from graph.console.errors import ConsoleBusyError, ConsoleError, CypherError, QueryRefusedError, QueryStoppedError
from graph.console.runner import QueryRunner
from graph.store import Store
from guanxi.config import ConsoleConfig

ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n"


@pytest.fixture(scope="module")
def store(session_store: Store) -> Store:
    """A small graph that these tests only read."""
    session_store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    session_store.run_alone(
        """
        UNWIND range(0, 299) AS i
        CREATE (c:Contact:Person {id: toString(i), key: 'contact:' + i, name: 'Person ' + i})
        WITH collect(c) AS people
        UNWIND range(0, 299) AS i UNWIND [1, 7, 31] AS step
        WITH people[i] AS a, people[(i + step) % 300] AS b
        CREATE (a)-[:KNOWS {strength: 50.0}]->(b)
        """
    )
    return session_store


@pytest.fixture
def runner(store: Store) -> QueryRunner:
    return QueryRunner(store, ConsoleConfig(timeout_s=30, max_rows=1000, max_bytes=200_000))


@pytest.fixture(autouse=True)
def nothing_left_behind(session_store: Store) -> Iterator[None]:
    """After each test, nothing that the console began still runs on the server."""
    yield
    deadline = time.monotonic() + 20
    while left := console_transactions(session_store):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def console_transactions(store: Store) -> list[str]:
    found = store.rows("SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE metaData.guanxi_console IS NOT NULL")
    return [row["currentQuery"] for row in found]


REFUSED = [
    "LOAD CSV FROM 'http://127.0.0.1:1/x' AS row RETURN row",
    "LOAD/**/CSV FROM 'file:///etc/passwd' AS row RETURN row",
    r"lo\u0061d CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (n) WHERE EXISTS { LOAD CSV FROM 'http://127.0.0.1:1/x' AS row RETURN row } RETURN n",
    "MATCH (n) RETURN COLLECT { LOAD CSV FROM 'http://127.0.0.1:1/x' AS row RETURN row } AS rows",
    "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'http://127.0.0.1:1/x' AS row RETURN row }] AS rows",
    "SHOW TRANSACTIONS",
    "SHOW SETTINGS",
    "SHOW USERS",
    "SHOW FUNCTIONS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CALL dbms.listConfig() YIELD name, value RETURN name, value",
    "CALL dbms.queryJmx('*:*') YIELD name RETURN name",
    "CALL db.clearQueryCaches()",
    "CALL db.stats.clear('QUERIES')",
    "CALL tx.setMetaData({guanxi_console: 'another'})",
    "RETURN COLLECT { CALL dbms.listConfig() YIELD name RETURN name } AS names",
    "MATCH (n) RETURN apoc.load.json('http://127.0.0.1:1/x') AS x",
    "EXPLAIN MATCH (n) RETURN n",
    "/* */ PROFILE MATCH (n) RETURN n",
    "CYPHER runtime=slotted MATCH (n) RETURN n",
    r"\u0055SE system SHOW USERS",
    "RETURN 1 AS a; MATCH (n) DETACH DELETE n",
    "CREATE (n:Contact) RETURN n",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) DETACH DELETE n",
    "FOREACH (x IN [1] | CREATE (:Contact))",
    "CALL () { CREATE (:Contact) }",
    "MATCH (n) CALL (n) { SET n.name = 'x' } IN TRANSACTIONS",
    "CREATE USER eve SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "CALL db.createLabel('Eve')",
    "CREATE INDEX eve FOR (n:Contact) ON (n.name)",
    "RETURN reduce(s = 0, x IN range(1, 2000000000) | s + x) AS x",
    "RETURN [x IN range(1, 300000000) | x] AS x",
    "RETURN [x IN range(1, 1000) | [y IN range(1, 1000) | x]] AS x",
    "RETURN reduce(s = [], x IN range(1, 100000) | s + x) AS x",
    "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' =~ '(.*a){12}b' AS x",
    "MATCH (a), (b), (c), (d) RETURN a.name + b.name + c.name + d.name AS x",
    "MATCH (a:Contact)-[:KNOWS*1..12]-(b) RETURN b.name AS name",
]


@pytest.mark.parametrize("text", REFUSED)
def test_attacks_are_refused_before_they_run(runner: QueryRunner, text: str) -> None:
    with pytest.raises(QueryRefusedError):
        runner.run(text, {})


def test_nothing_was_written_by_any_of_them(store: Store) -> None:
    assert store.rows("MATCH (n) RETURN count(n) AS n, count { (:Contact {name: 'x'}) } AS x") == [{"n": 300, "x": 0}]


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        "MATCH (a:Contact {id: '1'})-[:KNOWS*]-(b) RETURN count(*) AS n",
        "MATCH (a:Contact {id: '1'})((x)-[:KNOWS]-(y)){1,}(b) RETURN count(*) AS n",
        "UNWIND range(1, 100000) AS a RETURN sum(reduce(s = 0, x IN range(1, 100000) | s + x)) AS x",
    ],
)
def test_what_takes_too_long_is_stopped_on_the_server(runner: QueryRunner, text: str) -> None:
    runner.limits.timeout_s, runner.limits.max_estimated_rows = 2, 1e300
    started = time.monotonic()
    with pytest.raises(QueryStoppedError, match="2 s") as caught:
        runner.run(text, {})
    assert time.monotonic() - started < 2 + 2 + 2 + 2
    assert "console.timeout_s" in caught.value.message


def test_what_needs_too_much_memory_is_stopped(runner: QueryRunner) -> None:
    with pytest.raises(QueryStoppedError, match="needs more memory"):
        runner.run("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN a, b ORDER BY b", {})


def test_a_user_stops_his_own_query_only(runner: QueryRunner) -> None:
    errors: list[ConsoleError] = []
    thread = Thread(target=lambda: errors.append(failure(runner, ENDLESS, user="ada", run="one")))
    thread.start()
    while not console_transactions(runner.store):
        time.sleep(0.05)
    assert not runner.stop("one", "eve")
    assert runner.stop("one", "ada")
    thread.join(10)
    assert str(errors[0]) == "The query was stopped."
    assert runner.running("ada") == set()


def test_a_user_runs_no_more_than_so_many_at_once(runner: QueryRunner) -> None:
    runner.limits.timeout_s = 4
    failures: list[ConsoleError] = []
    threads = [Thread(target=lambda: failures.append(failure(runner, ENDLESS, user="ada"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert runner.run("RETURN 1 AS one", {}, user="bo").rows == [[1]]
    for thread in threads:
        thread.join()
    assert sorted(type(error).__name__ for error in failures) == [
        "ConsoleBusyError",
        "QueryStoppedError",
        "QueryStoppedError",
    ]
    assert ConsoleBusyError.status == 429


def failure(runner: QueryRunner, text: str, **names: str) -> ConsoleError:
    with pytest.raises(ConsoleError) as caught:
        runner.run(text, {}, **names)
    return caught.value


def test_rows_and_bytes_are_limited_and_said(runner: QueryRunner) -> None:
    many = runner.run("UNWIND range(1, 100000) AS a RETURN a", {})
    assert (len(many.rows), str(many.limit)) == (1000, "limited to 1,000 rows")
    large = runner.run("UNWIND range(1, 900) AS a RETURN a, [x IN range(1, 500) | x] AS list", {})
    assert large.limit is not None
    assert (large.limit.by, str(large.limit)) == ("bytes", "limited to 0.2 MB")
    assert runner.run("UNWIND range(1, 1000) AS a RETURN a", {}).limit is None


def test_values_are_such_as_json_holds(runner: QueryRunner) -> None:
    result = runner.run(
        """RETURN 9007199254740993 AS big, -5 AS small, 0.0 / 0.0 AS none, date('2025-01-31') AS day,
        datetime('2025-01-31T10:00:00.5Z') AS at, duration('P1DT2H') AS duration, point({x: 1, y: 2}) AS point,
        {a: [1, null]} AS map, true AS yes, '王芳' AS name, datetime('2025-01-31T10:00:00Z') AS whole""",
        {},
    )
    assert result.records() == [
        {
            "big": "9007199254740993",
            "small": -5,
            "none": "nan",
            "day": "2025-01-31",
            "at": "2025-01-31T10:00:00.500000000+00:00",
            "duration": "P1DT2H",
            "point": {"_type": "point", "srid": 7203, "coordinates": [1.0, 2.0]},
            "map": {"a": [1, None]},
            "yes": True,
            "name": "王芳",
            "whole": "2025-01-31T10:00:00+00:00",
        }
    ]
    assert result.kinds[:2] == ["text", "number"]


@pytest.mark.parametrize(
    ("text", "people", "ties"),
    [
        ("MATCH p = (a:Contact {id: '1'})-[:KNOWS]->(b) RETURN p", 4, 3),
        ("MATCH (a:Contact {id: '1'})-[k:KNOWS]->(b) RETURN collect({tie: k, of: [b]}) AS maps", 4, 3),
        ("MATCH (:Contact {id: '1'})-[k:KNOWS]->() RETURN k", 4, 3),
        ("MATCH (a:Contact) RETURN a", 300, 0),
        ("MATCH (a)-[k:KNOWS]->(b) RETURN a, k, b", 300, 900),
        ("RETURN 1 AS one", 0, 0),
    ],
)
def test_the_graph_in_a_result_is_found_wherever_it_is(runner: QueryRunner, text: str, people: int, ties: int) -> None:
    runner.limits.max_bytes = 10_000_000
    graph = runner.run(text, {}).graph
    assert graph["shown"] == {"people": people, "ties": ties}
    assert all(len(column) == people for column in graph["people"].values())
    assert runner.run(text, {}).graph == graph


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("MATCH (n:Contact)\nRETUR n", "Line 2, column 1: Invalid input 'RETUR'.", "Did you mean RETURN?"),
        ("MATCH (n:Contact) RETURN m.name", "Line 1, column 26: Variable `m` not defined.", ""),
        ("RETURN $x AS x", "Expected parameter(s): x.", "Give each $name of the query a value."),
        ("RETURN 1 / 0 AS x", "/ by zero.", ""),
    ],
)
def test_mistakes_are_told_with_their_place(runner: QueryRunner, text: str, message: str, hint: str) -> None:
    with pytest.raises(CypherError) as caught:
        runner.run(text, {})
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_limit_on_rows_expected_names_the_step(runner: QueryRunner) -> None:
    with pytest.raises(QueryRefusedError, match=r"expects about [\d,]+ rows in \w+ .*max_estimated_rows"):
        runner.run("MATCH (a), (b), (c), (d) WHERE a.x + b.x + c.x + d.x > 1 RETURN a.name AS name", {})


@pytest.mark.parametrize("name", [query.name for query in queries.public_queries()])
def test_every_named_query_passes_the_gate(runner: QueryRunner, name: str) -> None:
    query = queries.get(name)
    assert runner.explain(query.text, query.examples()).root.operator == "ProduceResults"


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (c:Contact) RETURN c.name AS name ORDER BY name SKIP 2 LIMIT 3;",
        "MATCH p = shortestPath((a:Contact {id: '1'})-[:KNOWS*..6]-(b:Contact {id: '9'})) RETURN nodes(p) AS x",
        "MATCH p = ANY SHORTEST (a:Contact {id: '1'})-[:KNOWS]-+(b:Contact {id: '9'}) RETURN length(p) AS steps",
        "MATCH (a:Contact)((x)-[:KNOWS]-(y)){1,2}(b) RETURN count(*) AS n",
        "MATCH (n:Person) WITH collect(n.name) AS xs UNWIND range(0, size(xs) - 1) AS i RETURN i, xs[i] AS x LIMIT 5",
        "CALL db.labels() YIELD label RETURN label ORDER BY label",
        "CALL db.index.fulltext.queryNodes('party_names', 'Person') YIELD node, score RETURN node, score LIMIT 5",
        "MATCH (c:Contact) CALL (c) { MATCH (c)-[:KNOWS]-(d) RETURN count(d) AS n } RETURN c.name AS name, n",
        "MATCH (c:Contact) WHERE NOT EXISTS { (c)-[:REFERRED]->() } RETURN count { (c)--() } AS n, c { .id } AS c",
        "MATCH (n:Customer|Contact) WHERE n.email IS NULL RETURN labels(n)[0] AS label, count(*) AS n",
        "MATCH (a:Contact) RETURN a.name AS n UNION MATCH (b:Customer) RETURN b.name AS n",
        "OPTIONAL MATCH (a:Contact {id: 'x'}) RETURN CASE WHEN a IS NULL THEN 'none' ELSE a.name END AS x",
        "MATCH ()-[r]-() RETURN type(r) AS type, count(*) AS n",
        "MATCH (a:Contact)-[:KNOWS]-(b)-[:KNOWS]-(c), (c)-[:KNOWS]-(a) RETURN count(*) AS triangles",
        "MATCH (n:Person) WHERE n.email IN ['a', 'b'] OR n.email STARTS WITH 'c' OR n.key CONTAINS '7' RETURN n.key",
        "MATCH (c:Contact) RETURN percentileCont(size(c.name), 0.5) AS median, stdev(size(c.name)) AS spread",
    ],
)
def test_ordinary_queries_are_answered(runner: QueryRunner, text: str) -> None:
    assert runner.run(text, {}).columns


def test_parameters_are_values_and_never_text(runner: QueryRunner) -> None:
    given: dict[str, Any] = {"key": "contact:1' OR 1=1 //"}
    assert runner.run("MATCH (p:Person {key: $key}) RETURN p", given).rows == []

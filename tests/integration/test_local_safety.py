"""The managed Neo4j itself refuses what no analyst may do, whatever else stands before it."""

from __future__ import annotations

import socket
import threading

import psutil
import pytest
from neo4j.exceptions import Neo4jError

from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi.errors import GraphUnavailableError


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD CSV FROM 'file:/etc/passwd' AS line RETURN line",
        "LOAD CSV FROM 'file:///../../../../../../etc/passwd' AS line RETURN line",
        "LOAD/**/CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } AS lines",
    ],
)
def test_no_file_is_read(store: Store, text: str) -> None:
    with pytest.raises(Neo4jError, match=r"not allowed|disabled|load"):
        store.rows(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433"])
def test_no_address_is_asked(store: Store, host: str) -> None:
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        address = f"http://{host}:{listening.getsockname()[1]}/x.csv"

        def listen() -> None:
            try:
                listening.accept()[0].close()
                asked.set()
            except TimeoutError:
                pass

        listener = threading.Thread(target=listen)
        listener.start()
        with pytest.raises(Neo4jError):
            store.rows("LOAD CSV FROM $address AS line RETURN line", address=address)
        listener.join()
    assert not asked.is_set()


def test_only_built_in_procedures_are_there(store: Store) -> None:
    names = [row["name"] for row in store.rows("SHOW PROCEDURES YIELD name RETURN name")]
    assert "db.labels" in names
    assert [name for name in names if not name.startswith(("db.", "dbms.", "tx."))] == []


def test_nothing_but_bolt_on_the_loopback_listens(store: Store, neo4j_server: LocalNeo4j) -> None:
    server = neo4j_server.start()
    listening = {
        (connection.laddr.ip.removeprefix("::ffff:"), connection.laddr.port)
        for connection in psutil.Process(server.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", int(server.uri.rsplit(":", 1)[1]))}


def test_settings_are_in_force(store: Store, neo4j_server: LocalNeo4j) -> None:
    rows = store.rows("SHOW SETTINGS YIELD name, value RETURN name, value")
    values = {row["name"]: row["value"] for row in rows}
    assert values["dbms.security.auth_enabled"] == "true"
    assert values["dbms.security.procedures.unrestricted"] == ""
    assert values["db.transaction.timeout"] == "10m"
    assert values["dbms.usage_report.enabled"] == "false"
    assert values["server.directories.import"] == str(neo4j_server.home / "import")
    assert f"-Xmx{neo4j_server.config.heap}" in psutil.Process(neo4j_server.start().pid).cmdline()


def test_transaction_that_wants_too_much_memory_ends_alone(store: Store) -> None:
    with pytest.raises(Neo4jError) as caught:
        store.rows("UNWIND range(1, 20000000) AS i WITH collect({i: i, s: 'text' + i}) AS list RETURN size(list) AS n")
    assert caught.value.code is not None
    assert "Memory" in caught.value.code
    assert store.rows("RETURN 1 AS one") == [{"one": 1}]


def test_no_login_without_the_password(neo4j_server: LocalNeo4j) -> None:
    uri = neo4j_server.start().uri
    for password in ("neo4j", "", neo4j_server.password[:-1]):
        with Store(uri, "neo4j", password) as stranger, pytest.raises(GraphUnavailableError):
            stranger.check()
    neo4j_server.start()

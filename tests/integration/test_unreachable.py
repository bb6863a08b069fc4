"""A server that is down, refuses us, is too old, or is no Neo4j: one sentence and a hint, no traceback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.connect import open_store
from graph.local.server import LocalNeo4j, free_port
from graph.store import OLDEST_VERSION
from guanxi.config import load
from guanxi.errors import ConfigError, GraphUnavailableError

_SUCCESS = b"\xb1\x70"
_END = b"\x00\x00"


def _open(monkeypatch: pytest.MonkeyPatch, uri: str, password: str = "") -> None:
    monkeypatch.setenv("GUANXI_GRAPH__URI", uri)
    monkeypatch.setenv("GUANXI_GRAPH_PASSWORD", password or "correct horse")
    open_store(load()).close()


@contextmanager
def _answering(*answers: bytes) -> Iterator[int]:
    """A server that sends `answers`, one after each thing that it is told, and hangs up; its port."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                for answer in answers:
                    if not connection.recv(4096):
                        break
                    connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


def _text(value: str) -> bytes:
    return bytes([0x80 + len(value)]) + value.encode()


def _neo4j(bolt: tuple[int, int], version: str) -> tuple[bytes, ...]:
    """What a Neo4j says: the version of Bolt it speaks, then at once who it is and that we are logged in."""
    who = _SUCCESS + b"\xa2" + _text("server") + _text(f"Neo4j/{version}") + _text("connection_id") + _text("bolt-1")
    ready = _SUCCESS + b"\xa0"
    told = [len(message).to_bytes(2, "big") + message + _END for message in (who, ready)]
    return bytes([0, 0, bolt[1], bolt[0]]), b"".join(told)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
def test_server_that_is_down(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    port = free_port()
    with pytest.raises(GraphUnavailableError, match=f"127.0.0.1:{port} cannot be reached") as caught:
        _open(monkeypatch, f"{scheme}://127.0.0.1:{port}")
    assert "doctor" in caught.value.hint


def test_host_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GraphUnavailableError, match="cannot be reached"):
        _open(monkeypatch, "bolt://no-such-host.invalid:7687")


def test_something_else_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        _answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port,
        pytest.raises(GraphUnavailableError, match="cannot be reached"),
    ):
        _open(monkeypatch, f"bolt://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("bolt", "version", "told"),
    [((5, 2), "5.9.0", r"runs Neo4j 5\.9, which is too old"), ((4, 4), "4.4.30", "cannot be used: .*4[.]4")],
)
def test_neo4j_that_is_too_old(monkeypatch: pytest.MonkeyPatch, bolt: tuple[int, int], version: str, told: str) -> None:
    with _answering(*_neo4j(bolt, version)) as port, pytest.raises(GraphUnavailableError, match=told) as caught:
        _open(monkeypatch, f"bolt://127.0.0.1:{port}")
    assert f"{OLDEST_VERSION[0]}.{OLDEST_VERSION[1]} LTS or newer" in caught.value.hint


def test_bolt_that_is_too_old_to_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    with _answering(b"\x00\x00\x00\x00") as port, pytest.raises(GraphUnavailableError, match="cannot be used"):
        _open(monkeypatch, f"bolt://127.0.0.1:{port}")


def test_wrong_password_and_database(monkeypatch: pytest.MonkeyPatch, neo4j_server: LocalNeo4j) -> None:
    uri = neo4j_server.start().uri
    with pytest.raises(GraphUnavailableError, match="refused the user or password") as caught:
        _open(monkeypatch, uri)
    assert "GUANXI_GRAPH_PASSWORD" in caught.value.hint
    monkeypatch.setenv("GUANXI_GRAPH__DATABASE", "sales")
    with pytest.raises(GraphUnavailableError, match="no such database"):
        _open(monkeypatch, uri, neo4j_server.password)


def test_password_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_GRAPH__URI", "neo4j+s://example.invalid")
    with pytest.raises(ConfigError, match="No password is set"):
        open_store(load())

"""The life of a managed Neo4j in real processes: shared, killed, brought back, backed up, restored."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graph.connect import local, open_store
from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi import secrets
from guanxi.config import GraphConfig, Settings
from guanxi.errors import GraphUnavailableError, GuanxiError
from tests.conftest import JARS

_GUANXI = (sys.executable, "-m", "cli.main")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A GUANXI_HOME of its own whose Neo4j is stopped in the end."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "neo4j-jars").symlink_to(JARS)
    yield folder
    LocalNeo4j(folder / "neo4j", GraphConfig()).stop()


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> LocalNeo4j:
    """The Neo4j of `home`; settings and commands of this test use it."""
    for name, value in _environment(home).items():
        monkeypatch.setenv(name, value)
    return local(Settings())


def _environment(home: Path) -> dict[str, str]:
    return {"GUANXI_HOME": str(home), "GUANXI_GRAPH__HEAP": "512m", "GUANXI_GRAPH__PAGE_CACHE": "64m"}


def _command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **_environment(home)}
    return subprocess.Popen(
        [*_GUANXI, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _run(home: Path, *arguments: str) -> str:
    with _command(home, *arguments) as command:
        told, errors = command.communicate()
        assert command.returncode == 0, errors
        assert "Traceback" not in errors
    return told


def _servers(home: Path) -> list[int]:
    sign = f"--home-dir={home / 'neo4j'}"
    return [process.pid for process in psutil.process_iter(["cmdline"]) if sign in (process.info["cmdline"] or ())]


def test_start_cut_short_is_finished_by_two_commands_that_share_it(home: Path) -> None:
    state = home / "neo4j" / "run" / "server.json"
    with _command(home, "db", "start") as cut_short:
        while not state.exists():
            assert cut_short.poll() is None
            time.sleep(0.01)
        cut_short.kill()  # the server lives on without our password
    with _command(home, "db", "start") as one, _command(home, "db", "start") as other:
        answers = [one.communicate(), other.communicate()]
        assert [one.returncode, other.returncode] == [0, 0], answers
    assert len(_servers(home)) == 1
    assert str(_servers(home)[0]) in _run(home, "db", "status")
    assert (home / "neo4j" / "password").stat().st_mode & 0o777 == 0o600


def test_wrong_password_file_is_told(server: LocalNeo4j) -> None:
    server.start()
    file = server.home / "password"
    right = server.password
    try:
        secrets.write(file, "something else")
        with pytest.raises(GraphUnavailableError, match="refuses the password") as caught:
            server.start()
        assert str(file) in caught.value.message
        file.chmod(0o640)
        with pytest.raises(GuanxiError, match="can be read by others"):
            server.start()
    finally:
        secrets.write(file, right)


def test_killed_server_comes_back_at_its_address_with_its_data(server: LocalNeo4j) -> None:
    with open_store(Settings()) as store:
        store.run_alone("CREATE (:Customer {id: 'kept'})")
        before = server.start()
        psutil.Process(before.pid).kill()
        while server.running():
            time.sleep(0.01)

        ended = threading.Event()
        watch = threading.Thread(target=server.keep_running, args=(ended,))
        watch.start()
        while server.running() is None:
            assert watch.is_alive()
            time.sleep(0.1)
        ended.set()
        watch.join()
        after = server.start()
        assert after.pid != before.pid
        assert after.uri == before.uri
        assert store.rows("MATCH (c:Customer) RETURN c.id AS id") == [{"id": "kept"}]


@pytest.mark.timeout(900)  # three starts and four runs of the admin tool, perhaps on a busy machine
def test_backup_goes_back_into_a_new_home(home: Path, server: LocalNeo4j, tmp_path: Path) -> None:
    server.start()
    file = tmp_path / "graph.dump"
    _run(home, "db", "backup", str(file))
    assert server.running()
    with _command(home, "db", "backup", str(file)) as again:
        assert "exists" in again.communicate()[1]
        assert again.returncode == 2

    _run(home, "db", "stop")
    assert server.running() is None
    file.with_name("broken.dump").write_bytes(file.read_bytes()[:100])
    with _command(home, "db", "restore", "--yes", str(file.with_name("broken.dump"))) as broken:
        assert "admin tool failed" in broken.communicate()[1]
        assert broken.returncode == 1

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "neo4j-jars").symlink_to(JARS)
    _run(elsewhere, "db", "restore", "--yes", str(file))
    restored = LocalNeo4j(elsewhere / "neo4j", GraphConfig(heap="512m", page_cache="64m"))
    try:
        with Store(restored.start().uri, "neo4j", restored.password) as store:
            assert store.rows("MATCH (c:Customer) RETURN c.id AS id") == [{"id": "kept"}]
            assert store.missing_schema() == []
    finally:
        assert restored.stop()
    assert not restored.stop()


def test_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config = GraphConfig(bolt_port=taken.getsockname()[1])
        with pytest.raises(GraphUnavailableError, match=r"Port \d+ is taken") as caught:
            LocalNeo4j(tmp_path / "neo4j", config, jars=JARS).start()
    assert "graph.bolt_port" in caught.value.hint

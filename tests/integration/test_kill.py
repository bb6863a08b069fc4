"""kill -9 of the importer or of the database, anywhere, and run again: the graph of an undisturbed run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import GraphConfig, Settings
from guanxi.errors import GraphUnavailableError
from ingest.pipeline import ingest
from ingest.quarantine import kept
from ingest.undoing import undo
from tests.conftest import JARS
from tests.graph_hash import graph_hash

UNLIKE = frozenset({"at"})
POINTS = 5
EMPTY = "MATCH (n) DETACH DELETE n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """An update, an interaction before its contact, a reference to nobody, and a row to be set aside."""
    folder = tmp_path / "in"
    folder.mkdir()
    people = [f"p{n:02},Person {n},c{n % 3},p{n}@x.example" for n in range(40)]
    _write(folder / "1contacts.csv", "id,name,customer,email", *people, ",nobody,c1,")
    _write(folder / "2contacts.csv", "id,name,customer,title", *(f"p{n:02},Person {n} new,c2,CEO" for n in range(9)))
    _write(folder / "customers.csv", "id,name,industry", "c0,Zero,x", "c1,One,x", "c2,Two,x")
    mails = [f"m{n:03},2026-01-{n % 28 + 1:02},p{n % 40}@x.example,p{(n + 7) % 43:02}" for n in range(120)]
    _write(folder / "interactions.csv", "id,at,from,to", *mails)
    _write(folder / "relationships.csv", "from,to,kind,since", "p01,p02,friend,2020-01-01", "p01,p99,friend,2020-01-01")
    return folder


def test_importer_is_killed_at_every_step(
    files: Path, store: Store, appstore: AppStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANXI_GRAPH__BATCH_ROWS", "30")
    settings.graph.batch_rows = 30
    steps = int(_run("0", "ingest", str(files)).stdout)
    whole, set_aside = graph_hash(store, without=UNLIKE), kept(appstore)[1]
    assert set_aside == 1
    for after in range(2, steps, max(1, steps // POINTS)):
        store.run_alone(EMPTY)
        assert _run(str(after), "ingest", str(files)).returncode == -signal.SIGKILL
        ingest([files], store, appstore, settings)
        assert (graph_hash(store, without=UNLIKE), kept(appstore)[1]) == (whole, set_aside), f"killed at {after}"


def test_undoing_is_killed(files: Path, store: Store, appstore: AppStore, settings: Settings) -> None:
    def load() -> list[str]:
        store.run_alone(EMPTY)
        lines = ingest([files], store, appstore, settings).lines
        return [line.batch for line in lines if line.file == "1contacts.csv"]

    batches = load()
    steps = int(_run("0", "undo", *batches).stdout)
    undone = graph_hash(store, without=UNLIKE)
    for after in range(2, steps, max(1, steps // 4)):
        load()
        assert _run(str(after), "undo", *batches).returncode == -signal.SIGKILL
        undo(store, appstore, settings, batches[0])
        assert graph_hash(store, without=UNLIKE) == undone, f"killed at {after}"


def test_database_is_killed(files: Path, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> None:
    settings.graph.batch_rows = 10
    ingest([files], store, appstore, settings)
    whole = graph_hash(store, without=UNLIKE)
    server = LocalNeo4j(tmp_path / "neo4j", GraphConfig(heap="512m", page_cache="64m"), jars=JARS)
    try:
        started = server.start()

        def kill(what: str, done: int, total: int | None) -> None:
            if what == "interactions.csv" and done > 60:
                os.kill(started.pid, signal.SIGKILL)

        with Store(started.uri, "neo4j", server.password, patience=0.5) as other:
            other.make_schema()
            with pytest.raises(GraphUnavailableError):
                ingest([files], other, appstore, settings, progress=kill)
        with Store(server.start().uri, "neo4j", server.password) as other:
            assert other.rows("MATCH (n:Contact) RETURN count(n) AS n")[0]["n"] > 0
            ingest([files], other, appstore, settings)
            assert graph_hash(other, without=UNLIKE) == whole
    finally:
        server.stop()


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.killed", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)

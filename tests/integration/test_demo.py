"""The demonstration in real processes: from nothing to a page in the browser, and again from what is there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from graph.store import Store
from guanxi.config import Settings
from web.login.users import MIN_PASSWORD

_GUANXI = (sys.executable, "-m", "cli.main")


def _demo(*options: str) -> str:
    done = subprocess.run([*_GUANXI, "demo", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def _status(address: str) -> int:
    """The status with which `address` answers, once it does."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as reply:  # noqa: S310 - our own server
                return int(reply.status)
        except urllib.error.URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.timeout(600)
def test_demo_loads_and_analyses_once(settings: Settings, store: Store) -> None:
    told = _demo("--no-serve")
    assert "set aside" in told
    facts = "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS ties"
    loaded = store.rows(facts)
    assert loaded[0]["nodes"] > 20_000
    assert "people and" in told
    runs = store.rows("MATCH (run:AnalysisRun) RETURN run.complete AS complete, run.as_of AS at ORDER BY at")
    assert [run["complete"] for run in runs] == [False, True]
    assert (runs[1]["at"].to_native() - runs[0]["at"].to_native()).days == 31

    again = _demo("--no-serve")
    assert "What was loaded before is used." in again
    assert store.rows(facts) == loaded


def test_demo_leaves_own_data_alone(settings: Settings, store: Store) -> None:
    store.run_alone("CREATE (:Batch {id: 'own', status: 'done'}), (:Customer {id: '1', name: 'Own'})")
    store.run_alone("CREATE (:AnalysisRun {id: 'r', at: datetime(), complete: true, people: 1, ties: 0})")
    _demo("--no-serve")
    assert store.rows("MATCH (c:Customer) RETURN c.name AS name") == [{"name": "Own"}]


def test_serve_answers_until_it_is_interrupted(settings: Settings, fresh_home: Path) -> None:
    command = [*_GUANXI, "serve", "--port", "0"]
    wide = {**os.environ, "COLUMNS": "300"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=wide) as serving:
        assert serving.stderr
        told = serving.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert address, told
        told += serving.stderr.readline() + serving.stderr.readline()
        password = (fresh_home / "first-password").read_text(encoding="utf-8").strip()
        assert password in told
        assert len(password) >= MIN_PASSWORD
        assert _status(f"{address[0]}/login") == 200
        serving.send_signal(signal.SIGINT)
        rest = serving.stderr.read()
        assert serving.wait(30) == 0
    assert "Traceback" not in rest


def test_serve_says_when_its_port_is_taken(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*_GUANXI, "serve", "--port", port], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot serve" in done.stderr
    assert "Traceback" not in done.stderr

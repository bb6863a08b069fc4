"""Broken files of every format: told in a sentence, no row lost, nothing harmful in the graph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.store import Store
from guanxi.config import Settings
from tests.malformed import make

UNSEEN = r"(?s).*[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff].*"

TEXTS = """
MATCH (n:Contact|Customer|Employee|Interaction)
UNWIND [key IN keys(n) WHERE n[key] IS :: STRING | n[key]] AS text
WITH text WHERE text =~ $unseen
RETURN text LIMIT 5
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make(tmp_path_factory.mktemp("broken"))


def _ingest(settings: Settings, *arguments: str) -> tuple[dict[str, Any], str]:
    """What `guanxi ingest` says, run as a user runs it."""
    command = [sys.executable, "-m", "cli.main", "ingest", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ.copy(), timeout=590, check=False)
    assert done.returncode in (1, 3), done.stderr
    assert done.stdout, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary, done.stderr


def _check(summary: dict[str, Any], said: str, files: list[Path]) -> None:
    """Every file is told of, every row is counted."""
    assert "Traceback" not in said
    for line in summary["lines"]:
        assert line["read"] == line["accepted"] + line["quarantined"], line
    named = [item["file"] for item in (*summary["lines"], *summary["refused"])]
    told = {name.split("#")[0].split("/")[0] for name in (*named, *summary["ignored"], *summary["looked_up"])}
    assert {path.name for path in files if path.suffix != ".eml"} - told == set()
    for refused in summary["refused"]:
        assert refused["reason"].endswith((".", "!", "?")), refused
        assert len(refused["reason"]) < 1_000, refused
        assert "gave up" not in refused["reason"], refused


@pytest.mark.timeout(600)
def test_five_hundred_broken_files(broken: list[Path], store: Store, settings: Settings) -> None:
    assert len(broken) >= 500
    summary, said = _ingest(settings, str(broken[0].parent), "--dry-run")
    _check(summary, said, broken)
    assert summary["accepted"] > 500
    assert summary["quarantined"] > 100


@pytest.mark.timeout(600)
def test_broken_files_leave_nothing_harmful(broken: list[Path], store: Store, settings: Settings) -> None:
    files = broken[::9]
    summary, said = _ingest(settings, *map(str, files))
    _check(summary, said, files)
    assert store.rows(TEXTS, unseen=UNSEEN) == []

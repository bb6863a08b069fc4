"""Java class data sharing: an archive that a run leaves is kept, fits the next run, and is dropped when cut short."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from graph.local import java
from graph.local.archive import ClassArchive
from graph.local.fetch import fetch
from tests.conftest import JARS


def _run(home: Path, classpath: list[Path], *options: str) -> subprocess.CompletedProcess[str]:
    places = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home)}
    command = java.admin_command(java.find(), classpath, list(options), "--version")
    return subprocess.run(command, env=places, capture_output=True, text=True, check=False)


def test_archive_is_kept_and_fits(tmp_path: Path) -> None:
    classpath = fetch(JARS)
    archive = ClassArchive(java.find(), classpath, tmp_path / "kept", tmp_path)
    first = archive.options()
    assert any(option.startswith("-XX:ArchiveClassesAtExit") for option in first)
    assert _run(tmp_path, classpath, *first).returncode == 0
    archive.keep()
    assert not (tmp_path / "classes.jsa").exists()

    second = archive.options()
    assert not any(option.startswith("-XX:ArchiveClassesAtExit") for option in second)
    told = _run(tmp_path, classpath, *second, "-Xlog:class+load=info").stdout
    assert "source: shared objects file (top)" in told
    assert "5.26" in told


def test_archive_that_was_cut_short_is_dropped(tmp_path: Path) -> None:
    classpath = fetch(JARS)
    archive = ClassArchive(java.find(), classpath, tmp_path / "kept", tmp_path)
    archive.options()
    (tmp_path / "classes.jsa").write_bytes(bytes(1000))
    assert any(option.startswith("-XX:ArchiveClassesAtExit") for option in archive.options())
    assert not (tmp_path / "classes.jsa").exists()

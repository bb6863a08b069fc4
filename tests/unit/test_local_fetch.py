"""Neo4j's jars: fetched from a mirror, gone on with after an interruption, mended when damaged."""

from __future__ import annotations

import functools
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.local.fetch import bad_jars, fetch, locked_jars
from guanxi.errors import GraphUnavailableError
from tests.conftest import JARS


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A Maven mirror on this machine that holds the real jars: its address and its folder."""
    folder = tmp_path_factory.mktemp("mirror")
    for jar, there in zip(reversed(locked_jars()), fetch(JARS), strict=True):
        place = folder / jar.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(there)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", folder
        server.shutdown()


def test_lock_names_each_platforms_native_parts() -> None:
    names = [jar.name for jar in locked_jars()]
    assert len(names) == len(set(names)) == 216
    for platform in ("linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64"):
        assert any(name.endswith(f"{platform}.jar") for name in names)


def test_killed_fetch_is_gone_on_with_and_damage_is_mended(mirror: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = mirror
    folder = tmp_path / "jars"
    program = (
        f"from pathlib import Path; from graph.local.fetch import fetch; fetch(Path({str(folder)!r}), {address!r})"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as fetching:
        while len(list(folder.glob("*.jar"))) < 5:
            assert fetching.poll() is None
        fetching.kill()
    wanted = locked_jars()
    (folder / f"{wanted[-1].name}.part").write_bytes(b"cut short")

    fetch(folder, address)
    assert bad_jars(folder, wanted, thorough=True) == []
    assert not list(folder.glob("*.part"))

    cut, changed = folder / wanted[0].name, folder / wanted[1].name
    cut.write_bytes(cut.read_bytes()[:-100])
    content = bytearray(changed.read_bytes())
    content[1000] ^= 1
    changed.write_bytes(bytes(content))
    assert bad_jars(folder, wanted) == wanted[:2]
    fetch(folder, address)
    assert bad_jars(folder, wanted, thorough=True) == []


def test_checked_jars_are_not_read_again(mirror: tuple[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "jars"
    fetch(folder, mirror[0])
    fetch(folder, "http://127.0.0.1:1")  # nothing is missing, so that nobody is asked


def test_file_that_differs_from_the_lock_is_refused(mirror: tuple[str, Path], tmp_path: Path) -> None:
    address, place = mirror
    jar = locked_jars()[7]
    there = place / jar.path
    real = there.readlink()
    there.unlink()
    there.write_bytes(b"something else")
    try:
        with pytest.raises(GraphUnavailableError, match="SHA-256 differs") as caught:
            fetch(tmp_path / "jars", address)
    finally:
        there.unlink()
        there.symlink_to(real)
    assert jar.name in caught.value.message
    assert not (tmp_path / "jars" / jar.name).exists()


def test_mirror_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailableError, match="could not be fetched") as caught:
        fetch(tmp_path / "jars", "http://127.0.0.1:1")
    assert "graph.maven_url" in caught.value.hint


def test_disk_that_takes_no_more_is_told(mirror: tuple[str, Path], tmp_path: Path) -> None:
    program = (
        "import sys\nfrom graph.local.server import LocalNeo4j\nfrom guanxi.config import GraphConfig\n"
        "from guanxi.errors import GuanxiError\nfrom pathlib import Path\n"
        f"server = LocalNeo4j(Path({str(tmp_path / 'neo4j')!r}), GraphConfig(maven_url={mirror[0]!r}))\n"
        "try:\n    server.start()\nexcept GuanxiError as error:\n    sys.exit(f'{error.message} {error.hint}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr
    assert "GUANXI_HOME" in done.stderr

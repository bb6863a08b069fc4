"""Fetch Neo4j's jars, listed with their SHA-256 in neo4j.lock.toml, and see that they stay whole."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import ssl
import tomllib
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from filelock import FileLock
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from guanxi.errors import GraphUnavailableError
from guanxi.terminal import console

_THREADS = 16
_CHECKED = "checked.json"
"""What was checked in a folder: the size and the time of change of each jar whose hash was right."""


@dataclass(frozen=True)
class Jar:
    """One artifact of the lock: where it lies in a Maven repository, and the hash it must have."""

    path: str
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


def locked_jars() -> list[Jar]:
    """Every jar that Neo4j needs, those with the native parts of each platform included, in the lock's order."""
    lock = tomllib.loads(files("graph.local").joinpath("neo4j.lock.toml").read_text(encoding="utf-8"))
    return [_jar(entry) for entry in lock["dependencies"]]


def _jar(entry: dict[str, str]) -> Jar:
    group, artifact, version = entry["groupId"], entry["artifactId"], entry["version"]
    classifier = f"-{entry['classifier']}" if entry.get("classifier") else ""
    return Jar(f"{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}{classifier}.jar", entry["sha256"])


def fetch(folder: Path, maven_url: str | None = None) -> list[Path]:
    """Bring every locked jar into `folder` and return them as a classpath; what is there and whole stays as it is.

    Each file is written under a temporary name, its hash checked, then renamed: an interruption leaves
    nothing half-written, and the next call goes on from there. A jar that was damaged or cut short since
    is fetched again. Raises GraphUnavailableError naming what failed.
    """
    wanted = locked_jars()
    if bad_jars(folder, wanted):
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "fetch.lock"):
            missing = bad_jars(folder, wanted)
            if missing:
                _fetch_all(missing, folder, (maven_url or _maven_central()).rstrip("/"))
                bad_jars(folder, wanted)
    # What a jar's manifest names comes before it: else the JVM puts it there, and finds that no class archive fits.
    return [folder / jar.name for jar in reversed(wanted)]


def bad_jars(folder: Path, wanted: list[Jar], *, thorough: bool = False) -> list[Jar]:
    """The jars that are missing or not what the lock names.

    A jar whose size and time of change are those of the last check is not read again, unless `thorough`.
    """
    known = {} if thorough else _read_checked(folder)
    stamps = {jar.name: _stamp(folder / jar.name) for jar in wanted}
    unsure = [jar for jar in wanted if stamps[jar.name] and stamps[jar.name] != known.get(jar.name)]
    with ThreadPoolExecutor(_THREADS) as pool:
        right = pool.map(lambda jar: _sha256(folder / jar.name) == jar.sha256, unsure)
        wrong = [jar for jar, whole in zip(unsure, right, strict=True) if not whole]
    bad = [jar for jar in wanted if stamps[jar.name] is None or jar in wrong]
    if unsure:
        good = {jar.name: stamps[jar.name] for jar in wanted if jar not in bad}
        with contextlib.suppress(OSError):  # a folder that cannot be written is checked each time
            (folder / _CHECKED).write_text(json.dumps(good), encoding="utf-8")
    return bad


def _read_checked(folder: Path) -> dict[str, list[int]]:
    try:
        checked: dict[str, list[int]] = json.loads((folder / _CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return checked


def _stamp(path: Path) -> list[int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch_all(jars: list[Jar], folder: Path, base: str) -> None:
    trusted = ssl.create_default_context()
    with contextlib.suppress(ImportError):  # some Pythons on macOS know no authorities of their own
        import certifi

        trusted.load_verify_locations(certifi.where())
    columns = (TextColumn("Fetching Neo4j"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress, ThreadPoolExecutor(_THREADS) as pool:
        task = progress.add_task("jars", total=len(jars))
        jobs = [pool.submit(_fetch_one, jar, folder, base, trusted) for jar in jars]
        try:
            for job in as_completed(jobs):
                job.result()
                progress.advance(task)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _fetch_one(jar: Jar, folder: Path, base: str, trusted: ssl.SSLContext) -> None:
    content = _download(f"{base}/{jar.path}", jar.name, trusted)
    if hashlib.sha256(content).hexdigest() != jar.sha256:
        raise GraphUnavailableError(
            f"{jar.name} from {base} is not the file that the lock names (its SHA-256 differs).",
            "Run the command again; if it stays so, the mirror or a proxy changes files.",
        )
    temporary = folder / f"{jar.name}.part"
    temporary.write_bytes(content)
    temporary.replace(folder / jar.name)


def _download(url: str, name: str, trusted: ssl.SSLContext, attempts: int = 3) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=60, context=trusted) as reply:  # noqa: S310 - the user's mirror
            return bytes(reply.read())
    except (OSError, http.client.HTTPException) as error:
        if attempts > 1 and not (isinstance(error, urllib.error.HTTPError) and error.code == 404):
            return _download(url, name, trusted, attempts - 1)
        raise GraphUnavailableError(
            f"Neo4j could not be fetched: {name}: {error}.",
            "Check the network and run the command again: it goes on where it stopped. "
            "graph.maven_url in config.yaml names a mirror.",
        ) from error


def _maven_central() -> str:
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL)

"""Fetch Neo4j's jars, listed with their SHA-256 in neo4j.lock.toml."""

from __future__ import annotations

import hashlib
import tomllib
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from guanxi.errors import GuanxiError
from guanxi.terminal import console

_THREADS = 16


@dataclass(frozen=True)
class Jar:
    """One artifact of the lock: where it lies in a Maven repository, and the hash it must have."""

    path: str
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


def locked_jars() -> list[Jar]:
    """Every jar that Neo4j needs, in the lock's order."""
    lock = tomllib.loads(files("graph.local").joinpath("neo4j.lock.toml").read_text(encoding="utf-8"))
    return [_jar(entry) for entry in lock["dependencies"]]


def _jar(entry: dict[str, str]) -> Jar:
    group, artifact, version = entry["groupId"], entry["artifactId"], entry["version"]
    classifier = f"-{entry['classifier']}" if entry.get("classifier") else ""
    return Jar(f"{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}{classifier}.jar", entry["sha256"])


def fetch(folder: Path, maven_url: str | None = None) -> Path:
    """Bring every locked jar into `folder`, whatever is already there and whole staying as it is.

    Each file is written under a temporary name, its hash checked, then renamed: an interruption leaves
    nothing half-written, and the next call goes on from there. Raises GuanxiError naming what failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in locked_jars() if not (folder / jar.name).is_file()]
    if not missing:
        return folder
    base = (maven_url or _maven_central()).rstrip("/")
    columns = (TextColumn("Fetching Neo4j"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress, ThreadPoolExecutor(_THREADS) as pool:
        task = progress.add_task("jars", total=len(missing))
        jobs = [pool.submit(_fetch_one, jar, folder, base) for jar in missing]
        try:
            for job in as_completed(jobs):
                job.result()
                progress.advance(task)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return folder


def _fetch_one(jar: Jar, folder: Path, base: str) -> None:
    target = folder / jar.name
    temporary = target.with_suffix(".part")
    for attempt in (1, 2, 3):
        try:
            with urllib.request.urlopen(f"{base}/{jar.path}", timeout=60) as reply:  # noqa: S310 - the user's mirror
                content = reply.read()
            break
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            if attempt == 3 or (isinstance(error, urllib.error.HTTPError) and error.code == 404):
                raise GuanxiError(
                    f"Neo4j could not be fetched: {jar.name}: {error}.",
                    "Check the network and run the command again: it goes on where it stopped. "
                    "graph.maven_url in config.yaml names a mirror.",
                ) from error
    if hashlib.sha256(content).hexdigest() != jar.sha256:
        raise GuanxiError(
            f"{jar.name} from {base} is not the file that the lock names (its SHA-256 differs).",
            "Run the command again; if it stays so, the mirror or a proxy changes files.",
        )
    temporary.write_bytes(content)
    temporary.replace(target)


def _maven_central() -> str:
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL)

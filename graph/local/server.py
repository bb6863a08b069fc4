"""Start, find and stop the managed Neo4j.

The folder GUANXI_HOME/neo4j holds the server's data; run/server.json says which process serves it and
where. A file lock makes two commands at once share one server.
"""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from filelock import FileLock
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ClientError, ServiceUnavailable

from graph.local import conf, incoming, java
from graph.local.archive import ClassArchive
from graph.local.fetch import fetch
from graph.local.reasons import why_it_ended
from guanxi import secrets
from guanxi.config import GraphConfig
from guanxi.errors import GraphUnavailableError
from guanxi.terminal import console

_START_SECONDS = 180
_STOP_SECONDS = 60
_WATCH_SECONDS = 5
_FIRST_PASSWORD = "neo4j"  # noqa: S105 - what a new Neo4j has until it is set


@dataclass(frozen=True)
class Server:
    """A server that was started: its process and its Bolt address."""

    pid: int
    uri: str


class LocalNeo4j:
    """The private Neo4j whose data lies under `home`; its jars may be shared by several homes.

    `overrides` are lines of neo4j.conf that take the place of the safe ones, for measurements.
    """

    def __init__(
        self, home: Path, config: GraphConfig, jars: Path | None = None, overrides: Mapping[str, str] | None = None
    ) -> None:
        self.home = home
        self.config = config
        self.overrides = dict(overrides or {})
        self.jars = (jars or home.parent / "neo4j-jars").resolve()
        self._state = home / "run" / "server.json"
        self._log = home / "logs" / "console.log"

    @property
    def password(self) -> str:
        """The random password, made the first time it is asked for."""
        return secrets.read_or_make(self.home / "password")

    def running(self) -> Server | None:
        """The server whose process is alive, or None; what a dead server left behind is ignored."""
        server = self._last()
        return server if server and self._serves(server.pid) else None

    def start(self) -> Server:
        """The running server, started first where there is none. Returns once it answers.

        Raises GraphUnavailableError saying why where it does not come up.
        """
        with self._alone():
            return self._up()

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; False where none ran."""
        with self._alone():
            return self._down()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Keep the server down, whoever wants it up; it is started again afterwards where it ran."""
        with self._alone():
            ran = self._down()
            try:
                yield
            finally:
                if ran:
                    self._up()

    def keep_running(self, ended: threading.Event) -> None:
        """Bring the server back whenever it dies, until `ended` is set."""
        while not ended.wait(_WATCH_SECONDS):
            if self.running() is None:
                try:
                    self.start()
                except GraphUnavailableError as error:
                    console.print(f"{error.message} {error.hint}", highlight=False, markup=False)

    def classpath(self) -> list[Path]:
        """Neo4j's jars: those of an installed Neo4j where `graph.neo4j_home` names one, else the fetched ones."""
        installed = self.config.neo4j_home
        if installed is None:
            return fetch(self.jars, self.config.maven_url)
        found = sorted((installed / "lib").glob("*.jar"))
        if not any(jar.name.startswith("neo4j-server-") for jar in found):
            raise GraphUnavailableError(
                f"{installed} is not an installed Neo4j: it has no lib/neo4j-server-….jar.",
                "Correct graph.neo4j_home, or leave it out to have Neo4j fetched.",
            )
        return found

    def admin(self, *arguments: str, options: Sequence[str] = ()) -> list[str]:
        """The command that runs neo4j-admin on this server's folder; NEO4J_HOME and NEO4J_CONF name it.

        `options` are for Java.
        """
        self._configure(self.config.bolt_port)
        program, classpath = java.find(), self.classpath()
        options = [*options, *self._classes(program, classpath).kept_options()]
        return java.admin_command(program, classpath, options, *arguments)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one command at a time starts or stops the server; files that cannot be written are told."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with FileLock(self.home / "start.lock"):
                yield
        except OSError as error:
            raise GraphUnavailableError(
                f"{error.filename or self.home}: {error.strerror or error}.",
                "Guanxi must be able to write there, with space on the disk. GUANXI_HOME names another folder.",
            ) from error

    def _up(self) -> Server:
        server = self.running() or self._launch()
        self._wait(server)
        return server

    def _down(self) -> bool:
        server = self.running()
        if server is None:
            return False
        psutil.Process(server.pid).terminate()
        if not self._ends(server.pid):
            psutil.Process(server.pid).kill()
            self._ends(server.pid)
        self._classes(java.find(), self.classpath()).keep()
        return True

    def _launch(self) -> Server:
        incoming.take_over(self.home)
        classpath = self.classpath()
        port = self._port()
        heap = self.config.heap
        safe = conf.settings(bolt_port=port, page_cache=self.config.page_cache, heap=heap)
        conf.write(self.home, safe | self.overrides)
        program = java.find()
        options = [
            f"-Xms{heap}",
            f"-Xmx{heap}",
            "-XX:+ExitOnOutOfMemoryError",
            *self._classes(program, classpath).options(),
        ]
        command = java.server_command(program, classpath, self.home, options)
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.home
            )
        process.returncode = 0  # the server outlives this command: Python must not wait for it or warn
        server = Server(process.pid, f"bolt://127.0.0.1:{port}")
        self._state.write_text(json.dumps(asdict(server)), encoding="utf-8")
        return server

    def _configure(self, port: int) -> None:
        values = conf.settings(bolt_port=port, page_cache=self.config.page_cache, heap=self.config.heap)
        conf.write(self.home, values)

    def _wait(self, server: Server) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with console.status("Waiting for Neo4j to answer"):
            while time.monotonic() < deadline:
                if not self._serves(server.pid):
                    raise why_it_ended(self._log)
                if self._answers(server):
                    return
                time.sleep(0.1)
        raise GraphUnavailableError(f"Neo4j did not answer within {_START_SECONDS} s.", f"Its log: {self._log}")

    def _answers(self, server: Server) -> bool:
        """Whether it takes our password; a server that was never given it (its first start, or cut short) gets it."""
        try:
            with GraphDatabase.driver(server.uri, auth=("neo4j", self.password)) as driver:
                driver.verify_connectivity()
        except ServiceUnavailable:
            return False
        except AuthError:
            self._set_first_password(server)
        return True

    def _set_first_password(self, server: Server) -> None:
        try:
            with (
                GraphDatabase.driver(server.uri, auth=("neo4j", _FIRST_PASSWORD)) as driver,
                driver.session(database="system") as session,
            ):
                statement = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
                session.run(statement, old=_FIRST_PASSWORD, new=self.password).consume()
        except (AuthError, ClientError) as error:
            raise GraphUnavailableError(
                f"The local Neo4j refuses the password in {self.home / 'password'}.",
                "Put the right file back, from a backup of this folder.",
            ) from error

    def _serves(self, pid: int) -> bool:
        """Whether this process is a live server of our folder: a number may have gone to another since."""
        try:
            process = psutil.Process(pid)
            return process.status() != psutil.STATUS_ZOMBIE and f"--home-dir={self.home}" in process.cmdline()
        except psutil.Error:
            return False

    def _ends(self, pid: int) -> bool:
        deadline = time.monotonic() + _STOP_SECONDS
        while self._serves(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self._serves(pid)

    def _last(self) -> Server | None:
        try:
            state = json.loads(self._state.read_text(encoding="utf-8"))
            return Server(state["pid"], state["uri"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _port(self) -> int:
        """The port that is set, else the last one, so that who is connected finds us again, else a free one."""
        wanted = self.config.bolt_port
        if wanted:
            if not _is_free(wanted):
                raise GraphUnavailableError(
                    f"Port {wanted} is taken by another program.",
                    "Set graph.bolt_port to another one, or to 0 for any that is free.",
                )
            return wanted
        last = self._last()
        if last and _is_free(port := int(last.uri.rsplit(":", 1)[1])):
            return port
        return free_port()

    def _classes(self, program: Path, classpath: list[Path]) -> ClassArchive:
        return ClassArchive(program, classpath, self.jars, self.home / "run")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

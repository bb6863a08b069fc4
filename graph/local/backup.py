"""A backup of the managed Neo4j's graph, and the way back, by Neo4j's own admin tool."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from graph.local.server import LocalNeo4j
from guanxi.errors import GuanxiError

_DATABASE = "neo4j"


def backup(server: LocalNeo4j, file: Path) -> int:
    """Write the graph into `file`, replacing it only when the backup is whole; returns its size in bytes.

    The server is stopped meanwhile, and started again where it ran.
    """
    temporary = file.with_name(f"{file.name}.part")
    try:
        with server.stopped():
            file.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as target:
                _admin(server, "dump", "--to-stdout", stdout=target.fileno())
        temporary.replace(file)
    except OSError as error:
        raise GuanxiError(f"{file} cannot be written: {error.strerror}.", "Choose another place.") from error
    finally:
        temporary.unlink(missing_ok=True)
    return file.stat().st_size


def restore(server: LocalNeo4j, file: Path) -> None:
    """Put the graph in `file` in the place of the present one."""
    with server.stopped(), file.open("rb") as source:
        _admin(server, "load", "--from-stdin", "--overwrite-destination=true", stdin=source.fileno())


def _admin(
    server: LocalNeo4j, verb: str, *options: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> None:
    command = server.admin("database", verb, _DATABASE, *options)
    places = {"NEO4J_HOME": str(server.home), "NEO4J_CONF": str(server.home / "conf")}
    done = subprocess.run(
        command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, **places}, check=False
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        reason = next((line for line in reversed(told) if not line.startswith(("\t", "Run with"))), "no reason given")
        raise GuanxiError(f"Neo4j's admin tool failed: {reason}", "Is the file a backup of Neo4j 5.26 or older?")

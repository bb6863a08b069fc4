"""A Neo4j that does not outlive the tests: this process stops it once the one that started it is gone.

A run of tests that is ended from outside (SIGTERM, a worker that is killed) tears nothing down. What ends in any case
is the pipe from it to this process.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.local.server import LocalNeo4j
from guanxi.config import GraphConfig


@contextmanager
def watched(server: LocalNeo4j) -> Iterator[None]:
    """Stop a server in the end, whether or not this process is still there then."""
    command = [sys.executable, "-m", "tests.watched", str(server.home), str(server.jars)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield
        server.stop()


if __name__ == "__main__":
    sys.stdin.read()
    LocalNeo4j(Path(sys.argv[1]), GraphConfig(), jars=Path(sys.argv[2])).stop()

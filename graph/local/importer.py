"""Neo4j's offline importer: files of nodes and relationships to a graph, past the server's write path.

The files are Parquet, whose columns have types. Nodes are numbered by whoever writes the files (`:ID`), relationships
name these numbers (`:START_ID`, `:END_ID`): so the importer need not look any id up.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.local import incoming
from graph.local.server import LocalNeo4j
from guanxi.errors import GuanxiError

__all__ = ["LIST_SEPARATOR", "Group", "replace_graph"]

LIST_SEPARATOR = "\x1f"
"""Between the parts of a list, in a column whose name ends in `:string[]`."""

_STEP, _STEPS = r"\((\d+)/(\d+)\)", 4
_SHARE = r"(\d+)%"


@dataclass(frozen=True)
class Group:
    """The Parquet files in a folder, all with the same columns: nodes with these labels, or relationships of a type."""

    nodes: bool
    name: tuple[str, ...]
    folder: Path

    @property
    def argument(self) -> str:
        """How the importer is told, from the folder that this one lies in."""
        return f"--{'nodes' if self.nodes else 'relationships'}={':'.join(self.name)}={self.folder.name}/.*\\.parquet"


def replace_graph(server: LocalNeo4j, groups: Iterable[Group], folder: Path, tell: Callable[[int], None]) -> None:
    """Put the graph in these groups, which lie in `folder`, in the place of the present one.

    `tell` is called with the per cent that are done. The server is down meanwhile, and starts with the new graph.
    Raises GuanxiError where the importer fails; the present graph is then as it was.
    """
    with server.stopped():
        place = incoming.begin(server.home)
        _run(server, [group.argument for group in groups], folder, place, tell)
        incoming.finish(place)


def _run(server: LocalNeo4j, groups: list[str], folder: Path, place: Path, tell: Callable[[int], None]) -> None:
    command = server.admin(
        *("database", "import", "full", incoming.DATABASE),
        *("--input-type=parquet", "--id-type=actual", "--array-delimiter=U+001F"),
        f"--max-off-heap-memory={server.config.page_cache}",
        f"--report-file={place / 'import.report'}",
        *groups,
        options=[f"-Xmx{server.config.heap}", "-XX:+UseParallelGC"],
    )
    places = {"NEO4J_HOME": str(place), "NEO4J_CONF": str(server.home / "conf")}
    log = server.home / "logs" / "import.log"
    with (
        log.open("w", encoding="utf-8") as told,
        subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **places},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        done = 0
        for line in process.stdout or ():
            told.write(line)
            step = re.match(_STEP, line)
            share = re.search(_SHARE, line)
            done = (int(step[1]) - 1) * 100 // int(step[2]) if step else done
            tell(done + (int(share[1]) // _STEPS if share else 0))
    if process.returncode:
        raise GuanxiError(
            "Neo4j's importer failed; the graph is as it was.",
            f"Its output is in {log}. guanxi ingest without --bulk loads the same.",
        )

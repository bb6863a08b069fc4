"""`guanxi ingest --bulk` beside Neo4j's offline importer alone, which gets the same rows already clean."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import psutil

from graph.connect import local, open_store
from guanxi.appstore import open_appstore
from guanxi.config import Settings
from ingest.bulk.run import INDEXING, ingest_in_bulk

__all__ = ["LOADED", "Offline"]

LOADED = """
MATCH (i:Interaction)
RETURN count(i) AS nodes, sum(COUNT { (:Person)-[:TOOK_PART]->(i) }) AS edges
"""


@dataclass
class Offline:
    """A server of its own in the folder `home`, which is GUANXI_HOME; the files to load."""

    home: Path
    settings: Settings
    files: Path
    indexed: float = 0.0

    def prepare(self) -> None:
        """An empty database, served."""
        self.stop()
        shutil.rmtree(self.home / "neo4j" / "data", ignore_errors=True)
        with open_store(self.settings):
            pass

    def bulk(self) -> None:
        """The whole of it; `indexed` are the seconds from when the server is up again with the graph."""
        up = 0.0

        def note(what: str, done: int, total: int | None) -> None:
            nonlocal up
            up = time.perf_counter() if what == INDEXING else up

        appstore, paths = open_appstore(self.settings), [self.files / "contacts.csv", self.files / "interactions.csv"]
        ingest_in_bulk(paths, appstore, self.settings, progress=note)
        appstore.close()
        self.indexed = time.perf_counter() - up

    def check(self, rows: int) -> None:
        with open_store(self.settings) as store:
            found = store.rows(LOADED)[0]
        assert (found["nodes"], found["edges"]) == (rows, 2 * rows), f"{found} instead of {rows} interactions"

    def server_cpu(self) -> float:
        """Processor seconds of the server that runs now."""
        running = local(self.settings).running()
        times = psutil.Process(running.pid).cpu_times() if running else None
        return times.user + times.system if times else 0.0

    def restart(self) -> float:
        """Seconds that the server needs to stop and to start again, with what is in it."""
        begun = time.perf_counter()
        with local(self.settings).stopped():
            pass
        return time.perf_counter() - begun

    def stop(self) -> None:
        local(self.settings).stop()

    def write_clean(self) -> None:
        """The same nodes and relationships as CSV, ready for the importer."""
        contacts = pl.read_csv(self.files / "contacts.csv", infer_schema=False)
        rows = pl.read_csv(self.files / "interactions.csv", infer_schema=False)
        origin = {"source": pl.lit("file"), "batch": pl.lit("b1")}
        key = ("contact:" + pl.col("id")).alias("key")
        contacts.select(pl.col("id").alias("id:ID(Contact)"), "name", key, **origin).write_csv(self._clean("contacts"))
        at = pl.col("at").alias("at:datetime")
        interactions = rows.select(pl.col("id").alias("id:ID(Interaction)"), at, "channel", "subject", **origin)
        interactions.write_csv(self._clean("interactions"))
        ends = [
            rows.select(
                pl.col(side).alias(":START_ID(Contact)"),
                pl.col("id").alias(":END_ID(Interaction)"),
                **{"as": pl.lit(side)},
                **origin,
            )
            for side in ("from", "to")
        ]
        pl.concat(ends).write_csv(self._clean("took_part"))

    def importer(self) -> None:
        """The importer by itself: no reading, cleaning and checking, no server that starts, no indexes."""
        place = self.home / "alone"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        server = local(self.settings)
        command = server.admin(
            *("database", "import", "full", "neo4j"),
            f"--nodes=Contact:Person={self._clean('contacts')}",
            f"--nodes=Interaction={self._clean('interactions')}",
            f"--relationships=TOOK_PART={self._clean('took_part')}",
        )
        places = {"NEO4J_HOME": str(place), "NEO4J_CONF": str(server.home / "conf")}
        subprocess.run(command, cwd=place, env={**os.environ, **places}, capture_output=True, check=True)

    def _clean(self, name: str) -> Path:
        return self.files / f"clean {name}.csv"

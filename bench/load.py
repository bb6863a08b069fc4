"""How fast interactions are loaded: `guanxi ingest` beside two plain ways of loading the same rows.

    python -m bench.load --rows 100000 --rounds 5

Each interaction becomes a node with two TOOK_PART edges, to contacts that are there. The three ways are timed from
the file on disk to the last commit, in turn, on one server, on an emptied graph each time. Beside the time by the
clock stand the processor seconds of client and server, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl
import psutil

from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi.appstore import AppStore, open_appstore
from guanxi.config import GraphConfig, Settings, home
from ingest.pipeline import ingest

CONTACTS = 1500
BATCH = 5000

MERGE = """
UNWIND $rows AS row
MERGE (i:Interaction {id: row.id})
SET i.at = row.at, i.channel = row.channel, i.subject = row.subject
WITH row, i
MATCH (a:Contact {id: row.from})
MATCH (b:Contact {id: row.to})
MERGE (a)-[:TOOK_PART {as: 'from'}]->(i)
MERGE (b)-[:TOOK_PART {as: 'to'}]->(i)
"""

LOAD_CSV = """
LOAD CSV WITH HEADERS FROM 'file:///interactions.csv' AS row
CALL (row) {
  MERGE (i:Interaction {id: row.id})
  SET i.at = datetime(row.at), i.channel = row.channel, i.subject = row.subject
  WITH row, i
  MATCH (a:Contact {id: row.from})
  MATCH (b:Contact {id: row.to})
  MERGE (a)-[:TOOK_PART {as: 'from'}]->(i)
  MERGE (b)-[:TOOK_PART {as: 'to'}]->(i)
} IN TRANSACTIONS OF 5000 ROWS
"""

EMPTY = (  # interactions first: a contact with all its edges would be one large transaction
    "MATCH (n:Interaction) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
)

LOADED = """
MATCH (i:Interaction)
RETURN count(i) AS nodes, sum(COUNT { (:Person)-[:TOOK_PART]->(i) }) AS edges
"""


@dataclass
class Bench:
    """The server, the stores and the folder that the server may read files from."""

    store: Store
    appstore: AppStore
    settings: Settings
    files: Path
    server: psutil.Process

    def guanxi(self) -> None:
        ingest([self.files / "interactions.csv"], self.store, self.appstore, self.settings)

    def unwind_merge(self) -> None:
        with (
            (self.files / "interactions.csv").open(encoding="utf-8", newline="") as file,
            self.store.session() as session,
        ):
            rows = csv.DictReader(file)
            while batch := [{**row, "at": datetime.fromisoformat(row["at"])} for row in islice(rows, BATCH)]:
                session.execute_write(lambda tx, batch=batch: tx.run(MERGE, rows=batch).consume())

    def load_csv(self) -> None:
        self.store.run_alone(LOAD_CSV)

    def cpu(self) -> float:
        """Processor seconds spent so far by this process, its parsers and the server."""
        ours, theirs = os.times(), self.server.cpu_times()
        return ours.user + ours.system + ours.children_user + ours.children_system + theirs.user + theirs.system

    def prepare(self) -> None:
        """An emptied graph with nothing but the contacts."""
        for statement in EMPTY:
            self.store.run_alone(statement)
        ingest([self.files / "contacts.csv"], self.store, self.appstore, self.settings)

    def check(self, rows: int) -> None:
        found = self.store.rows(LOADED)[0]
        assert (found["nodes"], found["edges"]) == (rows, 2 * rows), f"{found} instead of {rows} interactions"


@dataclass
class Cost:
    """Seconds by the clock, and processor seconds."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="interactions to load")
    parser.add_argument("--rounds", type=int, default=5, help="times that each way is measured")
    arguments = parser.parse_args()
    with bench() as ready:
        write_files(ready.files, arguments.rows)
        ways: dict[str, Callable[[], None]] = {
            "guanxi ingest": ready.guanxi,
            "UNWIND … MERGE": ready.unwind_merge,
            "LOAD CSV … MERGE": ready.load_csv,
        }
        costs: dict[str, list[Cost]] = {name: [] for name in ways}
        for number in range(-1, arguments.rounds):  # the first round warms the server up and is not counted
            for name, way in ways.items():
                ready.prepare()
                begun, spent = time.perf_counter(), ready.cpu()
                way()
                cost = Cost(time.perf_counter() - begun, ready.cpu() - spent)
                ready.check(arguments.rows)
                if number >= 0:
                    costs[name].append(cost)
                print(f"round {number + 1}  {name:17} {cost.wall:6.1f} s  {cost.cpu:6.1f} s of processors", flush=True)
    show(costs, arguments.rows)


def show(costs: dict[str, list[Cost]], rows: int) -> None:
    """Medians, and how many times better than UNWIND … MERGE."""

    def median(name: str, what: str) -> float:
        return statistics.median(getattr(cost, what) for cost in costs[name])

    plain = "UNWIND … MERGE"
    print(f"\n{rows:,} interactions, medians of {len(costs[plain])} rounds; x: times better than {plain}")
    for name in costs:
        wall, cpu = median(name, "wall"), median(name, "cpu")
        print(
            f"{name:17} {rows / wall:9,.0f} rows/s  x {median(plain, 'wall') / wall:.2f}"
            f"   {rows / cpu:9,.0f} rows/processor second  x {median(plain, 'cpu') / cpu:.2f}"
        )


@contextmanager
def bench() -> Iterator[Bench]:
    """A server of our own in a temporary folder, with LOAD CSV allowed."""
    jars = home() / "neo4j-jars"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GUANXI_HOME"] = folder
        config = GraphConfig(batch_rows=BATCH)
        allowed = {"dbms.security.allow_csv_import_from_file_urls": "true"}
        server = LocalNeo4j(Path(folder) / "neo4j", config, jars, allowed)
        try:
            settings, appstore = Settings(graph=config), open_appstore(Settings())
            started = server.start()
            with Store(started.uri, "neo4j", server.password) as store:
                store.make_schema()
                yield Bench(store, appstore, settings, server.home / "import", psutil.Process(started.pid))
            appstore.close()
        finally:
            server.stop()


def write_files(folder: Path, rows: int) -> None:
    """contacts.csv, and interactions.csv: mails among contacts, some of whom write a lot."""
    rng = np.random.default_rng(7)
    number = np.arange(CONTACTS)
    contacts = pl.DataFrame({"id": number}).select("id", name=pl.format("Contact {}", "id"))
    contacts.write_csv(folder / "contacts.csv")
    activity = rng.lognormal(0, 1, CONTACTS)
    sender, distance = rng.choice(CONTACTS, rows, p=activity / activity.sum()), rng.integers(1, CONTACTS, rows)
    pl.DataFrame(
        {
            "id": pl.Series(np.arange(rows)).cast(pl.String),
            "at": np.sort(rng.integers(1_730_000_000, 1_790_000_000, rows)),
            "channel": pl.Series(["mail", "call", "meeting", "chat"])[rng.integers(0, 4, rows)],
            "from": sender,
            "to": (sender + distance) % CONTACTS,
            "subject": pl.Series(["Offer", "Re: Offer", "Minutes of our meeting", "Question"])[
                rng.integers(0, 4, rows)
            ],
        }
    ).with_columns(pl.from_epoch("at", time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(
        folder / "interactions.csv"
    )


if __name__ == "__main__":
    main()

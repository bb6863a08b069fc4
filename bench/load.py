"""How fast interactions are loaded: `guanxi ingest` beside the plain ways of loading the same rows.

    python -m bench.load --rows 100000 --rounds 5

Each interaction becomes a node with two TOOK_PART edges to contacts. Five ways, in turn, from files on disk:

- into a running server, on an emptied graph where the contacts are: `guanxi ingest`, LOAD CSV, UNWIND … MERGE
- into an empty database: `guanxi ingest --bulk`, all of it, until the server answers again and has its indexes; and
  Neo4j's offline importer alone, which gets the same nodes and relationships as clean files and starts no server

Beside the time by the clock stand the processor seconds of all processes, which other work on the machine changes
less, and the most memory that the client and its parser had.
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

from bench.memory import Peaks
from bench.offline import LOADED, Offline
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

    def measured(self, rows: int) -> dict[str, Cost]:
        """Each way into the running server."""
        costs = {}
        for name, way in zip(RUNNING, (self.guanxi, self.load_csv, self.unwind_merge), strict=True):
            self.prepare()
            costs[name] = measure(way, self.cpu)
            self.check(rows)
        return costs

    def cpu(self) -> float:
        """Processor seconds spent so far by this process, its parsers and the server."""
        theirs = self.server.cpu_times()
        return _own_cpu() + theirs.user + theirs.system

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
    """Seconds by the clock, processor seconds, and the most memory in MB.

    What of the seconds goes into restarting the server, and into indexes and all else that follows.
    """

    wall: float
    cpu: float
    client: int
    parser: int
    restart: float = 0.0
    indexed: float = 0.0


RUNNING = ("guanxi ingest", "LOAD CSV … MERGE", "UNWIND … MERGE")
OFFLINE = ("guanxi ingest --bulk", "the importer alone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="interactions to load")
    parser.add_argument("--rounds", type=int, default=5, help="times that each way is measured")
    arguments = parser.parse_args()
    costs: dict[str, list[Cost]] = {name: [] for name in (*RUNNING, *OFFLINE)}
    with bench() as (running, offline):
        write_files(running.files, arguments.rows)
        offline.write_clean()
        for number in range(arguments.rounds + 1):  # the first round warms the server up and is not counted
            found = {**running.measured(arguments.rows), **measured_offline(offline, arguments.rows)}
            for name, cost in found.items():
                print(f"round {number}  {name:20} {cost.wall:6.1f} s  {cost.cpu:6.1f} s of processors", flush=True)
                if number:
                    costs[name].append(cost)
    show(costs, arguments.rows)


def measured_offline(offline: Offline, rows: int) -> dict[str, Cost]:
    """Both ways into an empty database."""
    offline.prepare()
    bulk = measure(offline.bulk, _own_cpu)
    bulk.cpu += offline.server_cpu()
    offline.check(rows)
    bulk.restart, bulk.indexed = offline.restart(), offline.indexed
    offline.stop()
    return dict(zip(OFFLINE, (bulk, measure(offline.importer, _own_cpu)), strict=True))


def measure(way: Callable[[], None], cpu: Callable[[], float]) -> Cost:
    """What a way costs; `cpu` tells the processor seconds so far."""
    with Peaks() as peaks:
        begun, spent = time.perf_counter(), cpu()
        way()
        wall, used = time.perf_counter() - begun, cpu() - spent
    return Cost(wall, used, peaks.client, peaks.parser)


def show(costs: dict[str, list[Cost]], rows: int) -> None:
    """Medians, and ratios of rates."""

    def median(name: str, what: str) -> float:
        return statistics.median(getattr(cost, what) for cost in costs[name])

    def ratio(of: str, to: str) -> str:
        return f"{median(to, 'wall') / median(of, 'wall'):.2f} (processor seconds: {ratio_of_cpu(of, to):.2f})"

    def ratio_of_cpu(of: str, to: str) -> float:
        return median(to, "cpu") / median(of, "cpu")

    print(f"\n{rows:,} interactions, medians of {len(costs[RUNNING[0]])} rounds")
    for name in costs:
        wall, cpu = median(name, "wall"), median(name, "cpu")
        memory = f"client {median(name, 'client'):.0f} MB, parser {median(name, 'parser'):.0f} MB"
        print(f"{name:20} {wall:7.1f} s  {rows / wall:9,.0f} rows/s  {cpu:7.1f} s of processors  {memory}")
    ingest_, load_csv, merge = RUNNING
    bulk, alone = OFFLINE
    print(f"\nguanxi ingest / LOAD CSV        {ratio(ingest_, load_csv)}")
    print(f"guanxi ingest / UNWIND … MERGE  {ratio(ingest_, merge)}")
    print(f"--bulk / guanxi ingest          {ratio(bulk, ingest_)}")
    print(f"--bulk / the importer alone     {ratio(bulk, alone)}")
    restart, indexed = median(bulk, "restart"), median(bulk, "indexed")
    loading = median(bulk, "wall") - restart - indexed
    print(f"of --bulk, {restart:.1f} s restart the server, {indexed:.1f} s make indexes; the rest, files to graph, is")
    print(
        f"{median(ingest_, 'wall') / loading:.2f} times guanxi ingest, {median(alone, 'wall') / loading:.2f} of alone"
    )


@contextmanager
def bench() -> Iterator[tuple[Bench, Offline]]:
    """Two servers of our own in a temporary folder; one of them allows LOAD CSV, the other is there to be filled."""
    jars = home() / "neo4j-jars"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GUANXI_HOME"] = folder
        (Path(folder) / "neo4j-jars").symlink_to(jars)
        config = GraphConfig(batch_rows=BATCH)
        settings, appstore = Settings(graph=config), open_appstore(Settings())
        allowed = {"dbms.security.allow_csv_import_from_file_urls": "true"}
        server = LocalNeo4j(Path(folder) / "running", config, jars, allowed)
        offline = Offline(Path(folder), settings, server.home / "import")
        try:
            started = server.start()
            with Store(started.uri, "neo4j", server.password) as store:
                store.make_schema()
                yield Bench(store, appstore, settings, offline.files, psutil.Process(started.pid)), offline
        finally:
            appstore.close()
            offline.stop()
            server.stop()


def _own_cpu() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


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

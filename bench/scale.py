"""What `guanxi analyze` costs on a whole graph, and what new interactions cost.

    python -m bench.scale load FOLDER --people 200000
    python -m bench.scale analyze FOLDER
    python -m bench.scale ties FOLDER --new 10000

Each step goes on with what the one before left in FOLDER, a GUANXI_HOME of its own. `load` writes a made-up company
(`bench.company`) and fills the database with it; `analyze` runs everything and tells the seconds of each step and the
most memory; `ties` loads so many further interactions among the same people and brings the ties up to date.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import psutil

from bench.company import END, write_company, write_meetings
from bench.memory import Peaks
from graph.analysis.run import analyze
from graph.connect import local, open_store
from graph.store import Store
from guanxi.appstore import open_appstore
from guanxi.config import GraphConfig, IdentityConfig, Settings, home
from ingest.bulk.run import ingest_in_bulk
from ingest.pipeline import ingest

_WEEK = 7 * 86_400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("load", "analyze", "ties"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=1_000)
    options = parser.parse_args()
    jars, folder = home() / "neo4j-jars", options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["GUANXI_HOME"] = str(folder)
    if not (folder / "neo4j-jars").exists():
        (folder / "neo4j-jars").symlink_to(jars)
    settings = Settings(graph=GraphConfig(heap="2g", page_cache="1g"), identity=IdentityConfig(at_load=False))
    try:
        if options.step == "load":
            load(settings, options.people)
        elif options.step == "analyze":
            analyze_all(settings)
        else:
            add_ties(settings, options.new)
    finally:
        local(settings).stop()


def load(settings: Settings, people: int) -> None:
    files = settings.home / "files"
    files.mkdir()
    meetings = write_company(files, people)
    appstore = open_appstore(settings)
    summary = ingest_in_bulk([files], appstore, settings)
    appstore.close()
    print(f"{people:,} contacts, {meetings:,} interactions; {summary.accepted:,} records loaded")


def analyze_all(settings: Settings) -> None:
    """Everything, on a server that has just started."""
    taken: dict[str, float] = defaultdict(float)
    last = ["Ties", time.perf_counter()]

    def tell(step: str, done: float) -> None:
        now = time.perf_counter()
        taken[str(last[0])] += now - float(last[1])
        last[:] = [step, now]

    with open_store(settings) as store, Peaks() as peaks:
        run = analyze(store, settings, progress=tell)
        tell("", 1.0)
        print(f"{run.people:,} people, {run.ties:,} ties, {run.accounts:,} accounts: {run.seconds:.1f} s")
        print(f"at most {peaks.client:,} MB here; {_server_mb(settings):,} MB in Neo4j\n")
        for step, seconds in sorted(taken.items(), key=lambda pair: -pair[1]):
            print(f"{seconds:7.1f} s  {step}")
        for method, why in run.notes.items():
            print(f"{method}: {why}")


def add_ties(settings: Settings, new: int) -> None:
    """So many further interactions in the week after the last one."""
    files = settings.home / f"new-{time.time_ns()}"
    files.mkdir()
    rng = np.random.default_rng(new)
    with open_store(settings) as store:
        counts = store.rows("MATCH (p:Contact) RETURN count(p) AS people")[0]
        ours = store.rows("MATCH (p:Employee) RETURN count(p) AS people")[0]["people"]
        began = time.perf_counter()
        analyze(store, settings, only=["ties"])
        print(f"what there was: {time.perf_counter() - began:.1f} s; {_counts(store)}")
        first = rng.integers(0, counts["people"], new)
        pairs = np.stack([first, (first + rng.integers(1, counts["people"], new)) % counts["people"]], axis=1)
        write_meetings(files, pairs, f"N{files.name}-", END + rng.integers(0, _WEEK, new), ours)
        appstore = open_appstore(settings)
        ingest([files], store, appstore, settings)
        appstore.close()
        began = time.perf_counter()
        run = analyze(store, settings, only=["ties"])
        seconds = time.perf_counter() - began
        print(f"{new:,} new interactions: {run.update.how}, {run.update.written:,} ties in {seconds:.2f} s")
        began = time.perf_counter()
        analyze(store, settings, only=["ties"])
        print(f"nothing new: {time.perf_counter() - began:.2f} s; {_counts(store)}")


def _counts(store: Store) -> str:
    found = store.rows(
        "CALL () { MATCH (i:Interaction) RETURN count(i) AS interactions } "
        "CALL () { MATCH ()-[k:KNOWS]->() RETURN count(k) AS ties } RETURN interactions, ties"
    )[0]
    return f"{found['interactions']:,} interactions, {found['ties']:,} ties"


def _server_mb(settings: Settings) -> int:
    server = local(settings).running()
    return psutil.Process(server.pid).memory_info().rss >> 20 if server else 0


if __name__ == "__main__":
    main()

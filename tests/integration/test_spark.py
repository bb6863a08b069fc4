"""Spark beside one machine: a network written as files, analysed in Spark's local mode, read back as a run."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.analysis.account_data import AccountData
from graph.analysis.network import Network, read_network
from graph.analysis.pagerank import pagerank
from graph.analysis.run import analyze
from graph.analysis.ties import newest_moment
from graph.spark.export import export_network
from graph.spark.load import load_readings
from graph.spark.submit import Engine, run_job
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError

GRAPHFRAMES = [Path(jar) for jar in os.environ.get("GRAPHFRAMES_JAR", "").split(os.pathsep) if jar]
ENGINES: list[Engine] = ["graphx", "graphframes"] if GRAPHFRAMES else ["graphx"]
"""GraphX comes with Spark; GraphFrames is tested too where GRAPHFRAMES_JAR names its jar."""

SMALL = (
    *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dspark.sql.shuffle.partitions=1"),
    *("-Dspark.default.parallelism=1", "-Dspark.sql.codegen.wholeStage=false", "-Dspark.sql.adaptive.enabled=false"),
)
"""Options with which Java and Spark do little work quickly."""

MEETINGS = """
UNWIND range(0, size($pairs) - 1) AS number
MERGE (a:Person:Contact {key: 'contact:' + $pairs[number][0]})
MERGE (b:Person:Contact {key: 'contact:' + $pairs[number][1]})
CREATE (i:Interaction {id: toString(number), at: datetime('2024-05-01T00:00:00Z'), channel: 'meeting', batch: 'b'})
CREATE (a)-[:TOOK_PART {as: 'attendee'}]->(i)<-[:TOOK_PART {as: 'attendee'}]-(b)
"""

REFERRALS = """
UNWIND $pairs AS pair
MERGE (a:Person:Contact {key: 'contact:' + pair[0]})
MERGE (b:Person:Contact {key: 'contact:' + pair[1]})
CREATE (a)-[:REFERRED {id: pair[0]}]->(b)
"""


def circles() -> list[list[str]]:
    """A dense network of forty people, and a circle of six who all know each other."""
    crowd = nx.gnm_random_graph(40, 200, seed=1)
    circle = nx.complete_graph(6)
    return [[f"{a}", f"{b}"] for a, b in crowd.edges] + [[f"c{a}", f"c{b}"] for a, b in circle.edges]


@pytest.fixture
def network(store: Store, settings: Settings) -> Network:
    """Those who met, and a few who only referred or were referred: whoever referred is a sink of the flow."""
    store.run_alone(MEETINGS, pairs=circles())
    store.run_alone(REFERRALS, pairs=[["0", "new"], ["source", "3"], ["lone", "only"]])
    analyze(store, settings, only=["ties"])
    return read_network(AccountData(store, settings, newest_moment(store)))


@pytest.mark.parametrize("engine", ENGINES)
def test_spark_finds_what_one_machine_finds(
    store: Store, settings: Settings, network: Network, tmp_path: Path, engine: Engine
) -> None:
    graph, out = tmp_path / "graph", tmp_path / "out"
    exported = export_network(store, settings, graph)
    assert (exported.ties, exported.referrals) == (len(circles()), 3)
    run_job(graph, out, tmp_path / "log", engine=engine, tolerance=1e-5, jars=GRAPHFRAMES, options=SMALL)
    found = pl.read_parquet(out / "*.parquet").sort("key")

    assert found["key"].to_list() == list(network.keys)
    alike = csr_array(network.flow.astype(bool).astype(float))
    assert np.abs(found["pagerank"].to_numpy() - pagerank(alike)).sum() < 1e-4
    assert found["degree"].to_list() == np.diff(network.weights.indptr).tolist()
    people = nx.from_scipy_sparse_array(network.weights)
    assert found["triangles"].to_list() == list(nx.triangles(people).values())
    _, component = connected_components(network.weights)
    first = {number: network.keys[place] for place, number in reversed(list(enumerate(component)))}
    assert found["component"].to_list() == [first[number] for number in component]
    check_labels(found, people)

    run = load_readings(store, settings, graph, out)
    counted = store.rows(
        "MATCH (r:AnalysisRun {id: $run})<-[s:SCORED]-(p:Contact) WHERE p.key = s.component "
        "RETURN r.people AS people, r.complete AS complete, count(p) AS components, sum(s.pagerank) < 1 AS shares",
        run=run,
    )
    assert counted == [{"people": len(network.keys), "complete": False, "components": 3, "shares": True}]


def check_labels(found: pl.DataFrame, people: nx.Graph) -> None:
    """No label is the only right one, but each is that of most neighbours, and nobody's from elsewhere."""
    labels, component = found["label"].to_list(), dict(zip(found["key"], found["component"], strict=True))
    for number, row in enumerate(found.iter_rows(named=True)):
        assert component[row["label"]] == row["component"]
        if people.degree(number) > 1:
            near = Counter(labels[neighbour] for neighbour in people[number])
            assert near[row["label"]] == max(near.values())
    circle = found.filter(pl.col("key").str.starts_with("contact:c"))
    assert circle["label"].n_unique() == 1


def test_nothing_is_written_over_or_half_read(
    store: Store, settings: Settings, network: Network, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("")
    with pytest.raises(GuanxiError, match="not empty"):
        export_network(store, settings, tmp_path)
    with pytest.raises(GuanxiError, match="do not hold"):
        load_readings(store, settings, tmp_path, tmp_path)
    with pytest.raises(GuanxiError, match="Spark failed"):
        run_job(tmp_path, tmp_path / "out", tmp_path / "log", options=["-XX:NoSuchOption"])

"""Readings of a network, by Spark's own algorithms. Needs nothing of Guanxi: submit it to any cluster of Spark 4.

    spark-submit --packages io.graphframes:graphframes-spark4_2.13:0.12.3 job.py \
        --graph s3a://bucket/graph --out s3a://bucket/readings --work s3a://bucket/work

`--graph` is what `guanxi spark export` wrote, `--out` becomes Parquet files with a row for each person:

- key
- pagerank: as `networkx.pagerank` on `flow`, where every tie weighs the same; sums to 1
- degree, triangles: on ties as such, without direction
- component: the smallest key of those whom paths connect with this person
- label: the key that stands for the group, by label propagation; several outcomes are right

All algorithms are those of GraphFrames, or of GraphX, which comes with Spark: `--engine graphx`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as fn


@dataclass(frozen=True)
class Network:
    """A network whose people are numbers. `pairs` have each tie once, `flow` has both ways, and referrals one way."""

    pairs: DataFrame
    flow: DataFrame
    both_ways: DataFrame
    options: argparse.Namespace

    @property
    def restart(self) -> float:
        return float(1 - self.options.damping)


def by_graphframes(network: Network) -> dict[str, DataFrame]:
    """The readings by GraphFrames: frames of `number` and the reading."""
    from graphframes import GraphFrame

    people = _people(network.pairs).withColumnRenamed("number", "id")
    options = network.options
    tied = GraphFrame(people, network.pairs)
    ranked = GraphFrame(people, network.flow).pageRank(resetProbability=network.restart, tol=options.tolerance)
    found = {
        "pagerank": ranked.vertices,
        "degree": tied.degrees,
        "triangles": tied.triangleCount(StorageLevel.MEMORY_AND_DISK).withColumnRenamed("count", "triangles"),
        "component": tied.connectedComponents(),
        "label": GraphFrame(people, network.both_ways).labelPropagation(maxIter=options.rounds),
    }
    return {name: frame.select(fn.col("id").alias("number"), name) for name, frame in found.items()}


def by_graphx(network: Network) -> dict[str, DataFrame]:
    """The same by GraphX, which speaks with Python through files only."""
    spark, options = network.pairs.sparkSession, network.options
    jvm: Any = spark.sparkContext._jvm
    level = jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()

    def loaded(name: str, edges: DataFrame) -> Any:
        path = f"{options.work}/{name}"
        edges.select(fn.concat_ws(" ", "src", "dst")).write.mode("overwrite").text(path)
        load = jvm.org.apache.spark.graphx.GraphLoader.edgeListFile
        return load(spark.sparkContext._jsc.sc(), path, False, edges.rdd.getNumPartitions(), level, level)

    def read(name: str, vertices: Any) -> DataFrame:
        path = f"{options.work}/{name}"
        vertices.saveAsTextFile(path)
        number, value = (fn.regexp_extract("value", r"\((.*),(.*)\)", group) for group in (1, 2))
        kind = "double" if name == "pagerank" else "long"
        return spark.read.text(path).select(number.cast("long").alias("number"), value.cast(kind).alias(name))

    flow, tied = loaded("flow", network.flow), loaded("pairs", network.pairs)
    propagated = jvm.org.apache.spark.graphx.lib.LabelPropagation.run(
        tied, options.rounds, jvm.scala.reflect.ClassTag.Int()
    )
    found = {
        "pagerank": flow.ops().pageRank(options.tolerance, network.restart).vertices(),
        "degree": tied.ops().degrees(),
        "triangles": tied.ops().triangleCount().vertices(),
        "component": tied.ops().connectedComponents().vertices(),
        "label": propagated.vertices(),
    }
    return {name: read(name, vertices) for name, vertices in found.items()}


ENGINES: dict[str, Callable[[Network], dict[str, DataFrame]]] = {"graphframes": by_graphframes, "graphx": by_graphx}


def main() -> None:
    options = _options()
    spark = SparkSession.builder.appName("Guanxi").getOrCreate()
    spark.sparkContext.setCheckpointDir(f"{options.work}/checkpoints")
    ties = spark.read.parquet(f"{options.graph}/ties").select("a", "b")
    referrals = spark.read.parquet(f"{options.graph}/referrals").select("a", "b")
    keys = _numbered(ties.union(referrals))
    ties, referrals = _by_number(ties, keys), _by_number(referrals, keys)
    either = ties.union(referrals)
    pairs = either.select(fn.least("src", "dst").alias("src"), fn.greatest("src", "dst").alias("dst")).distinct()
    network = Network(
        pairs=pairs.checkpoint(),
        flow=ties.union(_turned(ties)).union(referrals).distinct().checkpoint(),
        both_ways=pairs.union(_turned(pairs)),
        options=options,
    )
    readings = keys
    for found in ENGINES[options.engine](network).values():
        readings = readings.join(found, "number")
    total = readings.agg(fn.sum("pagerank").alias("total"))
    names = keys.select(fn.col("number").alias("of"), fn.col("key").alias("name"))
    for group in ("component", "label"):
        named = names.withColumnsRenamed({"of": group, "name": f"{group}_key"})
        readings = readings.join(named, group).drop(group).withColumnRenamed(f"{group}_key", group)
    readings = readings.crossJoin(total).withColumn("pagerank", fn.col("pagerank") / fn.col("total"))
    columns = ("key", "pagerank", "degree", "triangles", "component", "label")
    readings.select(*columns).write.mode("overwrite").parquet(options.out)
    spark.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", required=True, help="the folder that guanxi spark export wrote")
    parser.add_argument("--out", required=True, help="the folder for the readings")
    parser.add_argument("--work", required=True, help="a folder that all workers share, for what lies between")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="graphframes")
    parser.add_argument("--damping", type=float, default=0.85, help="of PageRank: the chance of following a tie")
    parser.add_argument("--tolerance", type=float, default=1e-6, help="PageRank ends when nobody changes by more")
    parser.add_argument("--rounds", type=int, default=10, help="of label propagation")
    return parser.parse_args()


def _numbered(edges: DataFrame) -> DataFrame:
    """All people by key, with numbers in the order of the keys."""
    keys = edges.select(fn.col("a").alias("key")).union(edges.select("b")).distinct().sort("key")
    return keys.withColumn("number", fn.monotonically_increasing_id()).checkpoint()


def _by_number(edges: DataFrame, keys: DataFrame) -> DataFrame:
    starts, ends = (keys.withColumnsRenamed({"key": end, "number": name}) for end, name in (("a", "src"), ("b", "dst")))
    return edges.join(starts, "a").join(ends, "b").select("src", "dst")


def _people(pairs: DataFrame) -> DataFrame:
    return pairs.select(fn.col("src").alias("number")).union(pairs.select("dst")).distinct()


def _turned(edges: DataFrame) -> DataFrame:
    return edges.select(fn.col("dst").alias("src"), fn.col("src").alias("dst"))


if __name__ == "__main__":
    main()

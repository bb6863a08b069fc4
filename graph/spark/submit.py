"""Spark on this machine, by the Java that runs Neo4j."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from graph.local import java
from guanxi.errors import GuanxiError

__all__ = ["Engine", "run_job"]

Engine = Literal["graphframes", "graphx"]

_JOB = Path(__file__).with_name("job.py")
_GRAPHFRAMES = "io.graphframes:graphframes-spark4_2.13"

_OPENS = (
    *("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"),
    *("java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action"),
    "sun.util.calendar",
)
"""Packages of java.base that Spark reaches into."""

_LOOPBACK = ("spark.driver.bindAddress=127.0.0.1", "spark.driver.host=127.0.0.1", "spark.ui.enabled=false")


def run_job(
    graph: Path,
    out: Path,
    log: Path,
    *,
    engine: Engine = "graphx",
    memory: str = "2g",
    damping: float = 0.85,
    tolerance: float = 1e-6,
    jars: Sequence[Path] = (),
    maven_url: str | None = None,
    options: Sequence[str] = (),
) -> None:
    """Run `graph.spark.job` in Spark's local mode on all cores; what Spark says goes into the file `log`.

    Parameters
    ----------
    graph
        What `export_network` wrote.
    out
        The folder for the readings; what is in it is replaced.
    engine
        `graphx` comes with Spark; `graphframes` is fetched by Spark, unless `jars` name it.
    memory
        Of Spark, such as "4g"; what does not fit goes to the disk.
    maven_url
        Where GraphFrames is fetched from, if not from Maven Central.
    options
        Further options of Java.

    Raises
    ------
    GuanxiError
        Where Spark is not installed, or fails.
    """
    spark = find_spec("pyspark")
    if spark is None or spark.origin is None:
        raise GuanxiError("Spark is not installed.", "Install it: .venv/bin/pip install --editable '.[spark]'")
    with tempfile.TemporaryDirectory(prefix="guanxi-spark-") as work:
        settings = (*_LOOPBACK, f"spark.pyspark.python={sys.executable}", f"spark.local.dir={work}")
        command = [
            *(str(java.find()), f"-Xmx{memory}", *options),
            *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENS),
            *("-cp", str(Path(spark.origin).parent / "jars" / "*"), "org.apache.spark.deploy.SparkSubmit"),
            *("--master", "local[*]", *(part for setting in settings for part in ("--conf", setting))),
            *(_graphframes(jars, maven_url) if engine == "graphframes" else ()),
            *(str(_JOB), "--graph", str(graph.resolve()), "--out", str(out.resolve()), "--work", work),
            *("--engine", engine, "--damping", str(damping), "--tolerance", str(tolerance)),
        ]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        with log.open("wb") as told:
            ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, env=environment)
    if ended.returncode:
        raise GuanxiError("Spark failed.", f"It says why in {log}.")


def _graphframes(jars: Sequence[Path], maven_url: str | None) -> list[str]:
    """Where Spark finds GraphFrames: the release that fits its Python part."""
    if jars:
        return ["--jars", ",".join(map(str, jars))]
    mirror = ["--repositories", maven_url] if maven_url else []
    return ["--packages", f"{_GRAPHFRAMES}:{importlib.metadata.version('graphframes-py')}", *mirror]

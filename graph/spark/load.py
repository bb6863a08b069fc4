"""What Spark found, as a run in the graph."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from graph.analysis import writing
from graph.spark.export import MANIFEST
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError

__all__ = ["READINGS", "load_readings"]

READINGS = {
    "key": pl.String,
    "pagerank": pl.Float64,
    "degree": pl.Int64,
    "triangles": pl.Int64,
    "component": pl.String,
    "label": pl.String,
}
"""The columns that Spark writes for each person."""

_AT_ONCE = 100_000


def load_readings(
    store: Store, settings: Settings, graph: Path, out: Path, progress: Callable[[float], None] = lambda done: None
) -> str:
    """Write what Spark found under a new run and return its id; maps and lists go on showing the newest full one.

    Parameters
    ----------
    graph
        What was exported: its manifest says which moment the readings describe.
    out
        The files that Spark wrote, with the columns READINGS.

    Raises
    ------
    GuanxiError
        Where either folder is not whole.
    """
    began, at = time.monotonic(), datetime.now(UTC)
    if not (graph / MANIFEST).is_file() or not (out / "_SUCCESS").is_file():
        raise GuanxiError(
            f"{graph} and {out} do not hold a network and its readings.", "Run guanxi spark export and run first."
        )
    manifest = json.loads((graph / MANIFEST).read_text(encoding="utf-8"))
    found = pl.scan_parquet(out / "*.parquet").select(pl.col(name).cast(kind) for name, kind in READINGS.items())
    people = found.select(pl.len()).collect().item()
    run = f"{at:%Y%m%dT%H%M%S%f}-spark"
    properties = {
        "as_of": datetime.fromisoformat(manifest["as_of"]),
        "parameters": json.dumps({"methods": ["spark"], **manifest}),
        "people": people,
        "ties": manifest["ties"],
        "accounts": 0,
        "fingerprint": run,
        "basis": "ties",
        "complete": False,
    }
    size = settings.graph.batch_rows
    writing.begin(store, run, properties, size)
    for start in range(0, people, _AT_ONCE):
        writing.write_people(store, run, found.slice(start, _AT_ONCE).collect(), size, lambda done: None)
        progress(min(1.0, (start + _AT_ONCE) / people))
    writing.finish(store, run, at, time.monotonic() - began, {}, {})
    return run

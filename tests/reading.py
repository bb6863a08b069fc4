"""Files to the records that are made of them, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from guanxi.config import Settings
from ingest.jobs import jobs_of
from ingest.mapping import Preset, presets
from ingest.reading import Reader
from ingest.sources.spool import Spool, find_files
from ingest.summary import Summary

DATA = Path(__file__).parent / "data"


@dataclass
class Made:
    """What was made of files: each table's preset and title, and the records by table and kind, as text."""

    recognised: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    records: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    summary: Summary = field(default_factory=Summary)

    def of(self, kind: str) -> pl.DataFrame:
        """All records of a kind."""
        found = [frame for (_, name), frame in self.records.items() if name == kind]
        return pl.concat(found, how="diagonal_relaxed")

    def rows(self, kind: str, *columns: str) -> list[tuple[str | None, ...]]:
        """Some columns of all records of a kind."""
        return self.of(kind).select(columns).rows()


def made_of(*paths: Path, among: Mapping[str, Preset] | None = None) -> Made:
    """Read files and make the records of them, as an ingest does before it checks them."""
    made, settings = Made(), Settings()
    with Spool.open(settings) as spool:
        chosen = presets() if among is None else among
        reader = Reader(spool, chosen, None, False, lambda *_: None, made.summary)
        for file in find_files(paths)[0]:
            reader.read(file)
        made.recognised = {table.name: (guess.preset, guess.table) for table, guess in reader.tables}
        for job in jobs_of(reader.tables, settings, made.summary):
            key = (job.mapper.table.name, job.record.kind)
            frames = [*([made.records[key]] if key in made.records else []), *job.mapper.records(job.record)]
            made.records[key] = pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame()
    return made

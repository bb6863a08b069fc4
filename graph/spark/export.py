"""The market network as Parquet files, for engines that hold more than memory does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from graph.analysis.account_data import AccountData
from graph.analysis.network import EDGES, referral_edges
from graph.analysis.ties import newest_moment
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError

__all__ = ["MANIFEST", "Exported", "export_network"]

MANIFEST = "manifest.json"
"""Written last: a folder without it is not whole."""


@dataclass(frozen=True)
class Exported:
    """What was written: the moment, the numbers of ties and referrals, and whether our own people are among them."""

    as_of: str
    ties: int
    referrals: int
    with_employees: bool


def export_network(
    store: Store,
    settings: Settings,
    folder: Path,
    *,
    with_employees: bool = False,
    progress: Callable[[int], None] = lambda ties: None,
) -> Exported:
    """Write the market network as it is in the graph: who is tied to whom by dealings and referrals.

    `ties/` holds each pair once (a, b, weight: strength / 100), `referrals/` each pair of who was brought (a) by
    whom (b), `manifest.json` what is written. Ties are streamed: memory does not grow with them.

    Parameters
    ----------
    folder
        New or empty.
    progress
        Called with the number of ties written so far.

    Raises
    ------
    GuanxiError
        Where the folder has something in it, or nobody is tied to anybody.
    """
    if folder.exists() and any(folder.iterdir()):
        raise GuanxiError(f"{folder} is not empty.", "Name a folder that does not exist yet.")
    data = AccountData(store, settings, newest_moment(store))
    brought = referral_edges(data, settings.strength.max_participants)
    known = store.frames("analysis/export_ties", EDGES, with_employees=with_employees)
    ties = _write(folder / "ties", known, progress)
    referrals = _write(folder / "referrals", [brought], lambda written: None)
    if not ties + referrals:
        raise GuanxiError("Nobody is tied to anybody yet.", "Load interactions and run guanxi analyze first.")
    exported = Exported(data.as_of.isoformat(), ties, referrals, with_employees)
    (folder / MANIFEST).write_text(json.dumps(asdict(exported)), encoding="utf-8")
    return exported


def _write(folder: Path, parts: Iterable[pl.DataFrame], progress: Callable[[int], None]) -> int:
    """Write the edges that weigh anything, and return how many there are."""
    from pyarrow.parquet import ParquetWriter

    folder.mkdir(parents=True, exist_ok=True)
    schema = pl.DataFrame(schema=EDGES).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    written = 0
    with ParquetWriter(folder / "part-00000.parquet", schema) as file:
        for part in parts:
            edges = part.filter(pl.col("weight") > 0, pl.col("a") != pl.col("b"))
            file.write_table(edges.to_arrow(compat_level=pl.CompatLevel.oldest()))
            written += edges.height
            progress(written)
    return written

"""A company of any size as canonical CSV files, written by the column: few people know many, in communities."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.analysis import network

__all__ = ["END", "write_company", "write_meetings"]

END = int(datetime(2025, 12, 31, tzinfo=UTC).timestamp())
"""Until when everything happened, in seconds since 1970; purchases and interactions go two years back."""

_YEARS = 2 * 365 * 86_400
_CHANNELS = pl.Series(["mail", "mail", "mail", "chat", "call", "meeting"])
_INDUSTRIES = pl.Series(["Software", "Logistics", "Machinery", "Retail", "Health", "Energy", "Finance", "Food"])
_CITIES = pl.Series(["Berlin", "Hamburg", "Wien", "Zürich", "Paris", "Lyon", "Madrid", "上海", "深圳", "北京"])
_TITLES = pl.Series(["CEO", "Head of Purchasing", "Buyer", "Engineer", "CFO", "Assistant"])

Generator = np.random.Generator


def write_company(folder: Path, people: int, degree: float = 10.6, seed: int = 1) -> int:
    """Write the files of a company with so many contacts who each met `degree` others; returns the number of meetings.

    For ten contacts there are one account, ten purchases, one referral and one feedback; each pair met once, and a
    tenth of the times one of our own people was there too.
    """
    rng = np.random.default_rng(seed)
    accounts, ours = max(1, people // 10), max(1, people // 200)
    _write(
        folder,
        "customers",
        id=_ids("A", np.arange(accounts)),
        name=_ids("Account ", np.arange(accounts)),
        industry=_INDUSTRIES[rng.integers(0, len(_INDUSTRIES), accounts)],
        city=_CITIES[rng.integers(0, len(_CITIES), accounts)],
        owner=_ids("E", rng.integers(0, ours, accounts)),
    )
    _write(
        folder,
        "contacts",
        id=_ids("C", np.arange(people)),
        name=_ids("Contact ", np.arange(people)),
        customer=_ids("A", rng.integers(0, accounts, people)),
        title=_TITLES[rng.integers(0, len(_TITLES), people)],
    )
    _write(folder, "employees", id=_ids("E", np.arange(ours)), name=_ids("Employee ", np.arange(ours)))
    _write(folder, "products", id=_ids("P", np.arange(50)), name=_ids("Product ", np.arange(50)))
    _write(
        folder,
        "purchases",
        id=_ids("O", np.arange(people)),
        customer=_ids("A", (rng.pareto(1.5, people) * accounts / 20).astype(np.int64) % accounts),
        at=_moments(rng, people),
        amount=rng.gamma(2.0, 500.0, people).round(2),
        currency=np.repeat("EUR", people),
        product=_ids("P", rng.integers(0, 50, people)),
    )
    few = people // 10
    starts = END - rng.integers(0, _YEARS, few)
    _write(
        folder,
        "contracts",
        id=_ids("K", np.arange(few)),
        customer=_ids("A", rng.integers(0, accounts, few)),
        starts_on=_days(starts),
        ends_on=_days(starts + 365 * 86_400),
        value=rng.gamma(2.0, 5000.0, few).round(2),
        currency=np.repeat("EUR", few),
    )
    _write(
        folder,
        "referrals",
        id=_ids("R", np.arange(few)),
        referrer=_ids("C", rng.integers(0, people, few)),
        referred=_ids("C", rng.integers(0, people, few)),
        at=_moments(rng, few),
        status=pl.Series(["won", "lost", "open"])[rng.integers(0, 3, few)],
        value=rng.gamma(2.0, 500.0, few).round(2),
        currency=np.repeat("EUR", few),
    )
    _write(
        folder,
        "feedback",
        **{
            "id": _ids("F", np.arange(few)),
            "at": _moments(rng, few),
            "from": _ids("C", rng.integers(0, people, few)),
            "kind": np.repeat("nps", few),
            "score": rng.integers(0, 11, few),
        },
    )
    pairs = network(people, degree, seed)
    write_meetings(folder, pairs, "I", END - rng.integers(0, _YEARS, len(pairs)), ours)
    return len(pairs)


def write_meetings(folder: Path, pairs: NDArray[np.int64], prefix: str, at: NDArray[np.int64], ours: int) -> None:
    """Write interactions.csv: one for each pair of contacts, at these seconds since 1970."""
    rng = np.random.default_rng(len(pairs))
    turned = rng.random(len(pairs)) < 0.5
    there = pl.Series(rng.random(len(pairs)) < 0.1)
    colleague = pl.DataFrame({"cc": _ids("E", rng.integers(0, ours, len(pairs))), "there": there})
    _write(
        folder,
        "interactions",
        **{
            "id": _ids(prefix, np.arange(len(pairs))),
            "at": _written(at),
            "channel": _CHANNELS[rng.integers(0, len(_CHANNELS), len(pairs))],
            "from": _ids("C", np.where(turned, pairs[:, 1], pairs[:, 0])),
            "to": _ids("C", np.where(turned, pairs[:, 0], pairs[:, 1])),
            "cc": colleague.select(pl.when("there").then("cc")).to_series(),
        },
    )


def _write(folder: Path, file: str, /, **columns: pl.Series | NDArray[np.generic]) -> None:
    pl.DataFrame(columns).write_csv(folder / f"{file}.csv")


def _ids(prefix: str, numbers: NDArray[np.int64]) -> pl.Series:
    return prefix + pl.Series(numbers).cast(pl.String)


def _moments(rng: Generator, count: int) -> pl.Series:
    return _written(END - rng.integers(0, _YEARS, count))


def _written(seconds: NDArray[np.int64]) -> pl.Series:
    return pl.from_epoch(pl.Series(seconds), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def _days(seconds: NDArray[np.int64]) -> pl.Series:
    return pl.from_epoch(pl.Series(seconds), time_unit="s").dt.strftime("%Y-%m-%d")

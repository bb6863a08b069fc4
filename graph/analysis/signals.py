"""Signals that an account may leave: what has changed, and how unlikely that is where nothing has.

Each is a number from 0 (nothing to see) to 1, with the facts that it rests on. What is compared is always an account
with itself: its rhythm, its tone.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betainc, ndtr

from graph.analysis.account_history import DAY, History
from graph.analysis.coverage import silent_champions
from graph.analysis.lifetime_value import fit_bg_nbd
from guanxi.config import ChurnConfig, CoverageConfig
from guanxi.errors import GuanxiError

__all__ = ["SIGNALS", "drop", "evidence", "signals", "worsened"]

SIGNALS = ("contact", "purchases", "alive", "sentiment", "champion", "neighbours")
"""The signals, in the order in which reasons are told of equal weight."""

Array = NDArray[np.float64]

YEAR = 365.0
_SHORTEST, _LONGEST, _GAPS = 30.0, 180.0, 4.0
_LEAST_BEFORE = 2.0
_UNKNOWN, _MOST_PRIOR = 0.1, 50.0


def evidence(p: Array) -> pl.Series:
    """How much it says that something this unlikely was seen, 0 to 1.

    0 for a probability of .1 and more, .5 for .01, 1 for .001 and less; 0 where it is not known.
    """
    return pl.Series(np.clip((-np.log10(np.fmax(np.where(np.isnan(p), 1.0, p), 1e-12)) - 1.0) / 2.0, 0.0, 1.0))


def drop(events: pl.DataFrame, at: float, key: str = "customer") -> pl.DataFrame:
    r"""Whether events come less often than they used to.

    The window is four of the usual gaps, 30 to 180 days. With n events in the E days before it (at most a year, from
    the first event on), the number in the w days of the window is, where nothing has changed, negative binomial (a
    Poisson count whose rate is known as well as n events tell it), so

        P(k or fewer) = I_{E / (E + w)}(n, k + 1), the regularised incomplete beta function

    Parameters
    ----------
    events
        Columns `key`, `at` and, where an event is shared by several, `share` (0 to 1).

    Returns
    -------
    A row for each key with at least two events before its window: `key`, `seen`, `expected`, `days` of the window, `p`.

    Notes
    -----
    Accounts that are met like clockwork vary less than this supposes, so the evidence is never overstated for them.
    """
    share = pl.col("share") if "share" in events.columns else pl.lit(1.0)
    age = (at - pl.col("at")) / DAY
    aged = events.select(key, age=age, share=share).filter(pl.col("age") >= 0)
    first = pl.col("age").max()
    known = aged.group_by(key).agg(
        first=first,
        last=pl.col("age").min(),
        rate=pl.col("share").filter(pl.col("age") <= YEAR).sum() / first.clip(1.0, YEAR),
    )
    known = known.with_columns(days=pl.max_horizontal(_GAPS / pl.col("rate"), pl.col("last")).clip(_SHORTEST, _LONGEST))
    recent = pl.col("age") < pl.col("days")
    before = ~recent & (pl.col("age") < pl.col("days") + YEAR) & (pl.col("age") < pl.col("first"))
    counted = (
        aged.join(known, on=key)
        .group_by(key)
        .agg(
            pl.col("first", "days").first(),
            seen=pl.col("share").filter(recent).sum(),
            n=pl.col("share").filter(before).sum(),
        )
        .with_columns(exposed=(pl.col("first") - pl.col("days")).clip(0.0, YEAR))
        .filter((pl.col("n") >= _LEAST_BEFORE) & (pl.col("exposed") > 0))
        .sort(key)
    )
    n, seen, exposed, days = (counted[name].to_numpy() for name in ("n", "seen", "exposed", "days"))
    p = betainc(n, seen + 1.0, exposed / (exposed + days))
    return counted.select(key, "seen", expected=pl.Series(n / exposed * days), days="days", p=pl.Series(p))


def signals(history: History, at: float, config: ChurnConfig, coverage: CoverageConfig) -> pl.DataFrame:
    """The signals of each account at a moment, from what was known then.

    Parameters
    ----------
    at
        Seconds since 1970, UTC.

    Returns
    -------
    A row for each account that we had dealings with or that bought, by `customer`: `silent_days` since the last of
    either, and `dealings`, how many there were; for each of SIGNALS a column 0 to 1; its facts as `contact_seen`,
    `contact_expected`, `contact_days`, the same of purchases, `alive_chance` (null where the model of purchases cannot
    be fitted), `sentiment_now`, `sentiment_before` (of dealings), `feedback_now`, `feedback_before`, `champion_person`,
    `champion_days`, `neighbours_left`, `neighbours_linked` (weights); `contract_days` to the end of the last contract
    (null where none ends soon) and `ending`, 0 to 1.
    """
    known = history.until(at)
    events = pl.concat([known.contacts.select("customer", "at"), known.orders.select("customer", "at")])
    last = events.group_by("customer").agg(silent_days=(at - pl.col("at").max()) / DAY, dealings=pl.len())
    gone = last.filter(pl.col("silent_days") > config.gone_days)
    parts = (
        _fewer(known.contacts, at, "contact"),
        _fewer(known.orders, at, "purchases"),
        _alive(known.orders, at),
        _sentiment(known, at, config),
        _champion(known, at, coverage),
        _neighbours(known, at, gone),
        _contract(known.contracts, at, config.contract_days),
    )
    found = last
    for part in parts:
        found = found.join(part, on="customer", how="left")
    return found.with_columns(pl.col(*SIGNALS, "ending").fill_null(0.0)).sort("customer")


def _fewer(events: pl.DataFrame, at: float, name: str) -> pl.DataFrame:
    facts = {f"{name}_{fact}": fact for fact in ("seen", "expected", "days")}
    found = drop(events, at)
    return found.select("customer", evidence(found["p"].to_numpy()).alias(name), **facts)


def _alive(orders: pl.DataFrame, at: float) -> pl.DataFrame:
    """What the model of purchases says: 0 where an account is likelier there than gone, 1 where it surely is gone."""
    week = 7 * DAY
    first = pl.col("at").min()
    histories = orders.group_by("customer").agg(
        x=(pl.len() - 1).cast(pl.Float64), t_x=(pl.col("at").max() - first) / week, t=(at - first) / week
    )
    x, t_x, t = (histories[name].to_numpy() for name in ("x", "t_x", "t"))
    try:
        chance = fit_bg_nbd(x, t_x, t).alive(x, t_x, t)
    except GuanxiError:
        chance = np.full(len(x), np.nan)
    alive = pl.Series("alive_chance", chance, dtype=pl.Float64).fill_nan(None)
    return histories.select("customer", alive, (1.0 - 2.0 * alive).clip(0.0, 1.0).alias("alive"))


def _sentiment(known: History, at: float, config: ChurnConfig) -> pl.DataFrame:
    """Whether what is said is worse than it was, in dealings and in feedback together (Stouffer's sum of z)."""
    dealt = worsened(known.tones, at, config.recent_days, fading=True)
    told = worsened(known.opinions, at, 2 * config.recent_days, fading=False)
    both = dealt.join(told, on="customer", how="full", coalesce=True, suffix="_told").sort("customer")
    z = both.select(
        pl.sum_horizontal("z", "z_told")
        / pl.sum_horizontal(pl.col("z", "z_told").is_not_null().cast(pl.Float64)).sqrt()
    ).to_series()
    return both.select(
        "customer",
        evidence(ndtr(z.to_numpy())).alias("sentiment"),
        sentiment_now="now",
        sentiment_before="before",
        feedback_now="now_told",
        feedback_before="before_told",
    )


def worsened(tones: pl.DataFrame, at: float, recent_days: float, *, fading: bool) -> pl.DataFrame:
    """How far the tone of the last days is from what was to be expected of each account.

    Expected is the mean of its year before, drawn to the mean of all accounts as far as accounts are alike (a normal
    prior worth v / t readings, v the variance within accounts and t that between their means).

    Parameters
    ----------
    tones
        Columns `customer`, `at`, `tone` (-1 to 1), `share` (1, less where several accounts have part in it).
    fading
        Whether the newest readings say most: half as much each third of `recent_days`.

    Returns
    -------
    `customer`, `now` and `before` (means; null where nothing was said), `z`: how many errors the recent mean lies above
    (below: negative) the expected one. Accounts without recent readings are left out.
    """
    age = pl.col("age")
    weight = pl.when(age < recent_days).then(2.0 ** (-3.0 * age / recent_days)) if fading else pl.lit(1.0)
    by_time = (
        tones.with_columns(age=(at - pl.col("at")) / DAY)
        .filter((age >= 0) & (age < recent_days + YEAR))
        .with_columns(recent=age < recent_days, weight=pl.col("share") * pl.coalesce(weight, 1.0))
        .group_by("customer", "recent")
        .agg(
            mean=(pl.col("tone") * pl.col("weight")).sum() / pl.col("weight").sum(),
            spread=((pl.col("tone") - pl.col("tone").mean()) ** 2).sum(),
            n=pl.col("weight").sum() ** 2 / (pl.col("weight") ** 2).sum(),
            readings=pl.len(),
        )
    )
    before = by_time.filter(~pl.col("recent"))
    both = (
        by_time.filter("recent")
        .join(before.select("customer", before="mean", n_before="n"), on="customer", how="left")
        .sort("customer")
    )
    usual, within, prior = _spread(by_time, before)
    now, n = both["mean"].to_numpy(), both["n"].to_numpy()
    was, n_was = both["before"].fill_null(0.0).to_numpy(), both["n_before"].fill_null(0.0).to_numpy()
    expected = (was * n_was + usual * prior) / (n_was + prior)
    z = (now - expected) / np.sqrt(within * (1.0 / n + 1.0 / (n_was + prior)))
    return both.select("customer", "before", now="mean", z=pl.Series(z, dtype=pl.Float64))


def _spread(by_time: pl.DataFrame, before: pl.DataFrame) -> tuple[float, float, float]:
    """The usual tone, its variance within accounts, and how many readings knowing the usual tone is worth."""
    n, mean = before["n"].to_numpy(), before["mean"].to_numpy()
    freedom = float((by_time["readings"] - 1).sum())
    within = max(float(by_time["spread"].sum()) / freedom, 1e-6) if freedom else _UNKNOWN
    if not n.sum():
        return 0.0, within, 1.0
    usual = float(mean @ n / n.sum())
    between = float((mean - usual) ** 2 @ n / n.sum()) - within * len(n) / n.sum()
    return usual, within, within / max(between, within / _MOST_PRIOR)


def _champion(known: History, at: float, coverage: CoverageConfig) -> pl.DataFrame:
    """Champions who fell silent: 1 where there is one; who has been silent longest is named."""
    silent = silent_champions(known.meetings, known.champions, at, coverage)
    return (
        silent.sort("silent_days", "person", descending=[True, False])
        .unique("customer", keep="first", maintain_order=True)
        .select("customer", champion=pl.lit(1.0), champion_person="person", champion_days="silent_days")
    )


def _neighbours(known: History, at: float, gone: pl.DataFrame) -> pl.DataFrame:
    """Which share of the ties with other accounts is with those that have left; a link weighs 1 - exp(-mass)."""
    factor = 2.0 ** ((known.as_of - at) / DAY / known.half_life)
    mass = (pl.col("mass") * factor + pl.col("lasting")).sum()
    linked = known.links.group_by("customer", "other").agg(weight=1.0 - (-mass).exp())
    left = pl.col("other").is_in(gone["customer"].implode())
    return (
        linked.with_columns(pl.col("customer", "other").cast(pl.String))
        .group_by("customer")
        .agg(neighbours_left=pl.col("weight").filter(left).sum(), neighbours_linked=pl.col("weight").sum())
        .with_columns(neighbours=pl.col("neighbours_left") / (pl.col("neighbours_linked") + 1.0))
    )


def _contract(contracts: pl.DataFrame, at: float, within: float) -> pl.DataFrame:
    """How near the end of the last contract is: 1 at its end, 0 from `within` days; one that is over says nothing."""
    days = (pl.col("ends_on").cast(pl.Datetime("ms")).dt.epoch("s") + DAY - at) / DAY
    ends = contracts.group_by("customer").agg(pl.col("ends_on").max()).with_columns(contract_days=days)
    near = ends.filter(pl.col("contract_days").is_between(0, within))
    return near.select("customer", "contract_days", ending=1.0 - pl.col("contract_days") / within)

"""BG/NBD and Gamma-Gamma against published estimates, simulated customers and numerical slopes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.optimize import check_grad

from graph.analysis import lifetime_value
from graph.analysis.lifetime_value import (
    BgNbd,
    GammaGamma,
    discounted_purchases,
    fit_bg_nbd,
    fit_gamma_gamma,
)
from guanxi.errors import GuanxiError

CDNOW = Path(__file__).parent.parent / "data" / "cdnow"
HALF = date(1997, 9, 30)
PUBLISHED = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def summary() -> tuple[Array, Array, Array]:
    frame = pl.read_csv(CDNOW / "cdnow_customers_summary.csv")
    frequency, recency, age = (frame[name].cast(pl.Float64).to_numpy() for name in ("frequency", "recency", "T"))
    return frequency, recency, age


@pytest.fixture(scope="module")
def purchases() -> pl.DataFrame:
    """A day on which a customer bought, a row each."""
    rows = [line.split() for line in (CDNOW / "CDNOW_sample.txt").read_text().splitlines()]
    frame = pl.DataFrame({"id": [r[1] for r in rows], "day": [r[2] for r in rows], "worth": [r[4] for r in rows]})
    frame = frame.with_columns(pl.col("day").str.to_date("%Y%m%d"), pl.col("worth").cast(pl.Float64))
    return frame.group_by("id", "day").agg(pl.col("worth").sum()).sort("id", "day")


@pytest.fixture(scope="module")
def histories(purchases: pl.DataFrame) -> pl.DataFrame:
    """Each customer to the end of September 1997, in weeks; `later` are the days with purchases after it."""
    first = pl.col("day").min()
    until = purchases.filter(pl.col("day") <= HALF).group_by("id")
    known = until.agg(
        frequency=pl.len() - 1,
        recency=(pl.col("day").max() - first).dt.total_days() / 7,
        age=(HALF - first).dt.total_days() / 7,
        worth=pl.col("worth").sort_by("day").slice(1).mean().fill_null(0.0),
    )
    later = purchases.filter(pl.col("day") > HALF).group_by("id").agg(later=pl.len())
    return known.join(later, on="id", how="left").with_columns(pl.col("later").fill_null(0)).sort("id")


def test_the_published_estimates(summary: tuple[Array, Array, Array]) -> None:
    model = fit_bg_nbd(*summary)
    found = [round(value, 3) for value in (model.r, model.alpha, model.a, model.b)]
    assert found == [0.243, 4.414, 0.793, 2.426]


def test_the_published_expectation_of_one_customer() -> None:
    """The customer of the note on doing it in a spreadsheet: 1.226 purchases in the 39 weeks after week 38.86."""
    ahead = PUBLISHED.purchases(np.array([2.0]), np.array([30.43]), np.array([38.86]), 39.0)
    assert ahead[0] == pytest.approx(1.226, abs=0.0005)


def test_the_published_worth(histories: pl.DataFrame) -> None:
    model = fit_gamma_gamma(histories["frequency"].to_numpy(), histories["worth"].to_numpy())
    assert (model.p, model.q) == (pytest.approx(6.25, abs=0.005), pytest.approx(3.74, abs=0.005))
    assert model.v == pytest.approx(15.44, abs=0.01)


def test_the_forecast_of_the_second_half(histories: pl.DataFrame) -> None:
    """The paper's figure 2: by number of earlier repeats, expected and actual purchases run side by side."""
    frequency, recency, age = (histories[name].cast(pl.Float64).to_numpy() for name in ("frequency", "recency", "age"))
    expected = fit_bg_nbd(frequency, recency, age).purchases(frequency, recency, age, 39.0)
    actual = histories["later"].to_numpy()
    assert expected.sum() / actual.sum() == pytest.approx(0.88, abs=0.01)
    groups = np.minimum(frequency, 7).astype(int)
    by_group = [np.bincount(groups, values) / np.bincount(groups) for values in (expected, actual)]
    assert np.corrcoef(*by_group)[0, 1] > 0.99
    assert np.abs(by_group[0] - by_group[1]).max() < 0.9


def test_slopes_are_those_of_the_likelihood(summary: tuple[Array, Array, Array]) -> None:
    x, t_x, t = (column[:200] for column in summary)
    weights = np.linspace(1, 3, 200)
    loss = lifetime_value._bg_nbd_loss
    error = check_grad(
        lambda logs: loss(logs, x, t_x, t, weights)[0],
        lambda logs: loss(logs, x, t_x, t, weights)[1],
        np.array([-1.0, 1.2, -0.3, 0.9]),
    )
    assert error < 1e-5
    m = np.linspace(3, 90, 200)
    worth = lifetime_value._gamma_gamma_loss
    error = check_grad(
        lambda logs: worth(logs, x + 1, m, weights)[0],
        lambda logs: worth(logs, x + 1, m, weights)[1],
        np.array([1.0, 0.5, 2.0]),
    )
    assert error < 1e-5


def _simulated(model: BgNbd, customers: int, until: float, ahead: float) -> tuple[Array, Array, Array, Array, Array]:
    """Customers that behave as the model says: history, whether still there, and purchases in the time ahead."""
    rng = np.random.default_rng(3)
    rate = rng.gamma(model.r, 1 / model.alpha, customers)
    leaving = rng.beta(model.a, model.b, customers)
    frequency, recency, later = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    now, there = np.zeros(customers), np.ones(customers, dtype=bool)
    there_at_end = np.ones(customers, dtype=bool)
    while there.any():
        now = np.where(there, now + rng.exponential(1 / np.maximum(rate, 1e-12)), now)
        there &= now < until + ahead
        early = there & (now < until)
        frequency[early] += 1
        recency[early] = now[early]
        later[there & ~early] += 1
        left = there & (rng.random(customers) < leaving)
        there_at_end[left & early] = False
        there &= ~left
    return frequency, recency, np.full(customers, until), there_at_end.astype(float), later


def test_simulated_customers_do_what_the_formulas_say() -> None:
    model = BgNbd(r=0.8, alpha=6.0, a=1.4, b=3.0)
    frequency, recency, age, there, later = _simulated(model, 150_000, 40.0, 30.0)
    alive = model.alive(frequency, recency, age)
    expected = model.purchases(frequency, recency, age, 30.0)
    for group in (frequency == 0, frequency == 1, frequency == 3, frequency > 6, recency > 30, recency < 5):
        assert alive[group].mean() == pytest.approx(there[group].mean(), abs=0.02)
        assert expected[group].mean() == pytest.approx(later[group].mean(), rel=0.06)
    fitted = fit_bg_nbd(frequency, recency, age)
    assert [fitted.r, fitted.alpha, fitted.a, fitted.b] == pytest.approx([0.8, 6.0, 1.4, 3.0], rel=0.1)


def test_worth_lies_between_the_own_mean_and_everybodys() -> None:
    model = GammaGamma(6.25, 3.74, 15.44)
    everybody = model.mean_worth(np.array([0.0]), np.array([0.0]))[0]
    assert everybody == pytest.approx(6.25 * 15.44 / 2.74)
    own = model.mean_worth(np.array([1.0, 10.0, 1000.0]), np.full(3, 100.0))
    assert everybody < own[0] < own[1] < own[2] < 100


def test_worths_drawn_from_the_model_give_it_back() -> None:
    rng = np.random.default_rng(5)
    rate = rng.gamma(4.0, 1 / 20.0, 20_000)
    x = rng.integers(1, 8, 20_000).astype(float)
    fitted = fit_gamma_gamma(x, rng.gamma(5.0 * x, 1 / rate) / x)
    assert [fitted.p, fitted.q, fitted.v] == pytest.approx([5.0, 4.0, 20.0], rel=0.1)


def test_purchases_far_ahead_count_less() -> None:
    history = (np.array([4.0]), np.array([20.0]), np.array([30.0]))
    plain = discounted_purchases(PUBLISHED, *history, ahead=26, discount=0.0)
    assert plain == pytest.approx(PUBLISHED.purchases(*history, 26.0))
    assert discounted_purchases(PUBLISHED, *history, ahead=26, discount=0.01)[0] < plain[0]


def test_customers_who_are_all_alike_are_expected_to_go_on() -> None:
    """Everybody buys each fourth week: the likelihood grows without end, the expectation must not."""
    weeks = np.arange(20.0, 60.0)
    frequency = np.floor(weeks / 4)
    model = fit_bg_nbd(frequency, frequency * 4, weeks)
    assert np.isfinite([model.r, model.alpha, model.a, model.b]).all()
    assert model.alive(frequency, frequency * 4, weeks).min() > 0.99
    assert model.purchases(frequency, frequency * 4, weeks, 52.0) == pytest.approx(13.0, rel=0.1)
    worth = fit_gamma_gamma(frequency, np.full(40, 50.0))
    assert worth.mean_worth(frequency, np.full(40, 50.0)) == pytest.approx(50.0, rel=0.01)


def test_too_few_customers_are_told() -> None:
    with pytest.raises(GuanxiError, match="Only 2 customers bought more than once"):
        fit_bg_nbd(np.array([0, 1, 2]), np.array([0, 1, 2]), np.array([3, 3, 3]))

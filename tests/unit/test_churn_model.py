"""The trained model of churn: it learns what is planted, learns nothing from chance, and sees nothing of the future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.sample_data import END
from graph.analysis.account_history import DAY, History
from graph.analysis.churn_model import FEATURES, Examples, examples, features, matrix, split, trained
from graph.analysis.signals import signals
from guanxi.config import Settings
from guanxi.errors import GuanxiError

SETTINGS = Settings()
NOW = END.timestamp()
YEARS = 3


def company(accounts: int = 300) -> History:
    """Accounts met every ten days or so; half of them leave, at any time, meeting less and in a worse tone before."""
    rng = np.random.default_rng(8)
    length = YEARS * 365
    leaves = np.where(rng.random(accounts) < 0.5, rng.uniform(250, length, accounts), 10 * length)
    name = np.repeat(np.arange(accounts), length // 10)
    day = np.tile(np.arange(length // 10) * 10.0, accounts) + rng.uniform(0, 10, name.size)
    ahead = leaves[name] - day
    fading = rng.random(name.size) < np.where(ahead < 120, 0.5, 0.0)
    tone = rng.normal(0.3, 0.25, name.size) - np.where(ahead < 120, 0.4, 0.0)
    met = pl.DataFrame(
        {"customer": name.astype(str), "at": NOW - (length - day) * DAY, "tone": tone, "share": 1.0, "ahead": ahead}
    ).filter(pl.Series((ahead > 0) & ~fading))
    no = pl.DataFrame(schema={"customer": pl.String, "at": pl.Float64})
    return History(
        as_of=NOW,
        contacts=met.select("customer", "at", "share"),
        orders=no,
        tones=met.select("customer", "at", "tone", "share"),
        opinions=met.select("customer", "at", "tone", "share").clear(),
        contracts=pl.DataFrame(schema={"customer": pl.String, "starts_on": pl.Date, "ends_on": pl.Date}),
        meetings=pl.DataFrame(schema={"person": pl.String, "at": pl.Float64}),
        champions=pl.DataFrame(schema=dict.fromkeys(("customer", "person", "role"), pl.String)),
        links=no.with_columns(other=pl.lit(""), mass=pl.lit(0.0), lasting=pl.lit(0.0)),
    )


@pytest.fixture(scope="module")
def known() -> History:
    return company()


@pytest.fixture(scope="module")
def given(known: History) -> Examples:
    return examples(known, SETTINGS)


def test_it_tells_who_leaves_in_a_later_period(given: Examples) -> None:
    _, facts = trained(given, SETTINGS.churn)
    assert facts["auc"] > 0.75
    assert facts["brier"] < facts["brier_of_share"]
    assert facts["lift"] > 2.5
    assert facts["judged_from"] > facts["learnt_until"]
    told = [group["told"] for group in facts["reliability"]]
    assert told == sorted(told)
    for group in facts["reliability"]:
        assert group["told"] == pytest.approx(group["came"], abs=0.12)


def test_nothing_of_what_is_judged_was_learnt_from(given: Examples) -> None:
    learn, judge = split(given)
    assert learn.height
    assert judge.height
    assert learn["at"].max() + given.horizon <= judge["at"].min()
    assert max(given.rows["at"]) + given.horizon <= NOW


def test_chance_cannot_be_learnt(given: Examples) -> None:
    shuffled = given.rows.with_columns(pl.col("left").shuffle(seed=4))
    _, facts = trained(Examples(shuffled, given.horizon), SETTINGS.churn)
    assert facts["auc"] == pytest.approx(0.5, abs=0.06)
    assert facts["lift"] == pytest.approx(1.0, abs=0.35)


def test_a_planted_leak_would_be_seen(given: Examples) -> None:
    """Were a feature to know the outcome, the judgement would be near perfect: that of honest features is not."""
    leaking = given.rows.with_columns(alive=pl.col("left").cast(pl.Float64))
    _, facts = trained(Examples(leaking, given.horizon), SETTINGS.churn)
    _, honest = trained(given, SETTINGS.churn)
    assert facts["auc"] > 0.99 > honest["auc"]


def test_features_of_a_moment_do_not_depend_on_what_follows(known: History) -> None:
    at = NOW - 300 * DAY
    other = replace(
        known,
        contacts=known.contacts.filter((pl.col("at") <= at) | (pl.col("at") > NOW - 20 * DAY)),
        tones=known.tones.with_columns(tone=pl.when(pl.col("at") > at).then(-1.0).otherwise("tone")),
    )
    told = [features(signals(h, at, SETTINGS.churn, SETTINGS.coverage)) for h in (known, other)]
    assert_frame_equal(*told)
    assert told[0].select(FEATURES).null_count().sum_horizontal().item() == 0


def test_the_model_is_the_logistic_regression_of_its_features(given: Examples) -> None:
    model, _ = trained(given, SETTINGS.churn)
    learn, judge = split(given)
    x = (matrix(judge) - matrix(learn).mean(axis=0)) / np.maximum(matrix(learn).std(axis=0), 1e-12)
    x[:, matrix(learn).std(axis=0) == 0] = 0
    by_hand = 1 / (1 + np.exp(-(x @ model[-1].coef_[0] + model[-1].intercept_[0])))
    assert by_hand == pytest.approx(model.predict_proba(matrix(judge))[:, 1], abs=1e-6)


def test_a_short_history_is_refused_with_a_sentence(known: History, given: Examples) -> None:
    few = given.rows.filter(pl.col("customer").cast(pl.Int64) < 20)
    with pytest.raises(GuanxiError, match=r"too short .* accounts left in the period to learn from"):
        trained(Examples(few, given.horizon), SETTINGS.churn)
    with pytest.raises(GuanxiError, match="too short"):
        examples(replace(known.until(NOW - 900 * DAY), as_of=NOW - 900 * DAY), SETTINGS)

"""Churn risk: each signal against a known answer, nothing from the future, and the sample's silent accounts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import nbinom

from bench.churn import measured
from bench.sample_data import END, SampleData
from graph.analysis.account_history import DAY, History, history
from graph.analysis.churn import risk
from graph.analysis.churn_replay import warned
from graph.analysis.signals import SIGNALS, drop, evidence, signals, worsened
from guanxi.config import Settings

SETTINGS = Settings()
NOW = END.timestamp()


def events(**ages: list[float]) -> pl.DataFrame:
    """Events of accounts, so many days ago."""
    rows = [(name, NOW - age * DAY) for name, days in ages.items() for age in days]
    return pl.DataFrame(rows, schema={"customer": pl.String, "at": pl.Float64}, orient="row")


def made(**changes: pl.DataFrame) -> History:
    """A history in which an account, `calm`, is met every ten days for two years, and what is changed of that."""
    calm = events(calm=[10.0 * n for n in range(70)]).with_columns(share=pl.lit(1.0))
    nothing = {
        "orders": calm.clear().drop("share"),
        "tones": calm.clear().with_columns(tone=pl.lit(0.0)),
        "opinions": calm.clear().with_columns(tone=pl.lit(0.0)),
        "contracts": pl.DataFrame(schema={"customer": pl.String, "starts_on": pl.Date, "ends_on": pl.Date}),
        "meetings": pl.DataFrame(schema={"person": pl.String, "at": pl.Float64}),
        "champions": pl.DataFrame(schema=dict.fromkeys(("customer", "person", "role"), pl.String)),
        "links": pl.DataFrame(
            schema={"customer": pl.String, "other": pl.String} | dict.fromkeys(("at", "mass", "lasting"), pl.Float64)
        ),
    }
    return replace(History(as_of=NOW, contacts=calm, **nothing), **changes)


def reasons(told: History, account: str = "calm", at: float = NOW) -> tuple[float, dict[str, dict[str, object]]]:
    found = risk(signals(told, at, SETTINGS.churn, SETTINGS.coverage), SETTINGS.churn).filter(pl.col("id") == account)
    parts = json.loads(found["churn_parts"].item() or "[]")
    return found["churn"].item(), {part["code"]: part for part in parts}


def test_a_drop_has_the_probability_of_the_negative_binomial() -> None:
    found = drop(events(a=[*range(100, 400, 20), 5, 50]), NOW)
    row = found.row(0, named=True)
    before = [age for age in (*range(100, 400, 20), 5, 50) if row["days"] <= age < 380]
    exposed = 380 - row["days"]
    assert row["seen"] == 2
    assert row["expected"] == pytest.approx(len(before) / exposed * row["days"])
    assert row["p"] == pytest.approx(nbinom.cdf(2, len(before), exposed / (exposed + row["days"])))


def test_accounts_that_go_on_as_they_were_seldom_look_as_if_they_did_not() -> None:
    """2,000 accounts with random dealings at steady rates: of those with a p below .01 there are about 1 %."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(rng.uniform(6, 60, 2000))
    ages = pl.Series(rng.uniform(0, 730, counts.sum()))
    steady = pl.DataFrame({"customer": np.repeat(np.arange(2000), counts), "at": NOW - ages * DAY})
    p = drop(steady, NOW)["p"].to_numpy()
    assert (p < 0.01).mean() < 0.02
    assert (p < 0.1).mean() < 0.15
    assert evidence(np.array([0.2, 0.1, 0.01, 0.001, 1e-9, np.nan])).to_list() == pytest.approx([0, 0, 0.5, 1, 1, 0])


def test_a_worse_tone_is_found_by_a_second_computation() -> None:
    rng = np.random.default_rng(1)
    ages, names = rng.uniform(0, 455, 600), rng.integers(0, 30, 600)
    tone = rng.normal(0.2, 0.3, 600) - np.where((names == 7) & (ages < 90), 0.8, 0)
    told = pl.DataFrame({"customer": names, "at": NOW - ages * DAY, "tone": tone, "share": 1.0})
    found = worsened(told, NOW, 90.0, fading=False).sort("z")
    assert found["customer"][0] == 7
    assert found["z"][0] < -3 < found["z"][1]
    groups = [
        (name, recent, tone[(names == name) & ((ages < 90) == recent)]) for name in range(30) for recent in (0, 1)
    ]
    within = sum(((g - g.mean()) ** 2).sum() for *_, g in groups if len(g)) / sum(
        max(len(g) - 1, 0) for *_, g in groups
    )
    assert np.std(found["z"].to_numpy()[1:]) == pytest.approx(1.0, abs=0.3)
    assert 0.07 < within < 0.11


def test_each_cause_is_told_as_a_reason_and_the_points_add_up() -> None:
    assert reasons(made()) == (0.0, {})
    faded = events(calm=[60.0 + 10 * n for n in range(60)]).with_columns(share=pl.lit(1.0))
    score, parts = reasons(made(contacts=faded))
    assert parts["contact"]["seen"] == 0
    assert parts["contact"]["expected"] == pytest.approx(6, rel=0.1)
    soon = pl.DataFrame({"customer": ["calm"], "starts_on": [date(2025, 1, 1)], "ends_on": [END.date()]})
    assert reasons(made(contracts=soon)) == (0.0, {}), "the end of a contract alone is no reason"
    higher, both = reasons(made(contacts=faded, contracts=soon))
    assert higher > score
    assert both["contract"]["points"] == pytest.approx(higher - score, abs=0.1)
    assert sum(part["points"] for part in both.values()) == pytest.approx(higher, abs=0.2)
    champion = pl.DataFrame({"customer": ["calm"], "person": ["contact:1"], "role": ["champion"]})
    met = pl.DataFrame({"person": "contact:1", "at": [NOW - age * DAY for age in range(100, 400, 15)]})
    assert reasons(made(champions=champion, meetings=met))[1]["champion"]["days"] == pytest.approx(100)
    left = events(gone=[200.0 + 10 * n for n in range(20)], calm=[10.0 * n for n in range(70)])
    link = pl.DataFrame(
        {"customer": ["calm"], "other": ["gone"], "at": [NOW - 300 * DAY], "mass": [3.0], "lasting": [0.0]}
    )
    found = reasons(made(contacts=left.with_columns(share=pl.lit(1.0)), links=link))[1]["neighbours"]
    assert found["left"] == found["linked"] == pytest.approx(1 - np.exp(-3), abs=0.001)


def test_accounts_that_are_gone_or_new_have_no_risk() -> None:
    told = events(gone=[200.0 + 10 * n for n in range(20)], new=[1.0])
    found = risk(
        signals(made(contacts=told.with_columns(share=pl.lit(1.0))), NOW, SETTINGS.churn, SETTINGS.coverage),
        SETTINGS.churn,
    )
    assert found.select("id", "churn", "churn_state").rows() == [("gone", None, "gone"), ("new", None, "new")]


def test_what_comes_later_changes_nothing() -> None:
    known = history(SampleData(7))
    at = NOW - 200 * DAY
    cut = known.until(at)
    told = signals(known, at, SETTINGS.churn, SETTINGS.coverage)
    assert cut.contacts["at"].max() <= at < known.contacts["at"].max()
    assert_frame_equal(told, signals(cut, at, SETTINGS.churn, SETTINGS.coverage))
    assert told.select(SIGNALS).max_horizontal().max() > 0.5


def test_the_silent_accounts_of_the_sample_are_warned_of() -> None:
    """What docs/definitions.md states of several companies, at least, for one of them."""
    risks, left = measured(7, SETTINGS)
    early = warned(risks, left, SETTINGS.churn.warn_at)
    assert early.left == 15
    assert early.recall >= 0.55
    assert early.precision >= 0.4
    assert early.false_warnings / early.judgements < 0.01
    assert warned(risks, left, SETTINGS.churn.warn_at, latest=-60.0).recall >= 0.9

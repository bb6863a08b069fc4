"""NPS, CSAT and CES beside second computations, and the coverage of their intervals by simulation."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest, t

from cli.sample.words import FEEDBACK_TEXTS
from graph.analysis.satisfaction import satisfaction
from graph.analysis.sentiment import sentiment


def answers(kind: str, scores: list[float], account: str = "a") -> pl.DataFrame:
    schema = {"account": pl.String, "kind": pl.String, "score": pl.Float64}
    return pl.DataFrame([(account, kind, float(score)) for score in scores], schema=schema, orient="row")


def test_values_and_intervals_of_known_answers() -> None:
    told = pl.concat(
        [
            answers("nps", [10, 9, 9, 8, 7, 6, 0, 10]),
            answers("csat", [5, 4, 3, 5, 1, 9]),
            answers("ces", [7, 5, 6, 2]),
            answers("review", [1, 1]),
            answers("nps", [3], "b"),
        ]
    )
    found = {(row["account"], row["kind"]): row for row in satisfaction(told, ["account"]).iter_rows(named=True)}
    assert found.keys() == {("a", "nps"), ("a", "csat"), ("a", "ces"), ("b", "nps")}
    nps = found["a", "nps"]
    assert (nps["n"], nps["value"]) == (8, 25.0)
    up, down = 5 / 10, 3 / 10
    error = 1.96 * np.sqrt((up + down - (up - down) ** 2) / 10)
    assert nps["low"] == pytest.approx(100 * (0.2 - error), abs=0.01)
    assert nps["high"] == pytest.approx(100 * (0.2 + error), abs=0.01)
    csat = found["a", "csat"]
    wilson = binomtest(3, 5).proportion_ci(method="wilson")
    assert (csat["n"], csat["value"], csat["outside"]) == (5, 60.0, 1)
    assert (csat["low"], csat["high"]) == (pytest.approx(100 * wilson.low), pytest.approx(100 * wilson.high))
    ces = found["a", "ces"]
    low, high = t.interval(0.95, 3, 5.0, np.std([7, 5, 6, 2], ddof=1) / 2)
    assert (ces["value"], ces["low"], ces["high"]) == (5.0, pytest.approx(max(low, 1)), pytest.approx(min(high, 7)))
    assert found["b", "nps"]["value"] == -100
    assert found["b", "nps"]["high"] > -20, "one answer tells little"


@pytest.mark.parametrize(("n", "shares"), [(8, (0.5, 0.3, 0.2)), (30, (0.7, 0.2, 0.1)), (200, (0.3, 0.3, 0.4))])
def test_the_interval_of_nps_holds_the_truth_nineteen_times_in_twenty(n: int, shares: tuple[float, ...]) -> None:
    rng = np.random.default_rng(n)
    scores = rng.choice([10.0, 8.0, 2.0], (3000, n), p=shares)
    told = pl.DataFrame({"group": np.repeat(np.arange(3000), n), "kind": "nps", "score": scores.ravel()})
    truth = 100 * (shares[0] - shares[2])
    held = satisfaction(told, ["group"]).select(pl.lit(truth).is_between("low", "high").mean()).item()
    assert 0.935 <= held <= 0.985


def test_nothing_said_is_nothing_told() -> None:
    assert satisfaction(answers("nps", [])).is_empty()
    assert satisfaction(answers("nps", [11, 12])).is_empty()
    assert satisfaction(answers("ces", [4]))["low"].to_list() == [None]


def test_texts_in_both_languages_are_read_by_their_meaning() -> None:
    said = {
        "The support was excellent, we are very happy": 1,
        "Terrible service, nobody answers, we are disappointed": -1,
        "服务很好，非常满意": 1,
        "质量太差了，非常失望": -1,
    }
    found = sentiment(pl.Series([*said, None, "  ", "Invoice 4711"]))
    assert found.dtype == pl.Float64
    assert [np.sign(value) for value in found[:4]] == list(said.values())
    assert found[4:].to_list() == [None, None, 0.0]
    assert found.drop_nulls().is_between(-1, 1).all()


def test_the_texts_of_the_sample_are_read_in_the_order_of_their_moods() -> None:
    """Bad, middling and good texts of each language: the good ones read better than the bad ones on average."""
    for language in FEEDBACK_TEXTS:
        bad, _, good = (sentiment(pl.Series(texts)).mean() for texts in language)
        assert bad < good

"""Next best products and purchase intent: beside a second computation, planted circles, and what real customers did."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from bench.sample_data import SampleData
from graph.analysis.forecasts import auc, brier, lift, reliability
from graph.analysis.intent import account_intent
from graph.analysis.intent import hold_out as intent_held_out
from graph.analysis.lifetime_value import BgNbd
from graph.analysis.recommend import account_recommend, bought, circle, hold_out, recommended, scores
from guanxi.config import RecommendConfig

CONFIG = RecommendConfig()
START = datetime(2024, 1, 1, tzinfo=UTC)
CDNOW = Path(__file__).parent.parent / "data" / "cdnow" / "CDNOW_sample.txt"


def purchases(rows: list[tuple[str, str, int]]) -> pl.DataFrame:
    at = [START + timedelta(days=day) for *_, day in rows]
    return pl.DataFrame({"customer": [r[0] for r in rows], "product": [r[1] for r in rows], "at": at})


def linked(*pairs: tuple[str, str, float]) -> pl.DataFrame:
    frame = pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String, "strength": pl.Float64}, orient="row")
    return frame.with_columns(brought=pl.lit(0), brought_by=pl.lit(0))


@pytest.fixture(scope="module")
def company() -> tuple[pl.DataFrame, pl.DataFrame]:
    """120 accounts in four circles, each of which buys mostly four products of its own."""
    rng = np.random.default_rng(5)
    rows, ties = [], []
    for account in range(120):
        group = account % 4
        for day in sorted(rng.integers(0, 700, 6).tolist()):
            own = rng.random() < 0.8
            product = group * 4 + rng.integers(4) if own else rng.integers(30)
            rows.append((f"a{account:03}", f"p{product:02}", day))
        for other in rng.choice(30, 4, replace=False) * 4 + group:
            if other != account:
                low, high = sorted((f"a{account:03}", f"a{other:03}"))
                ties.append((low, high, float(rng.uniform(20, 90))))
    return purchases(rows), linked(*{pair[:2]: pair for pair in ties}.values())


def by_hand(pairs: set[tuple[str, str]], weights: dict[tuple[str, str], float], a: str, p: str) -> float:
    """The score of a product for an account, account by account."""
    accounts, m = sorted({x for x, _ in pairs}), CONFIG.prior
    popular = sum((b, p) in pairs for b in accounts) / len(accounts)
    near = {b: weights.get((a, b), weights.get((b, a), 0.0)) for b in accounts}
    circled = (sum(w for b, w in near.items() if (b, p) in pairs) + m * popular) / (sum(near.values()) + m)
    own = [q for x, q in pairs if x == a]
    alike = []
    for q in own:
        having = [b for b in accounts if (b, q) in pairs]
        alike.append((sum((b, p) in pairs for b in having) + m * popular) / (len(having) + m))
    return 0.4 * circled + 0.4 * float(np.mean(alike)) + 0.2 * popular


def test_scores_are_those_of_a_second_computation(company: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    bought_, ties = company
    known = bought(bought_)
    pairs = set(bought_.select("customer", "product").iter_rows())
    weights = {(a, b): strength / 100 for a, b, strength, *_ in ties.iter_rows()}
    found = np.concatenate([block["score"] for _, block in scores(known.matrix, circle(ties, known.accounts), CONFIG)])
    for row in (0, 17, 119):
        for column in range(0, len(known.products), 7):
            expected = by_hand(pairs, weights, known.accounts[row], known.products[column])
            assert found[row, column] == pytest.approx(expected)
    best = recommended(known, circle(ties, known.accounts), CONFIG).filter(pl.col("customer") == "a017")
    own = {p for a, p in pairs if a == "a017"}
    ranked = sorted((p for p in known.products if p not in own), key=lambda p: (-by_hand(pairs, weights, "a017", p), p))
    assert best["product"].to_list() == ranked[:5]
    first = best.row(0, named=True)
    around = [b if a == "a017" else a for a, b, *_ in ties.iter_rows() if "a017" in (a, b)]
    assert first["linked"] == len(around)
    assert first["linked_bought"] == sum((b, first["product"]) in pairs for b in around)
    assert set(first["linked_who"]) <= set(around)
    having = {b for b, q in pairs if q == first["because"]}
    assert first["because"] in own
    assert first["because_share"] == pytest.approx(sum((b, first["product"]) in pairs for b in having) / len(having))


def test_the_circle_knows_better_than_popularity(company: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    found = hold_out(*company, CONFIG)
    assert found["tested"] == 120
    assert found["hit"]["3"] > 2 * found["popular"]["3"]
    shuffled = company[0].with_columns(pl.col("product").shuffle(seed=1))
    nothing = hold_out(shuffled, company[1], CONFIG)
    assert abs(nothing["hit"]["3"] - nothing["popular"]["3"]) < 0.1


def test_the_place_of_what_was_held_out_is_that_of_a_second_computation() -> None:
    rows = [("a", "x", 0), ("a", "y", 5), ("b", "x", 1), ("b", "y", 2), ("c", "x", 1), ("c", "z", 9), ("d", "z", 3)]
    ties = linked(("a", "b", 80.0), ("c", "d", 50.0))
    out = {("a", "y"), ("b", "y"), ("c", "z")}
    pairs = {(a, p) for a, p, _ in rows} - out
    popular = dict.fromkeys("abcd", 0)
    places = []
    for a, p in sorted(out):
        m, n = CONFIG.prior, 4
        share = {q: sum((b, q) in pairs for b in popular) / n for q in "xyz"}
        near = {("a", "b"): 0.8, ("b", "a"): 0.8, ("c", "d"): 0.5, ("d", "c"): 0.5}
        score = {}
        for q in "xyz":
            w = {b: near.get((a, b), 0.0) for b in popular}
            circled = (sum(v for b, v in w.items() if (b, q) in pairs) + m * share[q]) / (sum(w.values()) + m)
            own = [o for b, o in pairs if b == a]
            alike = [
                (sum((b, q) in pairs and (b, o) in pairs for b in popular) + m * share[q])
                / (sum((b, o) in pairs for b in popular) + m)
                for o in own
            ]
            score[q] = 0.4 * circled + 0.4 * sum(alike) / len(alike) + 0.2 * share[q]
        candidates = sorted((q for q in "xyz" if (a, q) not in pairs), key=lambda q: (-score[q], q))
        places.append(candidates.index(p) + 1)
    found = hold_out(purchases(rows), ties, CONFIG, at=(1, 2))
    assert found["tested"] == 3
    assert found["hit"] == {"1": np.mean([p <= 1 for p in places]), "2": np.mean([p <= 2 for p in places])}


def test_a_referral_weighs_at_least_half_and_strangers_nothing() -> None:
    ties = linked(("a", "b", 10.0), ("b", "c", 80.0)).with_columns(brought=pl.Series([1, 0]))
    weights = circle(ties, pl.Series(["a", "b", "c"]))
    assert isinstance(weights, sparse.csr_array)
    assert weights.toarray().tolist() == [[0, 0.5, 0], [0.5, 0, 0.8], [0, 0.8, 0]]


def test_the_chance_to_buy_is_the_share_of_simulated_customers_who_do() -> None:
    """Of customers who behave as the model says, grouped by what it tells of them, so many buy."""
    model, rng = BgNbd(r=0.8, alpha=6.0, a=0.9, b=2.5), np.random.default_rng(4)
    n, until, ahead = 40_000, 30.0, 10.0
    rate, leave = rng.gamma(model.r, 1 / model.alpha, n), rng.beta(model.a, model.b, n)
    frequency, recency, later = np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool)
    now, there = np.zeros(n), np.ones(n, dtype=bool)
    while there.any():
        now = np.where(there, now + rng.exponential(1 / np.maximum(rate, 1e-12)), now)
        there &= now < until + ahead
        early = there & (now < until)
        frequency[early] += 1
        recency[early] = now[early]
        later |= there & ~early
        there &= rng.random(n) > leave
    told = model.buys(frequency, recency, np.full(n, until), ahead)
    for group in reliability(later, told, bins=8):
        assert group["told"] == pytest.approx(group["came"], abs=0.02)


def test_intent_of_real_customers_is_right_in_order_and_in_size() -> None:
    """CDNOW: told after 26 of 78 weeks, held out the 13 weeks after it."""
    rows = [line.split() for line in CDNOW.read_text().splitlines()]
    orders = pl.DataFrame({"customer": [r[1] for r in rows], "day": [r[2] for r in rows]}).select(
        "customer",
        at=pl.col("day").str.to_datetime("%Y%m%d", time_unit="ms", time_zone="UTC"),
        amount=pl.lit(1.0),
    )
    known = orders.unique(["customer", "at"]).filter(pl.col("at") <= datetime(1997, 9, 30, tzinfo=UTC))
    found = intent_held_out(known, SimpleNamespace(as_of=datetime(1997, 9, 30, tzinfo=UTC)), 91.0)  # type: ignore[arg-type]
    assert found["tested"] == 2357
    assert found["auc"] > 0.7
    assert found["brier"] < found["brier_of_share"]
    assert found["forecast"] == pytest.approx(found["bought"], abs=0.05)


def test_forecasts_are_judged_as_by_scikit_learn() -> None:
    from sklearn.metrics import brier_score_loss, roc_auc_score

    rng = np.random.default_rng(2)
    told = rng.random(500).round(2)
    came = rng.random(500) < told
    assert auc(came, told) == pytest.approx(roc_auc_score(came, told))
    assert brier(came, told) == pytest.approx(brier_score_loss(came, told))
    assert auc(np.zeros(5, dtype=bool), told[:5]) is None
    top = np.argsort(-told, kind="stable")[:50]
    assert lift(came, told) == pytest.approx(came[top].mean() / came.mean())
    assert sum(group["n"] for group in reliability(came, told)) == 500


def test_accounts_of_the_sample_have_intent_and_products_with_reasons() -> None:
    data = SampleData(7)
    intent, products = account_intent(data), account_recommend(data)
    assert intent.facts["auc"] > 0.7
    assert intent.facts["forecast"] == pytest.approx(intent.facts["bought"], abs=0.1)
    assert intent.rows["intent"].is_between(0, 100).all()
    parts = json.loads(intent.rows["intent_parts"][0])
    assert parts.keys() == {"orders", "days_since", "usual_gap", "linked", "linked_bought"}
    told = [json.loads(text) for text in products.rows["next_products"]]
    owned = set(data.purchases.select("customer", "product").iter_rows())
    offered = {(a, item["product"]) for a, items in zip(products.rows["id"], told, strict=True) for item in items}
    assert not offered & owned
    assert products.facts["tested"] > 250

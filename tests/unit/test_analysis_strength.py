"""Ties on their own: the definition on small cases, and pieces in any order equal to the whole."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from graph.analysis.strength import PARTICIPATION, decay, merged, shares, tally, with_strength, word
from guanxi.config import StrengthConfig

DAY = 86_400.0
CONFIG = StrengthConfig()

Part = tuple[str, float, str, str, str]


def frame(parts: list[Part]) -> pl.DataFrame:
    return pl.DataFrame(parts, schema=PARTICIPATION, orient="row")


def message(name: str, at: float, sender: str, *receivers: str, channel: str = "mail") -> list[Part]:
    return [(name, at, channel, sender, "from"), *((name, at, channel, person, "to") for person in receivers)]


def tie(ties: pl.DataFrame, a: str, b: str) -> dict[str, float]:
    rows = ties.filter((pl.col("a") == a) & (pl.col("b") == b)).to_dicts()
    assert len(rows) == 1
    return rows[0]


def test_mass_halves_in_its_half_life() -> None:
    parts = frame(message("m1", 0.0, "a", "b"))
    assert tie(tally(parts, 0.0, CONFIG), "a", "b")["mass"] == pytest.approx(0.4)
    assert tie(tally(parts, 90 * DAY, CONFIG), "a", "b")["mass"] == pytest.approx(0.2)


def test_a_two_way_meeting_every_week_is_about_80() -> None:
    parts = frame(
        [
            (f"m{week}", -7.0 * DAY * week, "meeting", person, role)
            for week in range(300)
            for person, role in (("a", "organiser"), ("b", "attendee"))
        ]
    )
    ties = with_strength(tally(parts, 0.0, CONFIG), CONFIG.s0)
    assert tie(ties, "a", "b")["strength"] == pytest.approx(80, abs=0.5)
    assert [word(s) for s in (80, 60, 59.9, 30, 29.9)] == ["strong", "strong", "warm", "warm", "weak"]


def test_direction_is_from_sender_to_receivers() -> None:
    ties = tally(frame([*message("m1", 0.0, "b", "a", "c"), ("m1", 0.0, "mail", "d", "cc")]), 0.0, CONFIG)
    assert (tie(ties, "a", "b")["sent"], tie(ties, "a", "b")["received"]) == (0.0, 1.0)
    assert (tie(ties, "b", "d")["sent"], tie(ties, "b", "d")["received"]) == (1.0, 0.0)
    assert (tie(ties, "a", "c")["sent"], tie(ties, "a", "c")["received"]) == (0.0, 0.0)
    assert tie(ties, "a", "c")["mass"] == pytest.approx(0.4 / 3)


def test_meetings_count_half_each_way_whatever_the_roles() -> None:
    ties = tally(frame(message("m1", 0.0, "a", "b", channel="meeting")), 0.0, CONFIG)
    assert (tie(ties, "a", "b")["sent"], tie(ties, "a", "b")["received"]) == (0.5, 0.5)


def test_one_way_is_half_as_strong() -> None:
    one_way = with_strength(tally(frame(message("m1", 0.0, "a", "b")), 0.0, CONFIG), CONFIG.s0)
    mass = tie(one_way, "a", "b")["mass"]
    assert tie(one_way, "a", "b")["strength"] == pytest.approx(50 * (1 - math.exp(-mass / CONFIG.s0)))


def test_who_is_not_tied() -> None:
    crowd = message("crowd", 0.0, "p00", *(f"p{i:02}" for i in range(1, 21)))
    alone = [("self", 0.0, "mail", "a", "from"), ("self", 0.0, "mail", "a", "to")]
    later = message("later", 10.0, "a", "b")
    assert tally(frame([*crowd, *alone, *later]), 0.0, CONFIG).is_empty()
    assert tally(frame(crowd[:-1]), 0.0, CONFIG).height == 190


def test_unknown_channel_has_the_weight_of_others() -> None:
    parts = frame(message("m1", 0.0, "a", "b", channel="fax"))
    assert tie(tally(parts, 0.0, CONFIG), "a", "b")["mass"] == pytest.approx(CONFIG.other_channel)


def test_shares_sum_to_the_mass() -> None:
    parts = frame([*message("m1", 0.0, "a", "b"), *message("m2", 5 * DAY, "b", "a", "c")])
    found = shares(parts, 9 * DAY, CONFIG)
    for row in tally(parts, 9 * DAY, CONFIG).to_dicts():
        pair = found.filter((pl.col("a") == row["a"]) & (pl.col("b") == row["b"]))
        assert pair["mass"].sum() == pytest.approx(row["mass"])


people = st.sampled_from(["a", "b", "c", "d", "王"])
interactions = st.lists(
    st.tuples(
        st.integers(0, 2000),
        st.sampled_from(["mail", "meeting", "call", "fax", ""]),
        st.lists(st.tuples(people, st.sampled_from(["from", "to", "cc", "organiser", "attendee"])), max_size=6),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(interactions, st.randoms(use_true_random=False), st.integers(1, 4))
def test_pieces_in_any_order_equal_the_whole(
    drawn: list[tuple[int, str, list[tuple[str, str]]]], random: object, pieces: int
) -> None:
    parts = {
        f"i{n}": [(f"i{n}", days * DAY, channel, person, role) for person, role in roles]
        for n, (days, channel, roles) in enumerate(drawn)
    }
    order = sorted(parts)
    random.shuffle(order)  # type: ignore[attr-defined]
    as_of, ties = 0.0, tally(frame([]), 0.0, CONFIG)
    for piece in range(pieces):
        rows = [row for name in order[piece::pieces] for row in parts[name]]
        later = max([as_of, *(row[1] for row in rows)])
        faded = ties.with_columns(pl.col("mass") * decay((later - as_of) / DAY, CONFIG.half_life_days))
        as_of, ties = later, merged(faded, tally(frame(rows), later, CONFIG))
    whole = tally(frame([row for rows in parts.values() for row in rows]), as_of, CONFIG)
    assert_frame_equal(ties, whole, rel_tol=1e-9, abs_tol=1e-12)
    assert (whole["a"] < whole["b"]).all()
    assert (with_strength(whole, CONFIG.s0)["strength"].is_between(0, 100)).all()

"""Rings: who is near stands near, and nobody stands on somebody else."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reports.rings import rings


def test_hops_are_rings_around_the_centre() -> None:
    places = rings("a", ["a", "b", "c", "d", "far"], [("a", "b", 80.0), ("c", "a", 20.0), ("d", "b", 50.0)])

    distance = {key: round(hypot(place.x, place.y)) for key, place in places.items()}
    assert distance == {"a": 0, "b": 280, "c": 280, "d": 560, "far": 840}
    assert {key: place.strength for key, place in places.items()} == {"a": 100, "b": 80, "c": 20, "d": 50, "far": 0}


def test_the_second_hop_stands_behind_the_first() -> None:
    places = rings("a", list("abcd"), [("a", "b", 9.0), ("a", "c", 9.0), ("c", "d", 9.0)])

    to_b, to_c = (hypot(places["d"].x - places[key].x, places["d"].y - places[key].y) for key in "bc")
    assert to_c < to_b


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 120), st.randoms(use_true_random=False))
def test_everybody_has_a_place_of_their_own(people: int, random: st.randoms) -> None:  # type: ignore[valid-type]
    keys = [str(i) for i in range(people)]
    ties = [(random.choice(keys), random.choice(keys), random.random() * 100) for _ in range(people)]  # type: ignore[attr-defined]

    places = rings("0", keys, ties)

    assert set(places) == set(keys)
    assert all(hypot(a.x - b.x, a.y - b.y) > 15 for a, b in combinations(places.values(), 2))

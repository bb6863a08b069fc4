"""Reach against exact enumeration, plain simulation and plain greedy."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.analysis.cascades import NOBODY, Prizes, chances, reached
from graph.analysis.reach import NOBODY_ELSE, Limits, choose, reach_of_each
from guanxi.errors import UsageError

Floats = NDArray[np.float64]


def _exact(matrix: Floats, people: tuple[int, ...]) -> Floats:
    """The chance of each to be won, by going through every way in which the ties may work."""
    edges = list(zip(*np.nonzero(matrix), strict=True))
    total = np.zeros(len(matrix))
    for works in itertools.product((False, True), repeat=len(edges)):
        chance = np.prod([matrix[e] if w else 1 - matrix[e] for e, w in zip(edges, works, strict=True)])
        graph = nx.DiGraph([e for e, w in zip(edges, works, strict=True) if w])
        graph.add_nodes_from(range(len(matrix)))
        won = set(people).union(*(nx.descendants(graph, p) for p in people))
        total[list(won)] += chance
    return total


SMALL = np.array(
    [
        [0, 0.6, 0.3, 0, 0],
        [0.2, 0, 0.5, 0, 0],
        [0, 0, 0, 0.7, 0],
        [0, 0, 0, 0, 0.4],
        [0.1, 0, 0, 0, 0],
    ]
)
BOTH_WAYS = np.triu(np.maximum(SMALL, SMALL.T)) + np.triu(np.maximum(SMALL, SMALL.T)).T
VALUES = np.array([1.0, 5.0, 2.0, 3.0, 10.0])


def test_chances_grow_with_strength() -> None:
    strength = csr_array(np.array([[0.0, 1.0], [0.5, 0.0]]))
    assert chances(strength, 0.2).toarray() == pytest.approx(np.array([[0, 1 - np.exp(-0.2)], [1 - np.exp(-0.1), 0]]))


@pytest.mark.parametrize("people", [(0,), (1,), (2, 4), (0, 3)])
def test_cascades_are_those_of_an_enumeration(people: tuple[int, ...]) -> None:
    found = reached(csr_array(SMALL), np.array(people), runs=40_000)
    assert found == pytest.approx(_exact(SMALL, people), abs=0.015)


def test_the_reach_of_each_is_that_of_an_enumeration() -> None:
    found, error = reach_of_each(csr_array(BOTH_WAYS), Prizes.each(VALUES), worlds=4_000)
    exact = np.array([_exact(BOTH_WAYS, (person,)) @ VALUES for person in range(5)])
    assert (np.abs(found - exact) < 5 * error + 1e-9).all()
    assert error.max() < 0.15


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_best_together_are_those_of_an_enumeration(k: int) -> None:
    choice = choose(csr_array(SMALL), Prizes.each(VALUES), k, epsilon=0.02)
    worth = {people: _exact(SMALL, people) @ VALUES for people in itertools.combinations(range(5), k)}
    best = max(worth.values())
    assert worth[tuple(sorted(choice.people))] > (1 - 1 / np.e) * best
    assert worth[tuple(sorted(choice.people))] == pytest.approx(best, rel=0.03)
    assert choice.reach[-1] == pytest.approx(worth[tuple(sorted(choice.people))], rel=0.06)
    assert choice.at_least <= worth[tuple(sorted(choice.people))]
    assert choice.at_most >= best


def test_bounds_hold_for_every_seed() -> None:
    best = max(_exact(SMALL, people) @ VALUES for people in itertools.combinations(range(5), 2))
    for seed in range(20):
        choice = choose(csr_array(SMALL), Prizes.each(VALUES), 2, seed=seed)
        own = _exact(SMALL, tuple(choice.people)) @ VALUES
        assert choice.at_least <= own <= best <= choice.at_most
        assert choice.of_the_best >= 1 - 1 / np.e - 0.1


def test_excluded_people_pass_on_but_are_not_chosen() -> None:
    path = csr_array(np.array([[0, 1.0, 0], [0, 0, 1.0], [0, 0, 0]]))
    values = np.array([0.0, 0.0, 1.0])
    excluded = np.array([False, True, False])
    choice = choose(path, Prizes.each(values), 1, limits=Limits(excluded=excluded))
    assert choice.people[0] in (0, 2)
    assert choice.reach[-1] == pytest.approx(1.0)


def test_whoever_is_won_already_is_not_counted_again() -> None:
    pairs = csr_array(np.array([[0, 1.0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0.5], [0, 0, 0, 0]]))
    choice = choose(pairs, Prizes.each(np.ones(4)), 1, limits=Limits(given=np.array([0])))
    assert choice.people[0] == 2
    assert choice.reach[-1] == pytest.approx(1.5, rel=0.05)


def _worth(people: tuple[int, ...], prizes: Prizes, matrix: Floats = SMALL) -> float:
    """The value that these people are expected to reach, by enumeration of all ways in which ties may work."""
    edges = list(zip(*np.nonzero(matrix), strict=True))
    total = 0.0
    for works in itertools.product((False, True), repeat=len(edges)):
        chance = np.prod([matrix[e] if w else 1 - matrix[e] for e, w in zip(edges, works, strict=True)])
        graph = nx.DiGraph([e for e, w in zip(edges, works, strict=True) if w])
        graph.add_nodes_from(range(5))
        won = set(people).union(*(nx.descendants(graph, p) for p in people))
        total += chance * prizes.values[list({int(prizes.of[p]) for p in won} - {NOBODY})].sum()
    return float(total)


ACCOUNTS = Prizes(np.array([8.0, 3.0, 0.0]), np.array([0, 1, 0, NOBODY, 1]))
"""Persons 0 and 2 are of an account worth 8, 1 and 4 of one worth 3, 3 of none."""


def test_an_account_is_reached_once_however_many_of_its_people_are() -> None:
    found, error = reach_of_each(csr_array(BOTH_WAYS), ACCOUNTS, worlds=4_000)
    exact = np.array([_worth((person,), ACCOUNTS, BOTH_WAYS) for person in range(5)])
    assert (np.abs(found - exact) < 5 * error + 1e-9).all()
    choice = choose(csr_array(SMALL), ACCOUNTS, 2, epsilon=0.02)
    best = max(_worth(people, ACCOUNTS) for people in itertools.combinations(range(5), 2))
    own = _worth(tuple(choice.people), ACCOUNTS)
    assert own == pytest.approx(best, rel=0.03)
    assert choice.at_least <= own <= best <= choice.at_most
    assert choice.reach[-1] == pytest.approx(own, rel=0.03)


@pytest.mark.parametrize("budget", [2.0, 3.0, 5.0, 6.5])
def test_a_budget_is_kept_and_what_it_buys_is_near_the_best(budget: float) -> None:
    prizes, costs = Prizes.each(VALUES), np.array([3.0, 2.0, 1.5, 4.0, 5.0])
    affordable = [
        people
        for size in range(1, 6)
        for people in itertools.combinations(range(5), size)
        if costs[list(people)].sum() <= budget
    ]
    best = max(_worth(people, prizes) for people in affordable)
    choice = choose(csr_array(SMALL), prizes, 5, limits=Limits(costs=costs, budget=budget), epsilon=0.02)
    assert costs[choice.people].sum() <= budget
    own = _worth(tuple(choice.people), prizes)
    assert own >= (1 - 1 / np.e) / 2 * best
    assert choice.at_least <= own <= best <= choice.at_most
    for person, other in zip(choice.people, choice.instead, strict=True):
        if other != NOBODY_ELSE:
            assert costs[choice.people].sum() - costs[person] + costs[other] <= budget


def test_who_else_when_somebody_says_no() -> None:
    """Of three who could be chosen, whoever is left out stands in for each; with nobody left, nobody does."""
    matrix, prizes = csr_array(SMALL), Prizes.each(VALUES)
    excluded = np.array([False, False, False, True, True])
    choice = choose(matrix, prizes, 2, limits=Limits(excluded=excluded), epsilon=0.02)
    left = ({0, 1, 2} - set(choice.people.tolist())).pop()
    assert choice.instead.tolist() == [left, left]
    for place, person in enumerate(choice.people):
        others = tuple(other for other in (0, 1, 2) if other != person)
        assert choice.instead_reach[place] == pytest.approx(_worth(others, prizes), rel=0.05)
    assert choose(matrix, prizes, 3, limits=Limits(excluded=excluded)).instead.tolist() == [NOBODY_ELSE] * 3


def test_whoever_reaches_nothing_of_worth_does_not_keep_anybody_waiting() -> None:
    apart = csr_array(np.array([[0, 1.0, 0], [1.0, 0, 0], [0, 0, 0]]))
    choice = choose(
        apart, Prizes.each(np.array([0.0, 0.0, 7.0])), 1, limits=Limits(excluded=np.array([False, False, True]))
    )
    assert (choice.reach[-1], choice.at_least) == (0, 0)


def test_what_cannot_be_chosen_is_told() -> None:
    with pytest.raises(UsageError, match="Nobody may be chosen"):
        choose(csr_array(SMALL), Prizes.each(VALUES), 6, limits=Limits(excluded=np.ones(5, dtype=bool)))
    with pytest.raises(UsageError, match="worth anything"):
        choose(csr_array(SMALL), Prizes.each(np.zeros(5)), 1)

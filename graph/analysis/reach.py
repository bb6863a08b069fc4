"""Reach: whom to win so that most follow, under the independent-cascade model.

A person who is won wins each person they know with a chance that grows with the strength of their tie, once; those
do likewise. Reach is the value of all who are expected to be won in the end. It is estimated from reverse-reachable
sets: draw a person in proportion to value and go back along ties that happen to work; whoever is met could have won
that person. The share of such sets that a group of people meets is its reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln

from guanxi.errors import UsageError

__all__ = ["Choice", "chances", "choose", "reach_of_each", "reached"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ENTRIES_AT_ONCE = 4_000_000
"""Members of sets that are drawn before they are packed."""

_PRECISE = 2_500
"""Sets that a choice must meet before its reach is told: its standard error is then 2 %."""


@dataclass(frozen=True)
class Choice:
    """The people to win together.

    `people` are rows of the network in the order in which they were chosen; `reach[i]` is what the first i + 1 are
    expected to reach, in the unit of the values. With the chance `confidence`, the true reach of all lies above
    `at_least`, and nobody's choice of as many reaches more than `at_most`. `sets` were drawn.
    """

    people: Ints
    reach: Floats
    at_least: float
    at_most: float
    confidence: float
    sets: int

    @property
    def of_the_best(self) -> float:
        """The share of the best possible reach that is guaranteed, 0 to 1."""
        return self.at_least / self.at_most if self.at_most > 0 else 1.0


def chances(strength: csr_array, beta: float) -> csr_array:
    """The chance that one wins the other, `1 - exp(-beta * w)`, for tie strengths w between 0 and 1."""
    result = csr_array(strength)
    result.data = -np.expm1(-beta * result.data)
    return result


def choose(
    chances: csr_array,
    values: Floats,
    k: int,
    *,
    excluded: NDArray[np.bool_] | None = None,
    given: Ints | None = None,
    epsilon: float = 0.1,
    confidence: float = 0.99,
    seed: int = 42,
    progress: Callable[[float], None] = lambda done: None,
) -> Choice:
    """The k people who together reach most, at least `1 - 1/e - epsilon` of the best with chance `confidence`.

    Parameters
    ----------
    chances
        n x n; entry (u, v) is the chance that u, once won, wins v.
    values
        Shape (n,), not negative: what winning each person brings.
    excluded
        Shape (n,): who must not be chosen; they may still be reached and pass on.
    given
        Who is won already: the choice is of those who add most to them, and reach is counted without theirs.

    Raises
    ------
    UsageError
        For values that are all zero, or fewer candidates than k.

    Notes
    -----
    OPIM-C: one half of the sets chooses (greedily, exactly), the other half judges, and both are doubled until the
    bounds are as close as asked for. So the guarantee is one for the network at hand and usually far better than
    `1 - 1/e - epsilon`. Cost is in proportion to the members of all sets.

    References
    ----------
    Tang, Tang, Xiao, Yuan: Online Processing Algorithms for Influence Maximization, SIGMOD 2018, algorithm 2.
    """
    n = len(values)
    candidates = np.ones(n, dtype=bool) if excluded is None else ~excluded
    if given is not None:
        candidates = candidates.copy()
        candidates[given] = False
    _check(values, candidates, k)
    total = float(values.sum())
    own = np.sort(values[candidates])[::-1][:k].sum() or values[values > 0].min()
    logarithm = float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
    delta, best = 1.0 - confidence, 1.0 - 1.0 / np.e
    first = np.log(6.0 / delta)
    root = best * np.sqrt(first) + np.sqrt(best * (logarithm + first))
    most = 2.0 * total / own * (root / epsilon) ** 2
    size = max(1_000, int(np.ceil(most * epsilon**2 * own / total)))
    rounds = max(1, int(np.ceil(np.log2(max(2.0, most / size)))))
    certainty = np.log(3.0 * rounds / delta)
    rng = np.random.default_rng(seed)
    incoming = csr_array(chances.T)
    draw = _Drawing(incoming, values / total, rng, given)
    choosing, judging = draw.sets(size), draw.sets(size)
    for number in range(rounds):
        people, bound = _greedy(choosing, candidates, k)
        judged = judging.covered_in_order(people)
        at_least = _lower(judged[-1], certainty) * total / judging.count
        at_most = max(_upper(bound, certainty) * total / choosing.count, at_least)
        if at_least >= (best - epsilon) * at_most or number == rounds - 1:
            break
        progress((number + 1) / rounds)
        choosing = choosing.with_more(draw.sets(choosing.count))
        judging = judging.with_more(draw.sets(judging.count))
    while judged[-1] < _PRECISE:
        judging = judging.with_more(draw.sets(judging.count))
        judged = judging.covered_in_order(people)
    sets = choosing.count + judging.count
    return Choice(people, judged * total / judging.count, at_least, at_most, confidence, sets)


def reach_of_each(chances: csr_array, values: Floats, sets: int = 20_000, seed: int = 42) -> tuple[Floats, Floats]:
    """What each person alone is expected to reach, and the standard error of that; both of shape (n,)."""
    _check(values, np.ones(len(values), dtype=bool), 1)
    total = float(values.sum())
    drawn = _Drawing(csr_array(chances.T), values / total, np.random.default_rng(seed), None).sets(sets)
    share = np.bincount(drawn.members, minlength=len(values)) / drawn.count
    return share * total, np.sqrt(share * (1.0 - share) / drawn.count) * total


def reached(chances: csr_array, people: Ints, runs: int = 2_000, seed: int = 42) -> Floats:
    """The chance of each person to be won when `people` are: shape (n,), from `runs` cascades played forwards."""
    n = chances.shape[0]
    rng = np.random.default_rng(seed)
    times = np.zeros(n)
    at_once = max(1, _ENTRIES_AT_ONCE // max(n, 1))
    for start in range(0, runs, at_once):
        count = min(at_once, runs - start)
        cascade = np.repeat(np.arange(count, dtype=np.int64), len(people))
        _, nodes = _spread(chances, cascade, np.tile(np.asarray(people, dtype=np.int64), count), rng)
        times += np.bincount(nodes, minlength=n)
    return times / runs


@dataclass(frozen=True)
class _Sets:
    """Reverse-reachable sets: the members of set i are `members[starts[i]:starts[i + 1]]`."""

    starts: Ints
    members: Ints
    people: int

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def with_more(self, others: _Sets) -> _Sets:
        starts = np.concatenate([self.starts, others.starts[1:] + self.starts[-1]])
        return _Sets(starts, np.concatenate([self.members, others.members]), self.people)

    def by_person(self) -> tuple[Ints, Ints]:
        """The sets that each person is in: those of person v are `sets[starts[v]:starts[v + 1]]`."""
        owners = np.repeat(np.arange(self.count, dtype=np.int64), np.diff(self.starts))
        order = np.argsort(self.members, kind="stable")
        counts = np.bincount(self.members, minlength=self.people)
        return np.concatenate([[0], np.cumsum(counts)]), owners[order]

    def covered_in_order(self, people: Ints) -> Floats:
        """How many sets the first 1, 2, … of these people meet."""
        starts, sets = self.by_person()
        met = np.zeros(self.count, dtype=bool)
        totals = []
        for person in people:
            met[sets[starts[person] : starts[person + 1]]] = True
            totals.append(float(met.sum()))
        return np.array(totals)


class _Drawing:
    """Draws reverse-reachable sets; those that the people `given` meet are empty, for they are won already."""

    def __init__(self, incoming: csr_array, shares: Floats, rng: np.random.Generator, given: Ints | None) -> None:
        self._incoming = incoming
        self._cumulated = np.cumsum(shares)
        self._rng = rng
        self._given = np.zeros(len(shares), dtype=bool)
        if given is not None:
            self._given[given] = True
        self._at_once = 20_000

    def sets(self, count: int) -> _Sets:
        n = len(self._cumulated)
        parts = []
        while count > 0:
            size = min(count, self._at_once)
            drawn = self._rng.random(size) * self._cumulated[-1]
            roots = np.minimum(np.searchsorted(self._cumulated, drawn, side="right"), n - 1)
            owners, members = _spread(self._incoming, np.arange(size, dtype=np.int64), roots, self._rng)
            won = np.zeros(size, dtype=bool)
            won[owners[self._given[members]]] = True
            kept = ~won[owners]
            lengths = np.bincount(owners[kept], minlength=size)
            parts.append(_Sets(np.concatenate([[0], np.cumsum(lengths)]), members[kept], n))
            self._at_once = int(np.clip(_ENTRIES_AT_ONCE / max(1.0, len(members) / size), 100, 200_000))
            count -= size
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.with_more(part)
        return whole


def _spread(chances: csr_array, owners: Ints, nodes: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Everybody whom cascades reach along the rows of `chances`: the cascade and the node, sorted by both."""
    n = chances.shape[0]
    indptr, indices, data = chances.indptr.astype(np.int64), chances.indices, chances.data
    frontier = np.unique(owners * n + nodes)
    met = frontier
    while frontier.size:
        cascade, node = np.divmod(frontier, n)
        first, degree = indptr[node], indptr[node + 1] - indptr[node]
        edges = np.repeat(first - np.cumsum(degree) + degree, degree) + np.arange(degree.sum())
        works = rng.random(edges.size) < data[edges]
        found = np.unique(np.repeat(cascade, degree)[works] * n + indices[edges[works]])
        place = np.minimum(np.searchsorted(met, found), met.size - 1)
        frontier = found[met[place] != found]
        met = np.sort(np.concatenate([met, frontier]), kind="stable")
    cascade, node = np.divmod(met, n)
    return cascade, node


def _greedy(sets: _Sets, candidates: NDArray[np.bool_], k: int) -> tuple[Ints, float]:
    """The k candidates who, one after another, each meet most sets not met yet; no k meet more than the bound."""
    starts, of_person = sets.by_person()
    gains = np.where(candidates, np.diff(starts), -1)
    met = np.zeros(sets.count, dtype=bool)
    people: list[int] = []
    covered, bound = 0.0, np.inf
    for _ in range(k):
        bound = min(bound, covered + _largest(gains, k))
        best = int(gains.argmax())
        people.append(best)
        new = of_person[starts[best] : starts[best + 1]]
        new = new[~met[new]]
        met[new] = True
        covered += len(new)
        lengths = sets.starts[new + 1] - sets.starts[new]
        places = np.repeat(sets.starts[new] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        gains = gains - np.where(candidates, np.bincount(sets.members[places], minlength=sets.people), 0)
        gains[best] = -1
    bound = min(bound, covered + _largest(gains, k), covered / (1.0 - 1.0 / np.e))
    return np.array(people, dtype=np.int64), float(bound)


def _largest(gains: Ints, k: int) -> float:
    return float(np.maximum(np.partition(gains, len(gains) - k)[-k:], 0).sum())


def _lower(covered: float, certainty: float) -> float:
    """Below this, the expected number of covered sets lies with a chance of only exp(-certainty); equation 5."""
    root = np.sqrt(covered + 2.0 * certainty / 9.0) - np.sqrt(certainty / 2.0)
    return max(0.0, float(np.sign(root) * root**2 - certainty / 18.0))


def _upper(covered: float, certainty: float) -> float:
    """Above this, it lies with a chance of only exp(-certainty); equation 8."""
    return float((np.sqrt(covered + certainty / 2.0) + np.sqrt(certainty / 2.0)) ** 2)


def _check(values: Floats, candidates: NDArray[np.bool_], k: int) -> None:
    if k < 1 or int(candidates.sum()) < k:
        raise UsageError(f"{k} people cannot be chosen among {int(candidates.sum())}.", "Ask for fewer.")
    if not np.all(values >= 0) or values.sum() <= 0:
        raise UsageError("Nobody is worth anything: there is nothing to reach.", "Give people values above 0.")

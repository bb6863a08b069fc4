"""Reach: whom to win so that most follow, under the independent-cascade model of `graph.analysis.cascades`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, triu
from scipy.sparse.csgraph import connected_components
from scipy.special import gammaln

from graph.analysis.cascades import NOBODY, Drawing, Pool, Prizes, Sets, distinct
from guanxi.errors import UsageError

__all__ = ["NOBODY_ELSE", "Choice", "Limits", "choose", "reach_of_each"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOBODY_ELSE = -1
"""Who could stand in for somebody where nobody else may be chosen or adds anything."""

_PRECISE, _PRECISE_EACH = 5_000, 500
"""Sets that a choice must meet in all, and for each of its people, so that who adds more is not left to chance."""

_BLOCK = 256
"""People whose gains are first compared by their greatest."""

_ENOUGH = 20_000_000
"""Members of all sets beyond which precision is not bought, only what was promised."""

_MOST = 120_000_000
"""Members of all sets that fit in memory: about 3 GB while they are looked at."""


@dataclass(frozen=True)
class Choice:
    """The people to win together.

    `people` are rows of the network in the order in which they were chosen; `reach[i]` is what the first i + 1 are
    expected to reach, in the unit of the values. `instead[i]` adds most to the others where person i says no
    (NOBODY_ELSE for nobody), and `instead_reach[i]` is what all then reach. With the chance `confidence`, the true
    reach of all lies above `at_least`, and no choice within the same limits reaches more than `at_most`. `sets` were
    drawn.
    """

    people: Ints
    reach: Floats
    instead: Ints
    instead_reach: Floats
    at_least: float
    at_most: float
    confidence: float
    sets: int

    @property
    def of_the_best(self) -> float:
        """The share of the best possible reach that is guaranteed, 0 to 1."""
        return self.at_least / self.at_most if self.at_most > 0 else 1.0


@dataclass(frozen=True)
class Limits:
    """What a choice must keep to.

    `excluded`, shape (n,), must not be chosen; they may still be reached and pass on. `given` are won already: the
    choice is of those who add most to them, and reach is counted without theirs. With a `budget`, the `costs`, shape
    (n,) and above 0, of all who are chosen are at most that.
    """

    excluded: NDArray[np.bool_] | None = None
    given: Ints | None = None
    costs: Floats | None = None
    budget: float = np.inf

    def candidates(self, n: int) -> NDArray[np.bool_]:
        """Who may be chosen at all."""
        free = np.ones(n, dtype=bool) if self.excluded is None else ~self.excluded
        if self.given is not None:
            free[self.given] = False
        return free & (self.cost(n) <= self.budget)

    def cost(self, n: int) -> Floats:
        return np.zeros(n) if self.costs is None else self.costs


def choose(
    chances: csr_array,
    prizes: Prizes,
    k: int,
    *,
    limits: Limits | None = None,
    epsilon: float = 0.1,
    confidence: float = 0.99,
    seed: int = 42,
    pool: Pool | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Choice:
    """The k people who together reach most; fewer where a budget affords no more, or nobody else adds anything.

    Without a budget it is at least `1 - 1/e - epsilon` of the best possible reach, with chance `confidence`. With one,
    people are chosen by what they add for what they cost, and by what they add alone, and the better choice is
    taken, which is half as much at worst. Whatever was promised, `Choice.of_the_best` says what was found to be so.

    Parameters
    ----------
    chances
        n x n; entry (u, v) is the chance that u, once won, wins v.
    epsilon
        Sets are drawn until the bounds are this close to `1 - 1/e`, or as many as are needed for it in any network.
    pool
        Sets of the same chances, prizes and given people, drawn with `seed`: for one choice after another.

    Raises
    ------
    UsageError
        For prizes without any value, or nobody who may be chosen.

    Notes
    -----
    OPIM-C: one half of the sets chooses (greedily, exactly), the other half judges, and both are doubled until the
    bounds are as close as asked for. So the guarantee is one for the network at hand and usually far better than
    the one for any network. Cost is in proportion to the members of all sets.

    References
    ----------
    Tang, Tang, Xiao, Yuan: Online Processing Algorithms for Influence Maximization, SIGMOD 2018, algorithm 2.
    Leskovec et al.: Cost-effective Outbreak Detection in Networks, KDD 2007 (budgets, and the bound with them).
    """
    limits = limits or Limits()
    n, total = len(prizes.of), prizes.total
    candidates = limits.candidates(n)
    k = min(k, int(candidates.sum()))
    _check(prizes, k)
    logarithm = float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
    delta, best = 1.0 - confidence, 1.0 - 1.0 / np.e
    first = np.log(6.0 / delta)
    root = best * np.sqrt(first) + np.sqrt(best * (logarithm + first))
    own = np.unique(prizes.of[candidates & (prizes.own > 0)])
    sure = np.sort(prizes.values[own])[::-1][:k].sum() or prizes.values[prizes.values > 0].min()
    size = int(np.ceil(2.0 * root**2))
    rounds = max(1, int(np.ceil(np.log2(max(2.0, total / sure / epsilon**2)))))
    certainty = np.log(3.0 * rounds / delta)
    pool = pool or Pool(Drawing(chances, prizes, seed, limits.given))
    for number in range(rounds):
        choosing, judging = pool.halves(size << number)
        people, bound = _greedy(choosing, candidates, limits.cost(n), k, limits.budget)
        covered = _covered(judging, people)
        at_least = _lower(covered[-1], certainty) * total / judging.count
        at_most = max(_upper(bound, certainty) * total / choosing.count, at_least)
        members = len(choosing.members) + len(judging.members)
        precise = covered[-1] >= max(_PRECISE, _PRECISE_EACH * len(people)) or members > _ENOUGH // 2
        close = at_least >= (best - epsilon) * at_most
        if (close and precise) or number == rounds - 1 or members > _MOST // 2:
            break
        progress((number + 1) / rounds)
    instead = _stand_ins(choosing, candidates, limits.cost(n), people, limits.budget)
    unit, sets = total / judging.count, choosing.count + judging.count
    reach, otherwise = covered * unit, _covered_otherwise(judging, people, instead) * unit
    return Choice(people, reach, instead, otherwise, at_least, at_most, confidence, sets)


def reach_of_each(
    chances: csr_array,
    prizes: Prizes,
    worlds: int = 200,
    seed: int = 42,
    progress: Callable[[float], None] = lambda done: None,
) -> tuple[Floats, Floats]:
    """What each person alone is expected to reach, and the standard error of that; both of shape (n,).

    Parameters
    ----------
    chances
        n x n and symmetric: as likely one way as the other.
    worlds
        Estimate from so many; the error falls with their square root.

    Notes
    -----
    With the same chance both ways, a tie is tried at most once in a cascade. So throw for each tie once, and whoever is
    won reaches everybody whom the ties that work connect them with: one such world says something of everybody, and
    costs O(n + m). What somebody brings themselves is no estimate.
    """
    _check(prizes, 1)
    rng, n = np.random.default_rng(seed), len(prizes.of)
    edges = coo_array(triu(chances))
    total, squares = np.zeros(n), np.zeros(n)
    for world in range(worlds):
        works = rng.random(edges.nnz, dtype=np.float32) < edges.data
        tied = coo_array((np.ones(int(works.sum())), (edges.row[works], edges.col[works])), shape=edges.shape)
        _, part = connected_components(tied, directed=False)
        beyond = _worth_of_parts(part, prizes)[part] - prizes.own
        total += beyond
        squares += beyond**2
        progress((world + 1) / worlds)
    mean = total / worlds
    spread = np.maximum(squares / worlds - mean**2, 0.0)
    return prizes.own + mean, np.sqrt(spread / max(1, worlds - 1))


def _worth_of_parts(part: NDArray[np.int32], prizes: Prizes) -> Floats:
    """The value of the prizes in each part of a world, each counted once."""
    several = (np.bincount(part)[part] > 1) & (prizes.of != NOBODY)
    pairs = distinct(part[several].astype(np.int64) * len(prizes.values) + prizes.of[several])
    where, prize = np.divmod(pairs, len(prizes.values))
    parts = int(part.max(initial=-1)) + 1
    alone = np.bincount(part[~several], prizes.own[~several], parts)
    return np.asarray(alone + np.bincount(where, prizes.values[prize], parts), dtype=np.float64)


def _greedy(sets: Sets, candidates: NDArray[np.bool_], costs: Floats, k: int, budget: float) -> tuple[Ints, float]:
    """Those who meet most sets together, and what no k candidates within the budget meet more of."""
    people, bound = _one_after_another(sets, candidates, costs, np.ones(len(costs)), k, budget)
    if np.isfinite(budget):
        cheap, other = _one_after_another(sets, candidates, costs, costs, k, budget)
        better = _covered(sets, cheap)[-1] > _covered(sets, people)[-1]
        return (cheap if better else people), min(bound, other)
    return people, min(bound, float(_covered(sets, people)[-1]) / (1.0 - 1.0 / np.e))


def _one_after_another(
    sets: Sets, candidates: NDArray[np.bool_], costs: Floats, prices: Floats, k: int, budget: float
) -> tuple[Ints, float]:
    """Greedy by gain for price, and the bound that it proves on the way."""
    gains = np.where(candidates, sets.gains, 0)
    free, met = candidates.copy(), np.zeros(sets.count, dtype=bool)
    people: list[int] = []
    left, covered, bound = budget, 0, np.inf
    for _ in range(k):
        bound = min(bound, covered + _most(gains, costs, k, budget))
        free &= costs <= left
        worth = np.where(free, gains / prices, -1.0)
        best = int(worth.argmax())
        if worth[best] < 0 or (people and gains[best] == 0):
            break
        people.append(best)
        free[best] = False
        left -= costs[best]
        new = sets.met_by(best)
        new = new[~met[new]]
        met[new] = True
        covered += len(new)
        gains = gains - np.where(candidates, sets.times_met(new), 0)
    return np.array(people, dtype=np.int64), min(bound, covered + _most(gains, costs, k, budget))


def _most(gains: Ints, costs: Floats, k: int, budget: float) -> float:
    """No k people within the budget add more than this: the k greatest gains, or those that it buys, in part."""
    most = float(_greatest(gains, k).sum())
    if np.isfinite(budget):
        adding = np.flatnonzero(gains)
        order = adding[np.argsort(-gains[adding] / costs[adding], kind="stable")]
        before = np.cumsum(costs[order]) - costs[order]
        part = np.clip((budget - before) / costs[order], 0.0, 1.0)
        most = min(most, float((gains[order] * part).sum()))
    return most


def _greatest(gains: Ints, k: int) -> Ints:
    """The k greatest: they are in the k blocks whose own greatest are, and most others need not be ordered."""
    blocks = np.pad(gains, (0, -len(gains) % _BLOCK)).reshape(-1, _BLOCK)
    if len(blocks) > k:
        blocks = blocks[np.argpartition(blocks.max(axis=1), -k)[-k:]]
    return np.partition(blocks.ravel(), -k)[-k:]


def _covered(sets: Sets, people: Ints) -> Floats:
    """How many sets the first 1, 2, … of these people meet."""
    met = np.zeros(sets.count, dtype=bool)
    totals = []
    for person in people:
        met[sets.met_by(person)] = True
        totals.append(float(np.count_nonzero(met)))
    return np.array(totals)


def _stand_ins(sets: Sets, candidates: NDArray[np.bool_], costs: Floats, people: Ints, budget: float) -> Ints:
    """For each of the people, the candidate who adds most to the others."""
    cover = sets.cover(people)
    unmet = sets.times_met(np.flatnonzero(cover == 0))
    free = candidates.copy()
    free[people] = False
    found = np.full(len(people), NOBODY_ELSE, dtype=np.int64)
    for place, person in enumerate(people):
        own = sets.met_by(person)
        left = budget - (costs[people].sum() - costs[person])
        gains = np.where(free & (costs <= left), unmet + sets.times_met(own[cover[own] == 1]), 0)
        best = int(gains.argmax())
        if gains[best] > 0:
            found[place] = best
    return found


def _covered_otherwise(sets: Sets, people: Ints, instead: Ints) -> Floats:
    """How many sets all meet, with each of them replaced by who is instead."""
    cover = sets.cover(people)
    totals = []
    for person, other in zip(people, instead, strict=True):
        left = cover > 0
        own = sets.met_by(person)
        left[own[cover[own] == 1]] = False
        if other != NOBODY_ELSE:
            left[sets.met_by(other)] = True
        totals.append(float(np.count_nonzero(left)))
    return np.array(totals)


def _lower(covered: float, certainty: float) -> float:
    """Below this, the expected number of covered sets lies with a chance of only exp(-certainty); equation 5."""
    root = np.sqrt(covered + 2.0 * certainty / 9.0) - np.sqrt(certainty / 2.0)
    return max(0.0, float(np.sign(root) * root**2 - certainty / 18.0))


def _upper(covered: float, certainty: float) -> float:
    """Above this, it lies with a chance of only exp(-certainty); equation 8."""
    return float((np.sqrt(covered + certainty / 2.0) + np.sqrt(certainty / 2.0)) ** 2)


def _check(prizes: Prizes, k: int) -> None:
    if k < 1:
        raise UsageError("Nobody may be chosen.", "Exclude fewer people, or raise the budget.")
    if not np.all(prizes.values >= 0) or prizes.total <= 0:
        raise UsageError("Nobody is worth anything: there is nothing to reach.", "Give customers values above 0.")

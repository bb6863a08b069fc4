"""Cascades: who is won when somebody is, under the independent-cascade model, forwards and backwards.

A person who is won wins each person they know with a chance that grows with the strength of their tie, once; those do
likewise. Played backwards from somebody, along ties that happen to work, a cascade meets everybody who could have won
that person: a reverse-reachable set. The share of such sets that a group of people meets is what they reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["NOBODY", "Drawing", "Pool", "Prizes", "Sets", "chances", "distinct", "reached"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOBODY = -1
"""The prize of somebody who brings none."""

_ENTRIES_AT_ONCE = 4_000_000
"""Members of sets that are drawn before they are packed."""

_FIRST, _FASTER = 100, 8
"""How many cascades are played at first, when nobody knows how large they are, and how much faster at most then."""

_FEWEST = 1024
"""Sets in each half of a pool at first."""

_MOST_MARKS = 200_000_000
"""Bytes of marks."""


def chances(strength: csr_array, beta: float) -> csr_array:
    """The chance that one wins the other, `1 - exp(-beta * w)`, for weights w, 1 for a tie of full strength."""
    return csr_array((-np.expm1(-beta * strength.data), strength.indices, strength.indptr), shape=strength.shape)


@dataclass(frozen=True)
class Prizes:
    """What there is to win: customers, each worth something, and won when one of their people is.

    `values`, shape (prizes,), are not negative; `of`, shape (n,), is the prize of each person, NOBODY for none.
    """

    values: Floats
    of: Ints

    @classmethod
    def each(cls, values: Floats) -> Prizes:
        """Everybody is a prize of their own."""
        return cls(values, np.arange(len(values), dtype=np.int64))

    @property
    def total(self) -> float:
        return float(self.values.sum())

    @property
    def own(self) -> Floats:
        """Shape (n,): what each person brings themselves."""
        return np.where(self.of == NOBODY, 0.0, self.values[self.of])


@dataclass(frozen=True)
class Sets:
    """Reverse-reachable sets: the members of set i are `members[starts[i]:starts[i + 1]]`."""

    starts: Ints
    members: NDArray[np.int32]
    people: int

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def with_more(self, others: Sets) -> Sets:
        starts = np.concatenate([self.starts, others.starts[1:] + self.starts[-1]])
        return Sets(starts, np.concatenate([self.members, others.members]), self.people)

    def first(self, count: int) -> Sets:
        """The first so many of them, without a copy."""
        return Sets(self.starts[: count + 1], self.members[: self.starts[count]], self.people)

    @cached_property
    def _by_person(self) -> tuple[Ints, Ints]:
        """The sets that each person is in: those of person v are `sets[starts[v]:starts[v + 1]]`."""
        owners = np.repeat(np.arange(self.count, dtype=np.int64), np.diff(self.starts))
        order = np.argsort(self.members, kind="stable")
        counts = np.bincount(self.members, minlength=self.people)
        return np.concatenate([[0], np.cumsum(counts)]), owners[order]

    @property
    def gains(self) -> Ints:
        """How many sets each person meets: shape (people,)."""
        return np.diff(self._by_person[0])

    def met_by(self, person: int) -> Ints:
        """The sets that a person meets."""
        starts, sets = self._by_person
        return sets[starts[person] : starts[person + 1]]

    def cover(self, people: Ints) -> Ints:
        """How many of these people meet each set: shape (count,)."""
        met = [self.met_by(person) for person in people]
        return np.bincount(np.concatenate(met), minlength=self.count)

    def times_met(self, chosen: Ints) -> Ints:
        """How often each person is a member of the sets `chosen`: shape (people,)."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        return np.bincount(self.members[_ranges(self.starts[chosen], lengths)], minlength=self.people)


class Drawing:
    """Draws reverse-reachable sets of prizes, in proportion to their values.

    Parameters
    ----------
    chances
        n x n; entry (u, v) is the chance that u, once won, wins v.
    given
        People who are won already: the sets that they meet are empty.
    """

    def __init__(self, chances: csr_array, prizes: Prizes, seed: int, given: Ints | None = None) -> None:
        self._incoming = csr_array(chances.T)
        self._cumulated = np.cumsum(prizes.values)
        self._rng = np.random.default_rng(seed)
        n = len(prizes.of)
        self._given = np.zeros(n, dtype=bool)
        if given is not None:
            self._given[given] = True
        self._people = np.argsort(prizes.of, kind="stable")
        self._first = np.searchsorted(prizes.of[self._people], np.arange(len(prizes.values) + 1))
        self._at_once = _FIRST

    def sets(self, count: int) -> Sets:
        """So many sets."""
        parts: list[Sets] = []
        while count > 0:
            size = min(count, self._at_once)
            parts.append(self._some(size))
            self._at_once = _next_size(size, len(parts[-1].members))
            count -= size
        lengths = np.concatenate([np.diff(part.starts) for part in parts])
        members = np.concatenate([part.members for part in parts])
        return Sets(np.concatenate([[0], np.cumsum(lengths)]), members, len(self._given))

    def _some(self, size: int) -> Sets:
        drawn = self._rng.random(size) * self._cumulated[-1]
        prizes = np.minimum(np.searchsorted(self._cumulated, drawn, side="right"), len(self._cumulated) - 1)
        first, count = self._first[prizes], self._first[prizes + 1] - self._first[prizes]
        owners = np.repeat(np.arange(size, dtype=np.int64), count)
        owners, members = _spread(self._incoming, owners, self._people[_ranges(first, count)], self._rng)
        won = np.zeros(size, dtype=bool)
        won[owners[self._given[members]]] = True
        kept = ~won[owners]
        starts = np.concatenate([[0], np.cumsum(np.bincount(owners[kept], minlength=size))])
        return Sets(starts, members[kept].astype(np.int32), len(self._given))


class Pool:
    """Sets of one market that are kept, so that the next choice in it need not draw them again.

    One half of them chooses, the other judges. Both are drawn in the same order whoever asks first, so what a choice
    finds does not depend on those before it.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._drawn: tuple[Sets, Sets] | None = None
        self._halves: dict[int, tuple[Sets, Sets]] = {}
        self._lock = Lock()

    def halves(self, count: int) -> tuple[Sets, Sets]:
        """Two halves of at least `count` sets each: 1,024, or the double of it, and so on."""
        size = _FEWEST << max(0, int(np.ceil(np.log2(count / _FEWEST))))
        with self._lock:
            drawn = self._drawn or (self._drawing.sets(_FEWEST), self._drawing.sets(_FEWEST))
            while drawn[0].count < size:
                more = drawn[0].count
                drawn = (drawn[0].with_more(self._drawing.sets(more)), drawn[1].with_more(self._drawing.sets(more)))
            self._drawn = drawn
            if size not in self._halves:
                self._halves[size] = (drawn[0].first(size), drawn[1].first(size))
            return self._halves[size]


def reached(chances: csr_array, people: Ints, runs: int = 2_000, seed: int = 42) -> Floats:
    """The chance of each person to be won when `people` are: shape (n,), from `runs` cascades played forwards."""
    n = chances.shape[0]
    rng = np.random.default_rng(seed)
    times = np.zeros(n)
    at_once, left = _FIRST, runs
    while left > 0:
        count = min(at_once, left)
        cascade = np.repeat(np.arange(count, dtype=np.int64), len(people))
        _, nodes = _spread(chances, cascade, np.tile(np.asarray(people, dtype=np.int64), count), rng)
        times += np.bincount(nodes, minlength=n)
        left -= count
        at_once = _next_size(count, len(nodes))
    return times / runs


def _next_size(size: int, entries: int) -> int:
    """How many cascades to play at once after `size` of them met `entries` people."""
    fitting = _ENTRIES_AT_ONCE * size / max(1, entries)
    return int(np.clip(fitting, 1, min(200_000, size * _FASTER)))


def _spread(chances: csr_array, owners: Ints, nodes: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Everybody whom cascades reach along the rows of `chances`: the cascade and the node, sorted by both."""
    n = chances.shape[0]
    indptr, indices, data = chances.indptr.astype(np.int64), chances.indices, chances.data
    cells = (int(owners.max(initial=0)) + 1) * n
    met: _Marked | _Listed = _Marked(cells) if cells <= _MOST_MARKS else _Listed()
    frontier = met.add(owners * n + nodes)
    while frontier.size:
        cascade, node = np.divmod(frontier, n)
        first, degree = indptr[node], indptr[node + 1] - indptr[node]
        edges = _ranges(first, degree)
        works = rng.random(edges.size) < data[edges]
        found = np.repeat(cascade * n, degree)[works] + indices[edges[works]].astype(np.int64)
        frontier = met.add(found)
    cascade, node = np.divmod(met.all(), n)
    return cascade, node


class _Marked:
    """Numbers that were met, as a mark for each: quick where cascades are large, and so few are played at once."""

    def __init__(self, cells: int) -> None:
        self._marks = np.zeros(cells, dtype=np.bool_)

    def add(self, numbers: Ints) -> Ints:
        """Those that were not met before, in order."""
        new = distinct(numbers[~self._marks[numbers]])
        self._marks[new] = True
        return new

    def all(self) -> Ints:
        return np.flatnonzero(self._marks)


class _Listed:
    """The same as a sorted list: where a mark for each would not fit in memory."""

    def __init__(self) -> None:
        self._met = np.zeros(0, dtype=np.int64)

    def add(self, numbers: Ints) -> Ints:
        new = distinct(numbers)
        if self._met.size:
            place = np.minimum(np.searchsorted(self._met, new), self._met.size - 1)
            new = new[self._met[place] != new]
        self._met = np.sort(np.concatenate([self._met, new]), kind="stable")
        return new

    def all(self) -> Ints:
        return self._met


def distinct(numbers: Ints) -> Ints:
    """The numbers in order, each once: several times faster than `numpy.unique`, which hashes."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if ordered.size else ordered


def _ranges(first: Ints, lengths: Ints) -> Ints:
    """The numbers `first[i]`, …, `first[i] + lengths[i] - 1` of all i, one after another."""
    return np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())

"""Which pairs are merged: clusters that no weak link and no contradiction holds together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["LARGEST", "Clusters", "Link"]

LARGEST = 50
"""Records that one node may stand for by rule; more than these are for people to decide."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Link:
    """Two records that may be one. `certain` names the key that says so; `contradicts` says that the names differ."""

    a: str
    b: str
    probability: float
    certain: str | None = None
    contradicts: bool = False


@dataclass
class Clusters:
    """Records that are one, grown link by link.

    `different` are pairs that somebody said are not the same; `likely` are pairs of which at least the score says
    that they may be. A link by score joins two clusters only where every pair across them is likely, so that a chain of
    weak links joins nothing; a certain one where no pair across them contradicts.
    """

    different: set[Pair]
    likely: set[Pair] = field(default_factory=set)
    contradictions: set[Pair] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._members: dict[str, list[str]] = {}

    def know(self, links: Iterable[Link], review_above: float) -> None:
        """Take note of what the scores say of pairs, before any are joined."""
        for link in links:
            if link.contradicts and not link.certain:
                self.contradictions.add(_pair(link.a, link.b))
            elif link.certain or link.probability >= review_above:
                self.likely.add(_pair(link.a, link.b))

    def decided(self, a: str, b: str) -> None:
        """Join what was decided before, whatever the scores say."""
        self._union(a, b)

    def join(self, link: Link) -> bool:
        """Join two records where nothing speaks against it; whether they are in one cluster now."""
        here, there = self._of(link.a), self._of(link.b)
        if here is there:
            return True
        across = {_pair(a, b) for a in here for b in there}
        allowed = not across & self.different and len(here) + len(there) <= LARGEST
        agreed = not across & self.contradictions if link.certain else across <= self.likely
        if allowed and agreed:
            self._union(link.a, link.b)
        return allowed and agreed

    def together(self, a: str, b: str) -> bool:
        """Whether two records are in one cluster."""
        return self._of(a) is self._of(b)

    def all(self) -> list[list[str]]:
        """The clusters of two records and more, each sorted."""
        return [sorted(m) for m in {id(m): m for m in self._members.values()}.values() if len(m) > 1]

    def _of(self, key: str) -> list[str]:
        return self._members.get(key) or self._members.setdefault(key, [key])

    def _union(self, a: str, b: str) -> None:
        here, there = self._of(a), self._of(b)
        if here is there:
            return
        if len(here) < len(there):
            here, there = there, here
        here.extend(there)
        for key in there:
            self._members[key] = here


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)

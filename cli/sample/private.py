"""Relations that no file declares: families, friends and partners, known by where they live and when they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from cli.sample import words
from cli.sample.arrays import Ints, identifiers, pick, times
from cli.sample.world import NEVER, START, WEEKS, World

__all__ = ["Private", "addresses", "make_private", "meetings"]

PAIRS, DECOYS = 10, 20
_KINDS = ("family", "friend", "partner", "decoy")
_MEETINGS = (8, 14, 16, 2)
"""How often a pair of each of _KINDS meets in all."""


@dataclass(frozen=True)
class Private:
    """Pairs of contacts of different accounts in one circle; `kind` is a position in _KINDS. A decoy is nothing: two
    in one building, or who met outside of work now and then."""

    left: Ints
    right: Ints
    kind: Ints

    def of(self, world: World, kind: str) -> list[list[str]]:
        """The pairs of a kind, by id."""
        where = self.kind == _KINDS.index(kind)
        pairs = zip(world.contacts.ids[self.left[where]], world.contacts.ids[self.right[where]], strict=True)
        return [sorted(pair) for pair in pairs]


def make_private(world: World, seed: int) -> Private:
    """PAIRS × scale pairs of each kind, and DECOYS × scale; nobody is in two of them."""
    rng = np.random.default_rng([seed, 11])
    contacts, customers = world.contacts, world.customers
    quiet = (customers.silent_from == NEVER) & ~customers.single_threaded
    standing_out = np.concatenate((world.influencers, world.bridges))
    free = quiet[contacts.customer] & (contacts.joined < 0) & ~np.isin(np.arange(contacts.joined.size), standing_out)
    surname = contacts.names["name"].str.extract(r"(\S+)$")
    chinese = pl.Series(world.circles.language[contacts.circle] == words.CHINESE)
    everybody = pl.DataFrame(
        {
            "person": np.arange(free.size),
            "customer": contacts.customer,
            "circle": contacts.circle,
            "surname": surname.str.head(1).zip_with(chinese, surname),
        }
    )
    people = everybody[rng.permutation(np.flatnonzero(free))]
    family = _matched(people, ["circle", "surname"], PAIRS * world.scale)
    rest = people.filter(~pl.col("person").is_in(np.ravel(family).tolist()))
    others = _matched(rest, ["circle"], (2 * PAIRS + DECOYS) * world.scale)
    kind = np.repeat(np.arange(len(_KINDS)), np.array([PAIRS, PAIRS, PAIRS, DECOYS]) * world.scale)
    pairs = np.concatenate((family, others))
    return Private(pairs[:, 0], pairs[:, 1], kind)


def _matched(people: pl.DataFrame, alike: list[str], count: int) -> Ints:
    """Pairs of people of different accounts who are alike, nobody in two: shape (count, 2)."""
    later = pl.col("person", "customer").shift(-1).over(alike).name.prefix("other_")
    pairs = people.with_columns(later, nth=pl.int_range(pl.len()).over(alike)).filter(
        pl.col("nth") % 2 == 0, pl.col("customer") != pl.col("other_customer")
    )
    return pairs.head(count).select("person", "other_person").to_numpy()


def addresses(world: World, private: Private, seed: int) -> pl.Series:
    """The postal address of each contact, null for most: offices, a few homes, and the homes of families.

    Half of the decoys have offices in one building.
    """
    rng = np.random.default_rng([seed, 12])
    rows = world.contacts.customer.size
    number = pick(rng, 180, rows) + 1
    office = world.contacts.customer * 7 % 240 + 1
    home, at_work = np.full(rows, -1), rng.random(rows) < 0.15
    lives = np.isin(private.kind, (_KINDS.index("family"), _KINDS.index("decoy")))
    lives &= (private.kind != _KINDS.index("decoy")) | (np.arange(private.kind.size) % 2 == 0)
    for side in (private.left, private.right):
        home[side[lives]] = np.arange(lives.sum())
    alone = rng.random(rows) < 0.05
    cities = pl.Series([name for name, *_ in words.CITIES])[world.circles.city[world.contacts.circle]]
    frame = pl.DataFrame(
        {
            "home": home,
            "alone": alone,
            "at_work": at_work,
            "city": cities,
            "number": number,
            "office": office,
            "company": world.customers.names["name"][world.contacts.customer],
            "row": np.arange(rows),
        }
    )
    return frame.select(
        pl.when(pl.col("home") >= 0)
        .then(pl.format("{} {}-{}", "city", "home", pl.lit("Garden Street")))
        .when("alone")
        .then(pl.format("{} Mill Lane {}-{}", "city", "number", "row"))
        .when("at_work")
        .then(pl.format("{} {}, Floor {}", "city", "company", "office"))
        .alias("address")
    ).to_series()


def meetings(world: World, private: Private, seed: int) -> Iterator[pl.DataFrame]:
    """What these pairs do, a frame a week in the columns of interactions: families and friends meet in the evening or
    at the weekend, without us; partners deal with the account manager of the first of them together."""
    rng = np.random.default_rng([seed, 13])
    often = np.array(_MEETINGS)[private.kind]
    pair = np.repeat(np.arange(private.kind.size), often)
    week = np.sort(pick(rng, WEEKS, pair.size))
    pair = rng.permutation(pair)
    business = private.kind[pair] == _KINDS.index("partner")
    weekend = rng.random(pair.size) < 0.5
    day = np.where(business | ~weekend, pick(rng, 5, pair.size), 5 + pick(rng, 2, pair.size))
    hour = np.where(business, 9 + pick(rng, 8, pair.size), np.where(weekend, 10, 20) + pick(rng, 3, pair.size))
    seconds = ((7 * week + day) * 24 + hour) * 3600 + pick(rng, 3600, pair.size)
    left, right = private.left[pair], private.right[pair]
    turned = rng.random(pair.size) < 0.5
    one, other = np.where(turned, right, left), np.where(turned, left, right)
    contacts, customers = world.contacts, world.customers
    manager = world.employees.ids[customers.owner[contacts.customer[left]]]
    channel = np.where(business, 2, np.where(rng.random(pair.size) < 0.6, 4, 1))
    chinese = pl.Series(world.circles.language[contacts.circle[left]] == words.CHINESE)
    frame = pl.DataFrame(
        {
            "id": identifiers("I-", 9_000_001, np.arange(pair.size)),
            "at": times(START, seconds),
            "channel": pl.Series(words.CHANNELS)[channel],
            "from": contacts.ids[one],
            "to": contacts.ids[other],
            "cc": manager,
            "customer": customers.ids[contacts.customer[left]],
            "subject": pl.select(
                pl.when(pl.Series(business))
                .then(pl.when(chinese).then(pl.lit("联合方案讨论")).otherwise(pl.lit("Joint offer")))
                .when(chinese)
                .then(pl.lit("周末见面吗？"))
                .otherwise(pl.lit("Are you there?"))
            ).to_series(),
            "business": business,
            "week": week,
        }
    ).with_columns(
        cc=pl.when("business").then("cc").otherwise(pl.lit("")),
        duration_s=pl.lit(None, pl.Int64),
        direction=pl.when("business").then(pl.lit("inbound")).otherwise(pl.lit("")),
        sentiment=pl.lit(None, pl.Float64),
    )
    for number in range(WEEKS):
        yield frame.filter(pl.col("week") == number).drop("business", "week").sort("at", "id")

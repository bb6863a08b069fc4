"""Products, purchases, contracts, referrals, relations and feedback."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from cli.sample import words
from cli.sample.arrays import Bools, Ints, codes, dates, identifiers, known_only, pick, times
from cli.sample.world import DAYS, NEVER, START, WEEKS, World

__all__ = ["contracts", "feedback", "products", "purchases", "referrals", "relationships"]

PRODUCTS, PURCHASES, CONTRACTS, FEEDBACK, REFERRALS, RELATIONS = 60, 4000, 250, 900, 1200, 300


def products(seed: int) -> pl.DataFrame:
    """PRODUCTS products, whatever the scale: five variants of each family, `price` in words.CURRENCY."""
    rng = np.random.default_rng([seed, 4])
    number = np.arange(PRODUCTS)
    family = number % len(words.PRODUCT_FAMILIES)
    name, category, price = (pl.Series(column)[family] for column in zip(*words.PRODUCT_FAMILIES, strict=True))
    variant = number // len(words.PRODUCT_FAMILIES)
    return pl.DataFrame(
        {
            "id": identifiers("P-", 501, number),
            "name": name + pl.Series((variant + 1) * 100 + 10 * pick(rng, 9, PRODUCTS)).cast(pl.String),
            "category": category,
            "price": (price.to_numpy() * 1.35**variant).round().astype(np.int64),
            "currency": _currency(PRODUCTS),
        }
    )


def purchases(world: World, sold: pl.DataFrame, seed: int) -> Iterator[pl.DataFrame]:
    """PURCHASES × scale orders in the order of time, a frame a week; silent accounts stop buying."""
    rng = np.random.default_rng([seed, 5])
    customers, prices = world.customers, sold["price"].to_numpy()
    total, written = PURCHASES * world.scale, 0
    for week in range(WEEKS):
        active = (customers.created + 30 < 7 * week) & (customers.silent_from > 7 * week)
        cumulated = np.where(active, customers.worth, 0).cumsum()
        rows = total * (week + 1) // WEEKS - total * week // WEEKS
        customer = np.searchsorted(cumulated, rng.random(rows) * cumulated[-1], side="right")
        product = pick(rng, prices.size, rows)
        quantity = np.where(prices[product] > 1500, 1, 1 + rng.geometric(0.18, rows))
        buyer = _buyers(rng, world, customer, week)
        amount = (prices[product] * quantity * rng.choice([1.0, 0.95, 0.9, 0.85], rows)).round(2)
        seconds = np.sort((7 * week + pick(rng, 5, rows)) * 86_400 + rng.integers(8 * 3600, 18 * 3600, rows))
        yield pl.DataFrame(
            {
                "id": identifiers("O-", 200_001 + written, np.arange(rows)),
                "customer": customers.ids[customer],
                "at": times(START, seconds),
                "amount": amount,
                "currency": _currency(rows),
                "contact": world.contacts.ids[buyer],
                "product": sold["id"][product],
                "quantity": quantity,
                "owner": world.employees.ids[customers.owner[customer]],
            }
        )
        written += rows


def _buyers(rng: np.random.Generator, world: World, customer: Ints, week: int) -> Ints:
    """Who orders: the first contact of the customer, or now and then another one who is known by then."""
    first, end = world.customers.first[customer], world.customers.first[customer + 1]
    other = first + (rng.random(customer.size) * (end - first)).astype(np.int64)
    known = (world.contacts.joined[other] < 7 * week) & ~world.customers.single_threaded[customer]
    return np.where(known & (rng.random(customer.size) < 0.4), other, first)


def contracts(world: World, seed: int) -> pl.DataFrame:
    """CONTRACTS × scale contracts of a year or more; those of silent accounts end soon."""
    rng = np.random.default_rng([seed, 6])
    customers, rows = world.customers, CONTRACTS * world.scale
    silent = np.flatnonzero(customers.silent_from < NEVER)
    others = rng.permutation(np.flatnonzero((customers.silent_from == NEVER) & (customers.created < DAYS - 300)))
    customer = np.concatenate((silent, others))[:rows]
    customer = np.sort(np.concatenate((customer, rng.choice(others, rows - customer.size))))
    length = rng.choice([365, 365, 730, 1095], rows)
    begins = np.maximum(customers.created[customer] + 40, DAYS - pick(rng, 900, rows))
    near = customers.silent_from[customer] < NEVER
    ends = np.where(near, DAYS + 10 + pick(rng, 50, rows), begins + length)
    return pl.DataFrame(
        {
            "id": identifiers("K-", 3001, np.arange(rows)),
            "customer": customers.ids[customer],
            "starts_on": dates(START, np.where(near, ends - length, begins)),
            "ends_on": dates(START, ends),
            "value": (customers.worth[customer] * 4000 + 5000).round(-2).astype(np.int64),
            "currency": _currency(rows),
        }
    )


def referrals(world: World, seed: int) -> pl.DataFrame:
    """REFERRALS × scale referrals: trees in which the referrer was known before the one referred.

    Whom an influencer brings, and whom those bring in turn, is won more often and worth more.
    """
    rng = np.random.default_rng([seed, 7])
    contacts, rows = world.contacts, REFERRALS * world.scale
    referrer, referred, downstream = _trees(world, rng)
    keep = np.sort(rng.permutation(referred.size)[:rows])
    keep = keep[np.argsort(contacts.joined[referred[keep]], kind="stable")]
    referrer, referred, strong = referrer[keep], referred[keep], downstream[keep]
    rows = keep.size
    recent = contacts.joined[referred] > DAYS - 120
    won = np.where(strong, 0.72, 0.38)
    waiting = np.where(recent, 0.5, 0.03)
    status = codes(rng, np.stack([waiting, (1 - waiting) * won, (1 - waiting) * (1 - won)], axis=1))
    value = rng.lognormal(9.2, 0.8, rows) * np.where(strong, 1.8, 1.0)
    language = world.circles.language[contacts.circle[referrer]]
    program = codes(rng, np.tile([0.5, 0.3, 0.2], (rows, 1))) + 3 * language
    to_company = pl.Series(rng.random(rows) < 0.08)
    company = world.customers.ids[contacts.customer[referred]]
    return pl.DataFrame(
        {
            "id": identifiers("R-", 7001, np.arange(rows)),
            "referrer": contacts.ids[referrer],
            "referred": company.zip_with(to_company, contacts.ids[referred]),
            "at": times(START, contacts.joined[referred] * 86_400 + rng.integers(8 * 3600, 18 * 3600, rows)),
            "status": pl.Series(["open", "won", "lost"])[status],
            "value": np.where(status == 2, 0, value).round(-1).astype(np.int64),
            "currency": _currency(rows),
            "program": pl.Series([name for names in words.PROGRAMS for name in names])[program],
        }
    )


def _trees(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Bools]:
    """Referrer and referred of every possible referral, and whether an influencer is above the one referred."""
    contacts = world.contacts
    order = np.lexsort((contacts.joined, contacts.circle))
    circle = contacts.circle[order]
    begins = np.searchsorted(circle, circle)
    nth = np.arange(order.size) - begins
    parent = np.empty(order.size, dtype=np.int64)
    parent[order] = order[begins + (nth * rng.random(order.size) ** 1.3).astype(np.int64)]
    own = np.full(world.circles.city.size, -1)
    own[contacts.circle[world.influencers]] = world.influencers
    local = rng.random(order.size) < 0.5
    leader = np.where(local, own[contacts.circle], rng.choice(world.influencers, order.size))
    led = (rng.random(order.size) < np.where(local, 0.9, 0.15)) & (leader >= 0)
    led &= contacts.joined[leader] < contacts.joined
    parent = np.where(led, leader, parent)
    downstream = np.isin(parent, world.influencers)
    for _ in range(_DEEPEST):
        downstream |= downstream[parent]
    possible = (contacts.joined[parent] < contacts.joined) & ~np.isin(np.arange(order.size), world.influencers)
    referred = np.flatnonzero(possible)
    return parent[referred], referred, downstream[referred]


def relationships(world: World, seed: int) -> pl.DataFrame:
    """RELATIONS × scale declared relations between contacts, most of them in one circle."""
    rng = np.random.default_rng([seed, 8])
    contacts, rows = world.contacts, RELATIONS * world.scale
    left = pick(rng, contacts.customer.size, rows)
    near = np.searchsorted(contacts.circle, contacts.circle[left]) + pick(rng, 40, rows)
    right = np.where(rng.random(rows) < 0.85, near, pick(rng, contacts.customer.size, rows)) % contacts.customer.size
    pairs = np.unique(np.stack([left, right], axis=1)[left != right], axis=0)
    rows = len(pairs)
    since = pl.Series(2026 - rng.geometric(0.12, rows)).cast(pl.String) + "-09-01"
    return pl.DataFrame(
        {
            "from": contacts.ids[pairs[:, 0]],
            "to": contacts.ids[pairs[:, 1]],
            "kind": pl.Series(words.RELATIONS)[pick(rng, len(words.RELATIONS), rows)],
            "since": since,
            "confidence": rng.choice([0.5, 0.7, 0.9, 1.0], rows),
        }
    )


def feedback(world: World, seed: int) -> pl.DataFrame:
    """FEEDBACK × scale scores and words of contacts; accounts that will go silent are unhappy first."""
    rng = np.random.default_rng([seed, 9])
    contacts, customers, rows = world.contacts, world.customers, FEEDBACK * world.scale
    writer = rng.choice(np.flatnonzero(contacts.joined < DAYS - 60), rows)
    silent = customers.silent_from[contacts.customer[writer]]
    day = np.maximum(contacts.joined[writer], 0)
    day = day + (rng.random(rows) * (np.minimum(silent, DAYS) - day)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    writer, day, silent = writer[order], day[order], silent[order]
    mood = np.clip(rng.normal(0.68, 0.2, rows) - np.where(silent - day < 200, 0.45, 0), 0, 1)
    kind = np.where(mood < 0.25, 4, codes(rng, np.tile([0.5, 0.25, 0.15, 0.1], (rows, 1))))
    lowest, highest = (np.array([kinds[end] for kinds in words.FEEDBACK_KINDS])[kind] for end in (1, 2))
    language = world.circles.language[contacts.circle[writer]]
    texts = [text for moods in words.FEEDBACK_TEXTS for said in moods for text in said]
    line = (language * 3 + np.minimum((mood * 3).astype(np.int64), 2)) * 3 + pick(rng, 3, rows)
    silence = (rng.random(rows) < 0.4) & (kind != 4)
    return pl.DataFrame(
        {
            "id": identifiers("F-", 40_001, np.arange(rows)),
            "at": times(START, day * 86_400 + rng.integers(8 * 3600, 18 * 3600, rows)),
            "from": contacts.ids[writer],
            "kind": pl.Series([name for name, *_ in words.FEEDBACK_KINDS])[kind],
            "score": (lowest + mood * (highest - lowest)).round().astype(np.int64),
            "text": known_only(pl.Series(texts)[line], ~silence),
        }
    )


def _currency(rows: int) -> pl.Series:
    return pl.Series([words.CURRENCY]).new_from_index(0, rows)


_DEEPEST = 40
"""Levels of a referral tree that are followed at most."""

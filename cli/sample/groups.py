"""Who meets whom: groups of contacts that come together again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cli.sample import words
from cli.sample.arrays import Bools, Floats, Ints, pick, weighted
from cli.sample.world import NEVER, WEEKS, World

__all__ = ["Groups", "make_groups"]

_SIZES, _SIZE_SHARES = (2, 3, 4, 5), (0.4, 0.3, 0.2, 0.1)
_MAILING, _MAILING_WEIGHT = 60, 5.0
_HUB_GROUPS, _HUB_AWAY = 60, 0.2
_BRIDGE_GROUPS = 7
_BUSY, _BUSY_WEIGHT = 8, 45.0


@dataclass(frozen=True)
class Groups:
    """Contacts of group i are members[first[i]:first[i + 1]]; it may meet from week `begins` until week `ends`.

    `weight` is how often it meets beside the other groups; `scene` is one of words.CIRCLE, HUB, NEWSLETTER.
    """

    members: Ints
    first: Ints
    weight: Floats
    scene: Ints
    begins: Ints
    ends: Ints


@dataclass(frozen=True)
class _Plan:
    """Groups to be drawn from contacts low … high - 1, with a `leader` beside them (-1: none)."""

    low: Ints
    high: Ints
    weight: Floats
    leader: Ints | None = None
    scene: int = words.CIRCLE


def make_groups(world: World, seed: int) -> Groups:
    """All groups: neighbours in a circle, colleagues, those around influencers, across bridges, on mailing lists."""
    rng = np.random.default_rng([seed, 2])
    return _gathered(world, rng, _plans(world, rng))


def _plans(world: World, rng: np.random.Generator) -> list[_Plan]:
    contacts, of_customer = world.contacts, world.customers.first
    of_circle = np.searchsorted(contacts.circle, np.arange(world.circles.city.size + 1))
    everybody = contacts.customer.size

    def in_circles(circle: Ints, weight: Floats, leader: Ints | None = None, scene: int = words.CIRCLE) -> _Plan:
        return _Plan(of_circle[circle], of_circle[circle + 1], weight, leader, scene)

    def at_customers(customer: Ints, weight: Floats) -> _Plan:
        return _Plan(of_customer[customer], of_customer[customer + 1], weight)

    neighbours = contacts.circle[pick(rng, everybody, everybody * 6 // 5)]
    colleagues = contacts.customer[pick(rng, everybody, everybody // 3)]
    busy = rng.permutation(np.flatnonzero(np.diff(of_customer) >= 2))[: _BUSY * world.scale]
    hubs = np.repeat(world.influencers, _HUB_GROUPS)
    away = rng.random(hubs.size) < _HUB_AWAY
    reached = np.where(away, pick(rng, world.circles.city.size, hubs.size), contacts.circle[hubs])
    bridges, beyond = np.repeat(world.bridges, _BRIDGE_GROUPS), np.repeat(world.bridge_to, _BRIDGE_GROUPS)
    strangers = rng.permutation(np.flatnonzero(contacts.activity > 0))[: everybody // 25]
    return [
        in_circles(neighbours, rng.lognormal(0, 0.6, neighbours.size)),
        at_customers(colleagues, rng.lognormal(0, 0.6, colleagues.size)),
        at_customers(busy, np.full(busy.size, _BUSY_WEIGHT)),
        in_circles(reached, rng.uniform(0.7, 1.2, hubs.size), hubs, words.HUB),
        in_circles(beyond, rng.uniform(0.5, 1.2, bridges.size), bridges),
        in_circles(
            pick(rng, world.circles.city.size, strangers.size), rng.uniform(0.3, 0.8, strangers.size), strangers
        ),
        in_circles(
            np.arange(world.circles.city.size),
            np.full(world.circles.city.size, _MAILING_WEIGHT),
            scene=words.NEWSLETTER,
        ),
    ]


def _gathered(world: World, rng: np.random.Generator, plans: list[_Plan]) -> Groups:
    """Draw the members of all planned groups by their activity; groups of fewer than two fall away."""
    low, high = (np.concatenate([getattr(plan, name) for plan in plans]) for name in ("low", "high"))
    weight = np.concatenate([plan.weight for plan in plans])
    scene = np.concatenate([np.full(plan.low.size, plan.scene) for plan in plans])
    leader = np.concatenate([np.full(plan.low.size, -1) if plan.leader is None else plan.leader for plan in plans])
    size = np.where(scene == words.NEWSLETTER, _MAILING, rng.choice(_SIZES, low.size, p=_SIZE_SHARES))
    cumulated = np.concatenate(([0.0], world.contacts.activity.cumsum()))
    group = np.repeat(np.arange(low.size), size)
    member = weighted(rng, cumulated[1:], cumulated[low][group], cumulated[high][group])
    led = np.flatnonzero(leader >= 0)
    pairs = np.unique(np.stack([np.concatenate((group, led)), np.concatenate((member, leader[led]))], axis=1), axis=0)
    pairs = pairs[_fitting(world, pairs[:, 1], scene[pairs[:, 0]] == words.NEWSLETTER)]
    count = np.bincount(pairs[:, 0], minlength=low.size)
    pairs = pairs[count[pairs[:, 0]] >= 2]
    kept, first, _ = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    members = pairs[:, 1]
    begins = -(-np.maximum.reduceat(world.contacts.joined[members], first) // 7)
    silent = world.customers.silent_from[world.contacts.customer[members]]
    ends = np.minimum(np.minimum.reduceat(silent, first) // 7, WEEKS)
    bounds = np.append(first, members.size)
    return Groups(members, bounds, weight[kept], scene[kept], np.maximum(begins, 0), ends)


def _fitting(world: World, member: Ints, mailed: Bools) -> Bools:
    """Who may be in a group; a mailing goes to those known from the first week, not silent and not opted out."""
    contacts = world.contacts
    silent = world.customers.silent_from[contacts.customer[member]] < NEVER
    unmailable = (contacts.joined[member] > 0) | silent | contacts.opted_out[member]
    return (contacts.activity[member] > 0) & ~(mailed & unmailable)

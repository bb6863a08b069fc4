"""Interactions, week by week: what account teams do in their rhythm, and what contacts do among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import polars as pl

from cli.sample import words
from cli.sample.arrays import Bools, Ints, codes, identifiers, known_only, pick, times, weighted
from cli.sample.groups import Groups
from cli.sample.subjects import Subjects
from cli.sample.world import CIRCLES, EMPLOYEES, MARKETING, START, WEEKS, World

__all__ = ["INTERACTIONS", "interactions"]

INTERACTIONS = 20_000

_FROM, _TO, _CC = range(3)
_MAIL, _CALL, _MEETING, _VISIT, _CHAT, _TICKET, _MENTION = range(7)


@dataclass(frozen=True)
class _Parts:
    """Interactions of a week and who takes part in them.

    `lead` is the contact whose account each row is about; person[i] takes part in row[i] as place[i].
    Persons are numbered contacts first, then employees.
    """

    scene: Ints
    channel: Ints
    lead: Ints
    row: Ints
    person: Ints
    place: Ints

    def beside(self, other: _Parts) -> _Parts:
        """These interactions, then the others."""
        moved = replace(other, row=other.row + self.lead.size)
        both = {f.name: np.concatenate((getattr(self, f.name), getattr(moved, f.name))) for f in fields(self)}
        return _Parts(**both)

    def in_order(self, order: Ints) -> _Parts:
        """The interaction at order[i] becomes number i."""
        number = np.empty(order.size, dtype=np.int64)
        number[order] = np.arange(order.size)
        return _Parts(
            self.scene[order], self.channel[order], self.lead[order], number[self.row], self.person, self.place
        )


def interactions(world: World, groups: Groups, products: pl.Series, seed: int) -> Iterator[pl.DataFrame]:
    """INTERACTIONS × scale rows in the order of time, a frame a week, all columns text."""
    rng = np.random.default_rng([seed, 3])
    team = [_due(world, week) for week in range(WEEKS)]
    sharing = _meetings(rng, groups, INTERACTIONS * world.scale - sum(due.size for due in team))
    writer = _Writer(world, Subjects(products), rng)
    for week in range(WEEKS):
        chosen = _choose(rng, groups, week, sharing[week])
        yield writer.frame(week, _by_team(world, rng, team[week], week).beside(_by_group(world, rng, groups, chosen)))


def _due(world: World, week: int) -> Ints:
    """The customers whom their account team deals with in this week, by their rhythm."""
    customers = world.customers
    begins = np.maximum(customers.created + 12, np.arange(customers.created.size) % customers.rhythm)
    on_time = (begins - 7 * week) % customers.rhythm < 7
    return np.flatnonzero(on_time & (begins < 7 * week + 7) & (customers.silent_from // 7 > week))


def _meetings(rng: np.random.Generator, groups: Groups, total: int) -> Ints:
    """How many of `total` meetings fall into each week: as many as there are groups that may meet."""
    change = np.zeros(WEEKS + 1)
    alive = groups.begins < groups.ends
    np.add.at(change, groups.begins[alive], groups.weight[alive])
    np.add.at(change, groups.ends[alive], -groups.weight[alive])
    weights = change.cumsum()[:WEEKS]
    return rng.multinomial(total, weights / weights.sum())


def _choose(rng: np.random.Generator, groups: Groups, week: int, count: int) -> Ints:
    cumulated = np.where((groups.begins <= week) & (week < groups.ends), groups.weight, 0).cumsum()
    return weighted(rng, cumulated, np.zeros(count), np.full(count, cumulated[-1]))


def _by_team(world: World, rng: np.random.Generator, customer: Ints, week: int) -> _Parts:
    """One interaction for each customer, between its account manager and one or two of its contacts."""
    customers, contacts = world.customers, world.contacts
    first, rows = customers.first[customer], np.arange(customer.size)
    size = customers.first[customer + 1] - first
    single = customers.single_threaded[customer]

    def someone(often: float) -> tuple[Ints, Bools]:
        drawn = first + (rng.random(rows.size) * size).astype(np.int64)
        return drawn, (rng.random(rows.size) < often) & ~single & (contacts.joined[drawn] < 7 * week)

    other, instead = someone(0.25)
    lead = np.where(instead, other, first)
    colleague, present = someone(0.3)
    present &= colleague != lead
    channel = _channels(world, rng, np.full(rows.size, words.ACCOUNT), lead)
    ours = (rng.random(rows.size) < 0.6) & (channel != _TICKET) & (channel != _MENTION)
    employee = contacts.customer.size + customers.owner[customer]
    return _Parts(
        np.full(rows.size, words.ACCOUNT),
        channel,
        lead,
        np.concatenate((rows, rows, rows[present])),
        np.concatenate((lead, employee, colleague[present])),
        np.concatenate((np.where(ours, _TO, _FROM), np.where(ours, _FROM, _TO), _beside(channel)[present])),
    )


def _by_group(world: World, rng: np.random.Generator, groups: Groups, chosen: Ints) -> _Parts:
    """One interaction for each group chosen: a member begins it, an account manager is often there."""
    customers, contacts = world.customers, world.contacts
    rows = np.arange(chosen.size)
    size = groups.first[chosen + 1] - groups.first[chosen]
    row = np.repeat(rows, size)
    nth = np.arange(row.size) - np.repeat(size.cumsum() - size, size)
    starter = (rng.random(rows.size) * size).astype(np.int64)
    member = groups.members[groups.first[chosen][row] + nth]
    lead = groups.members[groups.first[chosen] + starter]
    scene = groups.scene[chosen]
    channel = _channels(world, rng, scene, lead)
    mailing = scene == words.NEWSLETTER
    unit = contacts.circle[lead] // CIRCLES * EMPLOYEES
    employee = contacts.customer.size + np.where(mailing, unit + MARKETING, customers.owner[contacts.customer[lead]])
    present = mailing | (rng.random(rows.size) < 0.75)
    place = np.where((nth == starter[row]) & ~mailing[row], _FROM, _TO)
    return _Parts(
        scene,
        channel,
        lead,
        np.concatenate((row, rows[present])),
        np.concatenate((member, employee[present])),
        np.concatenate((place, np.where(mailing, _FROM, _beside(channel))[present])),
    )


def _channels(world: World, rng: np.random.Generator, scene: Ints, lead: Ints) -> Ints:
    language = world.circles.language[world.contacts.circle[lead]]
    return codes(rng, np.array(words.CHANNEL_SHARES)[language, scene])


def _beside(channel: Ints) -> Ints:
    """How one who is neither sender nor addressed takes part: copied in on a mail, else present."""
    return np.where(channel == _MAIL, _CC, _TO)


class _Writer:
    """Makes text rows of a week's interactions."""

    def __init__(self, world: World, subjects: Subjects, rng: np.random.Generator) -> None:
        self.world, self.subjects, self.rng = world, subjects, rng
        self.written = 0
        self.ids = pl.concat([world.contacts.ids, world.employees.ids])
        self.emails = pl.concat([world.contacts.names["email"], world.employees.table["email"]])
        self.mood = rng.normal(0.25, 0.2, world.customers.created.size)

    def frame(self, week: int, parts: _Parts) -> pl.DataFrame:
        seconds = self._moments(week, parts.channel)
        order = np.argsort(seconds, kind="stable")
        parts, seconds = parts.in_order(order), seconds[order]
        customer = self.world.contacts.customer[parts.lead]
        frame = pl.DataFrame(
            {
                "id": identifiers("I-", 1_000_001 + self.written, np.arange(order.size)),
                "at": times(START, seconds),
                "channel": pl.Series(words.CHANNELS)[parts.channel],
                **self._people(parts).to_dict(),
                "customer": self.world.customers.ids[customer],
                "subject": self.subjects.lines(self.rng, self.world, parts.scene, parts.channel, parts.lead),
                "duration_s": self._durations(parts.channel),
                "sentiment": self._sentiments(seconds // 86_400, parts.scene, customer),
            }
        )
        self.written += order.size
        return frame

    def _moments(self, week: int, channel: Ints) -> Ints:
        """Seconds since START, in working hours; meetings begin at the quarter of an hour."""
        rows = channel.size
        day = 7 * week + pick(self.rng, 5, rows)
        hour = np.clip(self.rng.normal(13, 2.6, rows), 7.5, 18.5) + self.rng.random(rows)
        second = (hour * 3600).astype(np.int64)
        booked = (channel == _MEETING) | (channel == _VISIT)
        return day * 86_400 + np.where(booked, second // 900 * 900, second)

    def _people(self, week: _Parts) -> pl.DataFrame:
        """Columns from, to, cc, direction, a row an interaction; one mail in eight names people by address."""
        by_address = (week.channel == _MAIL) & (self.rng.random(week.channel.size) < 0.125)
        reference = self.emails[week.person].zip_with(pl.Series(by_address[week.row]), self.ids[week.person])
        ours = week.person >= self.world.contacts.customer.size
        parts = pl.DataFrame({"row": week.row, "place": week.place, "reference": reference, "ours": ours})
        listed = {
            name: pl.col("reference").filter(pl.col("place") == code).str.join(";")
            for name, code in (("from", _FROM), ("to", _TO), ("cc", _CC))
        }
        sent_by_us = (pl.col("ours") & (pl.col("place") == _FROM)).any()
        direction = pl.when(~pl.col("ours").any()).then(pl.lit("")).when(sent_by_us).then(pl.lit("outbound"))
        grouped = parts.group_by("row").agg(**listed, direction=direction.otherwise(pl.lit("inbound"))).sort("row")
        return grouped.drop("row")

    def _durations(self, channel: Ints) -> pl.Series:
        call = self.rng.lognormal(6.1, 0.7, channel.size).astype(np.int64)
        meeting = pick(self.rng, 4, channel.size) * 1800 + 1800
        seconds = np.where(channel == _CALL, call, np.where(channel == _VISIT, 2 * meeting, meeting))
        return known_only(pl.Series(seconds), (channel == _CALL) | (channel == _MEETING) | (channel == _VISIT))

    def _sentiments(self, day: Ints, scene: Ints, customer: Ints) -> pl.Series:
        """-1 … 1 with two digits, often blank; it falls in the months before an account goes silent."""
        ahead = self.world.customers.silent_from[customer] - day
        worry = np.where(scene == words.ACCOUNT, np.clip((150 - ahead) / 150, 0, 1), 0)
        value = np.clip(self.mood[customer] - worry + self.rng.normal(0, 0.22, day.size), -1, 1)
        return known_only(pl.Series(value.round(2)), (self.rng.random(day.size) < 0.7) & (scene != words.NEWSLETTER))

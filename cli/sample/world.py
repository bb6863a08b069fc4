"""Who is there: circles, customers, their contacts, our employees, and the people and accounts that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from cli.sample import words
from cli.sample.arrays import Bools, Floats, Ints, identifiers, pick, split
from cli.sample.names import Names

__all__ = ["DAYS", "NEVER", "START", "WEEKS", "Contacts", "Customers", "Employees", "World", "make_world"]

START = datetime(2024, 11, 4)  # noqa: DTZ001  a Monday; the sample knows no zones
WEEKS = 104
DAYS = WEEKS * 7
NEVER = 10 * DAYS

CIRCLES, CUSTOMERS, CONTACTS, EMPLOYEES = 12, 300, 1500, 30
INFLUENCERS, SILENT, SINGLE_THREADED, BRIDGES_PER_CIRCLE = 8, 15, 20, 2

_RHYTHMS = (7, 14, 30, 90)
_RHYTHM_SHARES = (0.12, 0.20, 0.45, 0.23)
_LEVEL_SHARES = (0.10, 0.20, 0.35, 0.35)
_LEVEL_ACTIVITY = (1.2, 1.2, 1.0, 0.7)
_ENGLISH_MANAGERS, _CHINESE_MANAGERS = 12, 8
"""Account managers of a unit of 30 employees, by language."""


@dataclass(frozen=True)
class Circles:
    """Industry × city: the communities. Positions in words.INDUSTRIES and words.CITIES, and the language."""

    industry: Ints
    city: Ints
    language: Ints


@dataclass(frozen=True)
class Customers:
    """Accounts, ordered by circle. Days count from START; `rhythm` is days between contacts of the account team;
    `parent` is another customer or -1.

    `first` has one entry more than there are customers: contacts of customer i are first[i] … first[i + 1] - 1.
    """

    circle: Ints
    created: Ints
    rhythm: Ints
    owner: Ints
    silent_from: Ints
    single_threaded: Bools
    worth: Floats
    parent: Ints
    first: Ints
    names: pl.DataFrame
    ids: pl.Series


@dataclass(frozen=True)
class Contacts:
    """People at customers, ordered by customer, the first known of each first; `activity` is how often they meet."""

    customer: Ints
    circle: Ints
    joined: Ints
    activity: Floats
    level: Ints
    opted_out: Bools
    titles: pl.Series
    roles: pl.Series
    names: pl.DataFrame
    ids: pl.Series


@dataclass(frozen=True)
class Employees:
    """Our people, in units of 30: `title`, `team`, `department`, manager's position (-1: none)."""

    table: pl.DataFrame
    manager: Ints
    ids: pl.Series


@dataclass(frozen=True)
class World:
    """The whole company; `influencers`, `bridges` are positions of contacts, `bridge_to` the other circle of each."""

    scale: int
    circles: Circles
    customers: Customers
    contacts: Contacts
    employees: Employees
    influencers: Ints
    bridges: Ints
    bridge_to: Ints


def make_world(seed: int, scale: int) -> World:
    """Everybody and what is special about them; the same seed gives the same world."""
    rng = np.random.default_rng([seed, 1])
    names = Names.drawn(seed)
    circles = _circles(scale)
    customers = _customers(rng, names, circles, scale)
    contacts = _contacts(rng, names, circles, customers, scale)
    everywhere = np.arange(CIRCLES * scale)
    silent, busy = customers.silent_from < NEVER, customers.rhythm <= 7
    eligible = (contacts.joined < -365) & ~(silent | busy | customers.single_threaded)[contacts.customer]
    led = np.concatenate([rng.choice(CIRCLES, INFLUENCERS, replace=False) + CIRCLES * unit for unit in range(scale)])
    influencers = _from_circles(rng, eligible & (contacts.level < 2), contacts.circle, led)
    eligible[influencers] = False
    bridges = _from_circles(rng, eligible, contacts.circle, np.repeat(everywhere, BRIDGES_PER_CIRCLE))
    contacts.activity[influencers] = 1
    contacts.opted_out[influencers] = False
    bridge_to = (contacts.circle[bridges] + rng.integers(1, everywhere.size, bridges.size)) % everywhere.size
    return World(scale, circles, customers, contacts, _employees(rng, scale, names), influencers, bridges, bridge_to)


def _customers(rng: np.random.Generator, names: Names, circles: Circles, scale: int) -> Customers:
    circle_weights = rng.uniform(0.6, 1.5, CIRCLES * scale)
    circle = np.repeat(np.arange(circle_weights.size), split(rng, CUSTOMERS * scale, circle_weights, least=5))
    size = split(rng, CONTACTS * scale, rng.lognormal(0, 0.7, circle.size), least=1)
    created = rng.integers(-6 * 365, DAYS - 180, circle.size)
    rhythm = rng.choice(_RHYTHMS, circle.size, p=_RHYTHM_SHARES)
    silent_from, single_threaded = _special_accounts(rng, scale, size, created, rhythm)
    return Customers(
        circle=circle,
        created=created,
        rhythm=rhythm,
        owner=_owners(rng, circles, circle),
        silent_from=silent_from,
        single_threaded=single_threaded,
        worth=rng.lognormal(0, 0.7, circle.size) * size,
        parent=_parents(rng, circle, created),
        first=np.concatenate(([0], size.cumsum())),
        names=names.companies(rng, circles.language[circle], circles.industry[circle], circles.city[circle]),
        ids=identifiers("A-", 10_001, _rank(created)),
    )


def _contacts(rng: np.random.Generator, names: Names, circles: Circles, customers: Customers, scale: int) -> Contacts:
    customer = np.repeat(np.arange(customers.created.size), np.diff(customers.first))
    circle = customers.circle[customer]
    language = circles.language[circle]
    level = rng.choice(len(_LEVEL_SHARES), customer.size, p=_LEVEL_SHARES)
    joined = _joined(rng, customers, customer)
    activity = np.clip(rng.lognormal(0, 0.7, customer.size), 0.2, 3.2) * np.array(_LEVEL_ACTIVITY)[level]
    return Contacts(
        customer=customer,
        circle=circle,
        joined=joined,
        activity=np.where(customers.single_threaded[customer], 0, activity),
        level=level,
        opted_out=rng.random(customer.size) < 0.03,
        titles=_by_level(rng, words.TITLES, language, level),
        roles=_by_level(rng, (words.ROLES, words.ROLES), language, level),
        names=names.people(rng, language, customers.names["domain"][customer]),
        ids=identifiers("C-", 100_001, _rank(joined)),
    )


def _circles(scale: int) -> Circles:
    number = np.arange(CIRCLES * scale)
    city = number % len(words.CITIES)
    industry = (city + number // len(words.CITIES)) % len(words.INDUSTRIES)
    return Circles(industry, city, np.array([language for *_, language in words.CITIES])[city])


def _special_accounts(
    rng: np.random.Generator, scale: int, size: Ints, created: Ints, rhythm: Ints
) -> tuple[Ints, Bools]:
    """From which day each account is silent, and which accounts hang by one contact."""
    established = np.flatnonzero((size >= 3) & (created < -90) & (rhythm <= 30))
    chosen = rng.choice(established, (SILENT + SINGLE_THREADED) * scale, replace=False)
    silent = np.full(size.size, NEVER)
    silent[chosen[: SILENT * scale]] = DAYS - rng.integers(105, 130, SILENT * scale)
    single = np.zeros(size.size, dtype=bool)
    single[chosen[SILENT * scale :]] = True
    return silent, single


def _joined(rng: np.random.Generator, customers: Customers, customer: Ints) -> Ints:
    """The day from which each contact is known: the first soon after the account is opened, others later."""
    joined = customers.created[customer] + 10 + rng.exponential(220, customer.size).astype(np.int64)
    joined[customers.first[:-1]] = customers.created + rng.integers(0, 10, customers.created.size)
    return np.minimum(joined, DAYS - 25)


def _from_circles(rng: np.random.Generator, eligible: Bools, circle: Ints, wanted: Ints) -> Ints:
    """For each circle wanted, one eligible contact at random, none twice."""
    candidates = rng.permutation(np.flatnonzero(eligible))
    ordered = candidates[np.argsort(circle[candidates], kind="stable")]
    wanted = np.sort(wanted)
    nth = np.arange(wanted.size) - np.searchsorted(wanted, wanted)
    return np.sort(ordered[np.searchsorted(circle[ordered], wanted) + nth])


def _owners(rng: np.random.Generator, circles: Circles, circle: Ints) -> Ints:
    """An account manager of the circle's unit who speaks its language; see `_employees` for their places."""
    chinese = circles.language[circle] == words.CHINESE
    nth = np.where(
        chinese,
        _ENGLISH_MANAGERS + pick(rng, _CHINESE_MANAGERS, circle.size),
        pick(rng, _ENGLISH_MANAGERS, circle.size),
    )
    return circle // CIRCLES * EMPLOYEES + 5 + nth


_POSTS = (
    (("Managing Director", "Management", "Management", 0),)
    + tuple((title, "Sales", team, 0) for title, team in (
        ("Sales Director UK & Ireland", "UK & Ireland"), ("Sales Director Americas", "Americas and Pacific"),
        ("销售总监", "中国区")))
    + (("Head of Customer Service", "Service", "Customer service", 0),)
    + tuple(("Account Manager", "Sales", *team) for team in (("UK & Ireland", 1), ("Americas and Pacific", 2)) * 6)
    + (("客户经理", "Sales", "中国区", 3),) * 8
    + (("Support Engineer", "Service", "Customer service", 4),) * 2
    + (("技术支持工程师", "Service", "Customer service", 4),)
    + (("Marketing Manager", "Marketing", "Marketing", 0), ("Marketing Specialist", "Marketing", "Marketing", 28))
)  # fmt: skip
"""Posts of a unit: title, department, team, and the place of the manager in the unit."""

MARKETING = 28
"""Place in a unit of the one who sends the newsletters."""


def _employees(rng: np.random.Generator, scale: int, names: Names) -> Employees:
    posts = pl.DataFrame(_POSTS, schema=["title", "department", "team", "manager"], orient="row")
    table = pl.concat([posts] * scale)
    chinese = table["title"].str.contains(r"\p{Han}").to_numpy()
    domain = pl.Series([words.OUR_DOMAIN]).new_from_index(0, table.height)
    person = names.people(rng, chinese.astype(np.int64), domain)
    place = np.arange(table.height)
    manager = place // EMPLOYEES * EMPLOYEES + table["manager"].to_numpy()
    manager[place % EMPLOYEES == 0] = 0
    manager[0] = -1
    table = table.drop("manager").with_columns(person)
    return Employees(table, manager, identifiers("E-", 1001, place))


def _parents(rng: np.random.Generator, circle: Ints, created: Ints) -> Ints:
    """One customer in twelve belongs to the oldest customer of its circle."""
    order = np.lexsort((created, circle))
    oldest = order[np.searchsorted(circle[order], circle)]
    return np.where((rng.random(circle.size) < 1 / 12) & (oldest != np.arange(circle.size)), oldest, -1)


def _by_level(
    rng: np.random.Generator, lists: Sequence[Sequence[tuple[str, ...]]], language: Ints, level: Ints
) -> pl.Series:
    """One of `lists[language][level]` for each row."""
    flat = [list(at_level) for of_language in lists for at_level in of_language]
    which = language * len(lists[0]) + level
    first = np.cumsum([0] + [len(names) for names in flat])
    nth = (rng.random(which.size) * np.diff(first)[which]).astype(np.int64)
    names = pl.Series([name for at_level in flat for name in at_level])
    return names.gather(first[which] + nth)


def _rank(values: Ints) -> Ints:
    ranks = np.empty(values.size, dtype=np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size)
    return ranks

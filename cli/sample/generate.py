"""Write the sample company's files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xlsxwriter

from cli.sample import trade, words
from cli.sample.arrays import Ints, dates, known_only
from cli.sample.dirt import Dirt
from cli.sample.groups import make_groups
from cli.sample.private import Private, addresses, make_private, meetings
from cli.sample.traffic import interactions
from cli.sample.world import NEVER, START, WEEKS, World, make_world

__all__ = ["Truth", "write"]

Progress = Callable[[str, int, int], None]
"""Told what is being written, how far it is, and of how much."""


@dataclass(frozen=True)
class Truth:
    """What is known of the company and its files because it was made so. People and accounts by id.

    `rows`: distinct sound records of each kind; `dirt`: kind -> what was planted how often (see cli.sample.dirt).
    """

    seed: int
    scale: int
    influencers: list[str]
    bridges: list[str]
    silent_accounts: list[str]
    silent_since: dict[str, str]
    """The day from which nobody deals with each of the silent accounts."""
    single_threaded_accounts: list[str]
    opted_out: list[str]
    families: list[list[str]]
    friends: list[list[str]]
    partners: list[list[str]]
    rows: dict[str, int]
    dirt: dict[str, dict[str, int]]
    community_names: list[str]
    contacts: pl.Series
    community: pl.Series
    """The number of the community of each of `contacts`."""

    def planted(self, *what: str) -> int:
        """How many pieces of this dirt there are in all files: `planted("missing_key", "bad_date")`."""
        return sum(counts.get(name, 0) for counts in self.dirt.values() for name in what)

    def save(self, path: Path) -> None:
        """Write everything as JSON."""
        known = {name: value for name, value in vars(self).items() if name not in ("contacts", "community")}
        known["communities"] = dict(zip(self.contacts, self.community, strict=True))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")


def write(folder: Path, *, seed: int = 7, scale: int = 1, progress: Progress | None = None) -> Truth:
    """Write the files of the sample company into `folder` and tell the truth about it.

    `scale` multiplies customers, contacts and all that they do; the same seed and scale give the same bytes.
    Interactions and purchases are written as they are made, a week at a time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = progress or (lambda step, done, total: None)
    report("people", 0, 1)
    files = _Files(folder, Dirt(seed))
    world = make_world(seed, scale)
    private = make_private(world, seed)
    _write_people(files, world, addresses(world, private, seed))
    sold = trade.products(seed)
    _write_workbook(folder / "products.xlsx", sold)
    files.rows["products"] = sold.height
    files.write("contracts", [trade.contracts(world, seed)], date="ends_on")
    files.write("referrals", [trade.referrals(world, seed)], optional=("program",), date="at", dangling="referred")
    files.write("relationships", [trade.relationships(world, seed)])
    files.write("feedback", [trade.feedback(world, seed)], optional=("text",), date="at")
    report("people", 1, 1)
    groups = make_groups(world, seed)
    steps: dict[str, Iterable[pl.DataFrame]] = {
        "purchases": trade.purchases(world, sold, seed),
        "interactions": _beside(interactions(world, groups, sold["name"], seed), meetings(world, private, seed)),
    }
    dirty: dict[str, dict[str, Any]] = {
        "purchases": {"optional": ("quantity",), "date": "at", "dangling": "contact"},
        "interactions": {"optional": ("subject", "sentiment", "duration_s"), "date": "at", "dangling": "cc"},
    }
    for kind, weeks in steps.items():
        files.write(kind, _reported(weeks, kind, report), **dirty[kind])
    return _truth(world, private, files, seed)


class _Files:
    """Writes tables with dirt, as comma-separated UTF-8, or as the Chinese office's GB18030."""

    def __init__(self, folder: Path, dirt: Dirt) -> None:
        self.folder, self.dirt = folder, dirt
        self.rows: Counter[str] = Counter()

    def write(self, kind: str, frames: Iterable[pl.DataFrame], *, name: str = "", **columns: Any) -> None:
        """Write the frames of a kind one after another; `columns` says where Dirt may plant what."""
        headers = words.HEADERS.get(name)
        with (self.folder / f"{name or kind}.csv").open("wb") as file:
            for number, frame in enumerate(frames):
                self.rows[kind] += frame.height
                dirty = self.dirt.plant(kind, frame, **columns).select(pl.all().replace("", None))
                text = (dirty.rename(headers) if headers else dirty).write_csv(include_header=number == 0)
                file.write(text.encode("gb18030" if headers else "utf-8"))


def _write_people(files: _Files, world: World, homes: pl.Series) -> None:
    employees = world.employees
    manager = known_only(employees.ids[np.maximum(employees.manager, 0)], employees.manager >= 0)
    staff = employees.table.select("name", "email", "title", "department", "team").with_columns(manager=manager)
    files.write("employees", [staff.insert_column(0, employees.ids.alias("id"))])
    for kind, table, optional, chinese_name in (
        ("customers", _customers(world), ("phone", "website", "region"), "客户"),
        ("contacts", _contacts(world, homes), ("phone", "city", "role"), "联系人"),
    ):
        for is_chinese, name in ((False, ""), (True, chinese_name)):
            rows = table.filter(pl.col("chinese") == is_chinese).drop("chinese", "order")
            files.write(kind, [rows], name=name, optional=optional)


def _customers(world: World) -> pl.DataFrame:
    customers, circles = world.customers, world.circles
    city, chinese = _places(world, customers.circle)
    industries = [pl.Series(names)[circles.industry[customers.circle]] for names in zip(*words.INDUSTRIES, strict=True)]
    domain = customers.names["domain"]
    parent = known_only(customers.ids[np.maximum(customers.parent, 0)], customers.parent >= 0)
    return pl.DataFrame(
        {
            "order": customers.created,
            "chinese": chinese,
            "id": customers.ids,
            "name": customers.names["name"],
            "kind": pl.Series(["company"]).new_from_index(0, domain.len()),
            "industry": industries[1].zip_with(chinese, industries[0]),
            "region": city["region"],
            "city": city["city"],
            "country": city["country"],
            "parent": parent,
            "owner": world.employees.ids[customers.owner],
            "email": "info@" + domain,
            "phone": _phones(world, customers.circle, 0),
            "website": "https://www." + domain,
            "created_at": dates(START, customers.created),
        }
    ).sort("order", "id")


def _contacts(world: World, homes: pl.Series) -> pl.DataFrame:
    contacts = world.contacts
    city, chinese = _places(world, contacts.circle)
    answers = pl.Series(["no", "yes", "否", "是"])[2 * chinese.cast(pl.Int64) + contacts.opted_out]
    return pl.DataFrame(
        {
            "order": contacts.joined,
            "chinese": chinese,
            "id": contacts.ids,
            "name": contacts.names["name"],
            "customer": world.customers.ids[contacts.customer],
            "title": contacts.titles,
            "role": contacts.roles,
            "email": contacts.names["email"],
            "phone": _phones(world, contacts.circle, 1),
            "city": city["city"],
            "address": homes,
            "opted_out": answers,
        }
    ).sort("order", "id")


def _places(world: World, circle: Ints) -> tuple[pl.DataFrame, pl.Series]:
    """City, region and country of the circle of each row, and whether they are in China."""
    cities = pl.DataFrame(words.CITIES, schema=["city", "region", "country", "language"], orient="row")
    rows = cities[world.circles.city[circle]]
    return rows, rows["language"] == words.CHINESE


def _phones(world: World, circle: Ints, line: int) -> pl.Series:
    """A number for each row, different ones for the first 50,000 rows in a city; `line` 0 and 1 share none."""
    spread = (np.arange(circle.size) * 2 + line) * 7919 % 100_000
    return pl.Series(words.PHONES)[world.circles.city[circle]] + pl.Series(spread).cast(pl.String).str.zfill(5)


def _write_workbook(path: Path, table: pl.DataFrame) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": START})
        table.write_excel(workbook, "Products")


def _beside(weeks: Iterable[pl.DataFrame], others: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The frames of both, week by week, in the order of time."""
    for frame, other in zip(weeks, others, strict=True):
        both = pl.concat([frame, other.select(frame.columns).cast(frame.schema)])
        yield both.sort("at", maintain_order=True)


def _reported(weeks: Iterable[pl.DataFrame], kind: str, report: Progress) -> Iterator[pl.DataFrame]:
    for week, frame in enumerate(weeks):
        report(kind, week, WEEKS)
        yield frame
    report(kind, WEEKS, WEEKS)


def _truth(world: World, private: Private, files: _Files, seed: int) -> Truth:
    customers, contacts, circles = world.customers, world.contacts, world.circles
    dirt: dict[str, dict[str, int]] = {}
    silent = np.flatnonzero(customers.silent_from < NEVER)
    for (kind, what), count in sorted(files.dirt.counts.items()):
        dirt.setdefault(kind, {})[what] = count
    return Truth(
        seed=seed,
        scale=world.scale,
        influencers=contacts.ids[world.influencers].to_list(),
        bridges=contacts.ids[world.bridges].to_list(),
        silent_accounts=customers.ids[silent].to_list(),
        silent_since=dict(zip(customers.ids[silent], dates(START, customers.silent_from[silent]), strict=True)),
        single_threaded_accounts=customers.ids[np.flatnonzero(customers.single_threaded)].to_list(),
        opted_out=contacts.ids[np.flatnonzero(contacts.opted_out)].to_list(),
        families=private.of(world, "family"),
        friends=private.of(world, "friend"),
        partners=private.of(world, "partner"),
        rows=dict(files.rows),
        dirt=dirt,
        community_names=[
            f"{words.INDUSTRIES[industry][language]} · {words.CITIES[city][0]}"
            for industry, city, language in zip(circles.industry, circles.city, circles.language, strict=True)
        ],
        contacts=contacts.ids,
        community=pl.Series(contacts.circle),
    )

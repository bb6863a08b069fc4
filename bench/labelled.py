"""People with known duplicates: rows as several systems would hold them, in both scripts, with what goes wrong in them.

Names come with the frequencies of Faker's lists (王芳 is common, as it is outside), and the same name occurs for
different people, also in one company. A duplicate differs from its original in one to three ways: typos, swapped or
abbreviated names, pinyin for Chinese characters, another company, other or missing addresses and numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from faker.providers.person.en_US import Provider as English
from faker.providers.person.zh_CN import Provider as Chinese
from pypinyin import lazy_pinyin

__all__ = ["people"]

_CITIES = (
    ("London", "44"), ("Chicago", "1"), ("Toronto", "1"), ("Sydney", "61"), ("Berlin", "49"), ("Boston", "1"),
    ("Dublin", "353"), ("Paris", "33"), ("上海", "86"), ("深圳", "86"), ("苏州", "86"), ("杭州", "86"), ("成都", "86"),
    ("北京", "86"), ("广州", "86"), ("武汉", "86"),
)  # fmt: skip
_LATIN_CITIES = 8
_NOUNS = (("Freight", "Medical", "Foods", "Energy", "Minerals", "Bio", "Packaging", "Motors", "Chips", "Tools"),
          ("物流", "医疗", "食品", "能源", "矿业", "生物", "包装", "汽车", "半导体", "机械"))  # fmt: skip
_FORMS = (("Ltd", "Inc.", "GmbH", "Group", "LLC"), ("有限公司", "股份有限公司", "集团有限公司"))
_STEMS = "华中金新东海天盛恒泰瑞丰安达宏远兴顺鑫润德信正大永康长江南方北辰启明星辉"
_TITLES = (
    (("Head of purchasing", "Purchasing manager"), ("CEO", "Chief executive officer"), ("Engineer", "Senior engineer"),
     ("Sales director", "Director of sales"), ("IT manager", "IT lead"), ("Controller", "Finance controller"),
     ("Plant manager", "Site manager"), ("Buyer", "Senior buyer"), ("CTO", "Chief technology officer"),
     ("Logistics manager", "Head of logistics"), ("Quality manager", "Head of quality"),
     ("Office manager", "Assistant")),
    (("采购经理", "采购主管"), ("总经理", "CEO"), ("工程师", "高级工程师"), ("销售总监", "销售经理"),
     ("信息主管", "IT经理"),
     ("财务经理", "财务主管"), ("厂长", "生产经理"), ("采购员", "采购专员"), ("技术总监", "CTO"),
     ("物流经理", "物流主管"),
     ("质量经理", "品质主管"), ("行政经理", "行政助理")),
)  # fmt: skip
_SOURCES = ("hubspot", "salesforce", "zoho", "fxiaoke", "outlook", "file")
_FREE = (("gmail.com", "outlook.com", "yahoo.com"), ("qq.com", "163.com", "126.com"))
_RECOGNISABLE = 0.97
"""Duplicates that keep an address, a number or the company; nobody could tell the others."""

Row = dict[str, Any]


def people(rows: int, *, duplicates: float = 0.2, seed: int = 1) -> pl.DataFrame:
    """`rows` rows of which a share are `duplicates` of others; `person` says whose row it is.

    Columns: key, id, source, name, email, phone, company, city, title, person.
    """
    rng = np.random.default_rng(seed)
    originals = round(rows * (1 - duplicates))
    world = _World(rng, originals)
    made = [world.person(number) for number in range(originals)]
    again = rng.choice(originals, rows - originals, replace=True)
    made += [world.duplicate(made[number]) for number in again]
    order = rng.permutation(rows)
    table = pl.DataFrame([made[place] for place in order], infer_schema_length=None)
    table = table.with_columns(id=pl.format("{}:{}", "source", pl.int_range(pl.len())))
    return table.with_columns(key=pl.format("contact:{}", "id")).drop("chinese", "latin", "home")


class _World:
    """Draws people and companies, and spoils rows."""

    def __init__(self, rng: np.random.Generator, people: int) -> None:
        self.rng = rng
        self.taken: Counter[str] = Counter()
        self.given = (_pool(English.first_names), _pool(Chinese.first_names))
        self.surnames = (_pool(English.last_names), _pool(Chinese.last_names))
        self.companies = [self._company() for _ in range(max(4, people // 10))]
        self.spoilers: tuple[tuple[float, Callable[[Row], None]], ...] = (
            (0.22, self._mistype), (0.12, self._swap), (0.14, self._transliterate), (0.05, self._abbreviate),
            (0.10, self._change_company), (0.12, self._other_email), (0.10, self._other_phone),
            (0.25, self._lose), (0.10, self._other_title), (0.08, self._mistype_number),
        )  # fmt: skip

    def person(self, number: int) -> Row:
        rng = self.rng
        company = self._any(self.companies)
        chinese = company["chinese"] if rng.random() < 0.9 else not company["chinese"]
        given, surname = (self._draw(pool[chinese]) for pool in (self.given, self.surnames))
        if chinese and len(given) == 1 and rng.random() < 0.6:
            given += self._any([name for name in self.given[1][0] if len(name) == 1])
        latin = ("".join(lazy_pinyin(given)), "".join(lazy_pinyin(surname))) if chinese else (given, surname)
        row: Row = {
            "person": number,
            "source": self._any(_SOURCES),
            "name": surname + given if chinese else f"{given} {surname}",
            "phone": company["phone"] if rng.random() < 0.08 else self._phone(company["code"], mobile=True),
            "company": company["name"],
            "city": company["city"],
            "title": self._any(_TITLES[chinese])[0],
            "chinese": chinese,
            "latin": latin,
            "home": company,
        }
        row["email"] = self._email(row) if rng.random() > 0.03 else f"info@{company['domain']}"
        for column, share in (("email", 0.12), ("phone", 0.2), ("title", 0.2), ("city", 0.1)):
            if rng.random() < share:
                row[column] = None
        return row

    def duplicate(self, original: Row) -> Row:
        row = dict(original)
        row["source"] = self._any(_SOURCES)
        shares = np.array([share for share, _ in self.spoilers])
        for _ in range(int(self.rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15]))):
            self.spoilers[int(self.rng.choice(len(shares), p=shares / shares.sum()))][1](row)
        if self.rng.random() < _RECOGNISABLE:
            self._keep_a_trace(row, original)
        return row

    def _keep_a_trace(self, row: Row, original: Row) -> None:
        """Who moves keeps a mobile number or private address; of what is lost, something stays."""
        same = [column for column in ("email", "phone") if row[column] and row[column] == original[column]]
        if same or (row["company"] and row["company"] == original["company"]):
            return
        if original["phone"] is None and original["email"] is None:
            row["company"], row["city"] = original["company"], original["city"]
            return
        for column in ("phone", "email"):
            if original[column]:
                row[column] = original[column]
                return

    def _company(self) -> Row:
        rng = self.rng
        chinese = rng.random() < 0.5
        city, code = _CITIES[int(rng.integers(_LATIN_CITIES, len(_CITIES)) if chinese else rng.integers(_LATIN_CITIES))]
        noun = self._any(_NOUNS[chinese])
        if chinese:
            stem = "".join(self._any(_STEMS) for _ in range(2))
            name, slug = f"{city}{stem}{noun}{self._any(_FORMS[1])}", "".join(lazy_pinyin(stem + noun))
        else:
            stem = self._draw(self.surnames[0])
            name, slug = f"{stem} {noun} {self._any(_FORMS[0])}", f"{stem}{noun}".lower()
        domain = f"{slug}{rng.integers(100) if rng.random() < 0.3 else ''}.{'cn' if chinese else 'example'}"
        return {"name": name, "chinese": chinese, "city": city, "code": code, "domain": domain,
                "phone": self._phone(code, mobile=False)}  # fmt: skip

    def _email(self, row: Row) -> str:
        first, last = (part.lower() for part in row["latin"])
        local = self._any((f"{first}.{last}", f"{last}{first}", f"{first[0]}{last}", f"{first}{last[0]}", first))
        if self.rng.random() < 0.1:
            local = f"{self._any((first, last))}{self.rng.integers(1970, 2005)}"
        if self.rng.random() < 0.12:
            return self._unique(f"{local}{self.rng.integers(10, 9999)}", self._any(_FREE[row["chinese"]]))
        return self._unique(local, row["home"]["domain"])

    def _unique(self, local: str, domain: str) -> str:
        """Nobody is given an address that another person has."""
        self.taken[f"{local}@{domain}"] += 1
        nth = self.taken[f"{local}@{domain}"]
        return f"{local}{nth if nth > 1 else ''}@{domain}"

    def _phone(self, code: str, *, mobile: bool) -> str:
        if code == "86" and mobile:
            return f"+861{self._any('3578')}{self.rng.integers(10**8, 10**9)}"
        return f"+{code}{self.rng.integers(2 * 10**8, 10**9)}"

    def _mistype(self, row: Row) -> None:
        name = row["name"]
        place = int(self.rng.integers(1, len(name)))
        if row["chinese"] and not name.isascii():
            sound = lazy_pinyin(name[place])[0]
            alike = [
                c for given in self.given[1][0][:400] for c in given if lazy_pinyin(c)[0] == sound and c != name[place]
            ]
            row["name"] = name[:place] + (self._any(sorted(set(alike))) if alike else name[place]) + name[place + 1 :]
            return
        way = self.rng.integers(4)
        letter = self._any("aeiourstnlm")
        row["name"] = (
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + letter + name[place + 1 :],
            name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
        )[int(way)]

    def _swap(self, row: Row) -> None:
        parts = row["name"].split(" ")
        if len(parts) > 1:
            row["name"] = " ".join([parts[-1], *parts[:-1]]) if self.rng.random() < 0.7 else f"{parts[-1]}, {parts[0]}"
        else:
            self._transliterate(row)

    def _transliterate(self, row: Row) -> None:
        if not row["chinese"]:
            self._mistype(row)
            return
        given, surname = (part.capitalize() for part in row["latin"])
        row["name"] = self._any((f"{given} {surname}", f"{surname} {given}", f"{given} {surname.upper()}"))

    def _abbreviate(self, row: Row) -> None:
        given, surname = row["latin"]
        row["name"] = f"{given[0].upper()}. {surname.capitalize()}"

    def _change_company(self, row: Row) -> None:
        row["home"] = company = self._any(self.companies)
        row["company"], row["city"] = company["name"], company["city"]
        if row["email"] and row["email"].split("@")[1] not in (*_FREE[0], *_FREE[1]):
            row["email"] = self._email(row)
        self._other_title(row)

    def _other_email(self, row: Row) -> None:
        row["email"] = self._email(row)

    def _other_phone(self, row: Row) -> None:
        row["phone"] = self._phone(row["home"]["code"], mobile=True)

    def _other_title(self, row: Row) -> None:
        row["title"] = next((other for first, other in _TITLES[row["chinese"]] if first == row["title"]), None)

    def _mistype_number(self, row: Row) -> None:
        if row["phone"]:
            place = int(self.rng.integers(4, len(row["phone"])))
            row["phone"] = f"{row['phone'][:place]}{self.rng.integers(10)}{row['phone'][place + 1 :]}"

    def _lose(self, row: Row) -> None:
        for column in self._some(("email", "phone", "city", "title", "company"), int(self.rng.integers(1, 3))):
            row[column] = None

    def _any(self, choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def _some(self, choices: Any, count: int) -> list[Any]:
        return [choices[int(place)] for place in self.rng.choice(len(choices), min(count, len(choices)), replace=False)]

    def _draw(self, pool: tuple[list[str], Any]) -> str:
        return pool[0][int(np.searchsorted(pool[1], self.rng.random()))]


def _pool(names: Any) -> tuple[list[str], Any]:
    weighted = dict(names) if isinstance(names, dict) else dict.fromkeys(names, 1.0)
    shares = np.cumsum(list(weighted.values()))
    return list(weighted), shares / shares[-1]

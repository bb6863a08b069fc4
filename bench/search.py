"""What search as one types costs, and how often it finds who is meant, beside Neo4j's full-text index.

    python -m bench.search --people 200000

Makes people and accounts with common Western and Chinese names in a Neo4j of its own, and asks for some of them the
way people type: the beginning of a name, both names, pinyin, its initials, an e-mail, and names with one typo and two.
Neo4j is asked in Lucene's syntax, with `~1` or `~2` behind each word where typos are wanted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from faker import Faker

from graph.local.server import LocalNeo4j
from graph.reports.search import full_text_query
from graph.search.index import Index
from graph.search.keeper import parties
from graph.store import Store
from guanxi.config import GraphConfig, home
from guanxi.pinyin import in_two

_ASKED = 60
_KINDS = ("contact", "employee", "customer")
_CREATE = {
    "Customer": "UNWIND $rows AS row CREATE (c:Customer) SET c = row",
    "Contact": "UNWIND $rows AS row CREATE (p:Contact:Person) SET p = row.of "
    "WITH p, row MATCH (c:Customer {id: row.at}) CREATE (p)-[:WORKS_AT]->(c)",
}

Person = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        server = LocalNeo4j(Path(folder), GraphConfig(heap="1g", page_cache="512m"), jars=home() / "neo4j-jars")
        try:
            with Store(server.start().uri, "neo4j", server.password) as store:
                store.make_schema()
                compare(store, _load(store, people))
        finally:
            server.stop()


def compare(store: Store, people: list[Person]) -> None:
    process = psutil.Process()
    before, began = process.memory_info().rss, time.perf_counter()
    read = parties(store)
    between = time.perf_counter()
    index = Index(read)
    del read
    built = time.perf_counter()
    print(
        f"{index.size:,} people and accounts: read in {between - began:.1f} s, index in {built - between:.1f} s,",
        end=" ",
    )
    print(f"{(process.memory_info().rss - before) >> 20} MB more memory")
    rng = np.random.default_rng(1)
    western = [person for person in people if person["name"].isascii()]
    chinese = [person for person in people if not person["name"].isascii()]
    print(f"{'':28}{'found':>7}{'ms':>7}{'slowest':>9}{'Neo4j found':>13}{'ms':>7}{'slowest':>9}")
    for what, source, typed, typos in (
        ("first letters", western, lambda p: p["name"][:4], 0),
        ("whole name", western, lambda p: p["name"], 0),
        ("Chinese name", chinese, lambda p: p["name"], 0),
        ("pinyin", chinese, lambda p: "".join(_syllables(p["name"])), 0),
        ("initials of pinyin", chinese, lambda p: _initials(p["name"]), 0),
        ("e-mail", people, lambda p: p["email"], 0),
        ("name, one typo", western, lambda p: _mistyped(p["name"], 1, rng), 1),
        ("name, two typos", western, lambda p: _mistyped(p["name"], 2, rng), 2),
    ):
        asked = [source[i] for i in rng.choice(len(source), _ASKED)]
        texts = [typed(person) for person in asked]
        ours = _asked(texts, asked, lambda text: index.find(text, _KINDS, 10))
        theirs = _asked(texts, asked, lambda text, typos=typos: _full_text(store, text, typos))
        print(f"{what:28}{ours[0]:7.0%}{ours[1]:7.1f}{ours[2]:9.1f}{theirs[0]:13.0%}{theirs[1]:7.1f}{theirs[2]:9.1f}")


def _asked(
    texts: Sequence[str], people: list[Person], find: Callable[[str], list[dict[str, Any]]]
) -> tuple[float, float, float]:
    """How often somebody of that name is among the ten, and the median and the longest milliseconds."""
    taken, found = [], 0
    for text, person in zip(texts, people, strict=True):
        began = time.perf_counter()
        items = find(text)
        taken.append(1000 * (time.perf_counter() - began))
        found += any(_alike(item["name"], person["name"], text) for item in items)
    return found / len(texts), float(np.median(taken)), max(taken)


def _alike(name: str, wanted: str, typed: str) -> bool:
    """Whether who was found may be meant: of the same name, or one that begins with, or has, the same initials."""
    if len(typed) <= 4 and typed.isascii():
        return _initials(name) == typed or name.lower().startswith(typed.lower()) or typed.lower() in name.lower()
    return name == wanted


def _syllables(name: str) -> list[str]:
    surname, given = in_two(name)
    return [*surname, *given]


def _initials(name: str) -> str:
    return "".join(syllable[0] for syllable in _syllables(name))


def _full_text(store: Store, text: str, typos: int) -> list[dict[str, Any]]:
    query = full_text_query(text)
    if typos:
        query = " AND ".join(f"{word.strip('*')}~{typos}" for word in query.split(" AND "))
    return store.read("screens/search", query=query, kinds=list(_KINDS), limit=10)


def _mistyped(name: str, typos: int, rng: np.random.Generator) -> str:
    """A name in which so many letters, not the first ones of a word, are left out, doubled, wrong or swapped."""
    word = max(name.split(), key=len)
    letters = list(word.lower())
    for _ in range(typos):
        at, kind = int(rng.integers(1, len(letters) - 1)), rng.integers(0, 4)
        if kind == 0:
            del letters[at]
        elif kind == 1:
            letters.insert(at, letters[at])
        elif kind == 2:
            letters[at] = chr(97 + int(rng.integers(0, 26)))
        else:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return name.lower().replace(word.lower(), "".join(letters))


def _load(store: Store, count: int) -> list[Person]:
    western, chinese = Faker("en_GB"), Faker("zh_CN")
    Faker.seed(1)
    accounts = [{"id": str(i), "name": (western if i % 2 else chinese).company()} for i in range(count // 10)]
    people = []
    for number in range(count):
        name = f"{western.first_name()} {western.last_name()}" if number % 2 else chinese.name()
        email = f"{western.user_name()}{number}@{western.domain_word()}.example"
        people.append({"id": str(number), "key": f"contact:{number}", "name": name, "email": email})
    rows = [{"of": person, "at": str(int(person["id"]) % len(accounts))} for person in people]
    for label, records in (("Customer", accounts), ("Contact", rows)):
        for start in range(0, len(records), 10_000):
            store.run_alone(_CREATE[label], rows=records[start : start + 10_000])
    return people


if __name__ == "__main__":
    main()

"""Search as one types: what finds whom, and in which order."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.reports.search import asked
from graph.search.index import PARTIES, Index
from graph.search.spelling import folded
from graph.search.typos import beginnings, edits, forgiven

ALL = ("contact", "employee", "customer")


def party(key: str, *names: str, emails: list[str] | None = None, **more: Any) -> dict[str, Any]:
    kind = key.split(":", maxsplit=1)[0]
    empty = dict.fromkeys(PARTIES)
    return {
        **empty, "key": key, "kind": kind, "name": names[0], "names": list(names), "emails": emails or [],
        "opted_out": False, **more,
    }  # fmt: skip


def index(*parties: dict[str, Any]) -> Index:
    return Index(pl.DataFrame(parties, schema=PARTIES, orient="row"))


@pytest.fixture(scope="module")
def company() -> Index:
    return index(
        party("contact:1", "王芳", emails=["fang.wang@steel.cn"], account_key="customer:1", weight=0.2),
        party("contact:2", "王小芳", account_key="customer:1", weight=0.1),
        party("contact:3", "单晓明", weight=0.1),
        party("contact:4", "Zoë O’Brien", emails=["zoe@obrien.example"], weight=0.3),
        party("contact:5", "Johann Schmidt", "Hans Schmid", weight=0.1),
        party("contact:6", "Anna Johnson", account_key="customer:2", weight=0.5),
        party("contact:7", "Anna Jonson", account_key="customer:2", weight=0.9, opted_out=True),
        party("employee:1", "Annabel Lee", weight=1.0),
        party("customer:1", "上海钢铁有限公司", weight=2),
        party("customer:2", "Ann’s Bakery", weight=1),
    )


def found(company: Index, text: str, kinds: tuple[str, ...] = ALL) -> list[str]:
    return [row["key"] for row in company.find(text, kinds, 10)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("王芳", "contact:1"),
        ("wangfang", "contact:1"),
        ("wang fang", "contact:1"),
        ("fangwang", "contact:1"),
        ("wf", "contact:1"),
        ("WANGFANG", "contact:1"),
        ("ｗａｎｇｆａｎｇ", "contact:1"),
        ("wagnfang", "contact:1"),
        ("wangfnag", "contact:1"),
        ("wxf", "contact:2"),
        ("小芳", "contact:2"),
        ("shanxiaoming", "contact:3"),
        ("zoe", "contact:4"),
        ("ZOË", "contact:4"),
        ("obrien", "contact:4"),
        ("o'brian", "contact:4"),
        ("zoe@ob", "contact:4"),
        ("schmit", "contact:5"),
        ("shcmidt", "contact:5"),
        ("hans schmid", "contact:5"),
        ("schmidt johann", "contact:5"),
        ("fang.wang@steel.cn", "contact:1"),
        ("gangtie", "customer:1"),
        ("钢铁", "customer:1"),
        ("contact:6", "contact:6"),
        ("anna bakery", "contact:7"),
    ],
)
def test_finds(company: Index, typed: str, first: str) -> None:
    assert found(company, typed)[0] == first


def test_whole_words_come_before_beginnings_and_these_before_typos(company: Index) -> None:
    assert found(company, "anna") == ["contact:7", "contact:6", "employee:1", "customer:2"]
    assert found(company, "johnson") == ["contact:6", "contact:7"]


def test_of_equal_matches_the_one_who_matters_more_comes_first() -> None:
    people = [party(f"contact:{i}", "Ann Lee", weight=float(i)) for i in range(5)]
    assert found(index(*people), "ann lee") == [f"contact:{i}" for i in (4, 3, 2, 1, 0)]


def test_people_are_found_by_their_account_after_it(company: Index) -> None:
    assert found(company, "shanghai gangtie") == ["customer:1", "contact:1", "contact:2"]


def test_every_word_must_fit(company: Index) -> None:
    assert found(company, "anna schmidt") == []
    assert found(company, "") == found(company, "  - ") == []


@pytest.mark.parametrize(
    ("text", "kinds", "words"),
    [
        ("person: anna", ("contact", "employee"), " anna"),
        ("account:ann", ("customer",), "ann"),
        ("us:ann", ("employee",), "ann"),
        ("客户：钢铁", ("customer",), "钢铁"),
        ("我们：王", ("employee",), "王"),
        ("contact:7", ALL, "contact:7"),
        ("note: anna", ALL, "note: anna"),
    ],
)
def test_a_group_before_the_words_narrows(text: str, kinds: tuple[str, ...], words: str) -> None:
    assert asked(text) == (kinds, words)


def test_a_group_narrows_what_is_found(company: Index) -> None:
    assert found(company, "ann", ("employee",)) == ["employee:1"]
    assert found(company, "ann", ("customer",)) == ["customer:2"]


NAMES = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0x9FFF), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=3), st.integers(1, 40))
@example(["İ"], 1)
def test_any_beginning_of_a_name_finds_it(words: list[str], length: int) -> None:
    name = " ".join(words)
    typed = name[:length]
    there = pl.select(folded(pl.lit(typed)).str.contains(r"[\p{L}\p{N}]")).item()
    assert not there or found(index(party("contact:1", name)), typed) == ["contact:1"]


@settings(deadline=None)
@given(
    st.text("abcdefg", min_size=3, max_size=10),
    st.integers(0, 9),
    st.sampled_from(["delete", "double", "wrong", "swap"]),
)
def test_one_typo_is_forgiven_anywhere(word: str, place: int, kind: str) -> None:
    at = place % len(word)
    mistyped = {
        "delete": word[:at] + word[at + 1 :],
        "double": word[:at] + word[at] + word[at:],
        "wrong": word[:at] + "x" + word[at + 1 :],
        "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[kind]
    if forgiven(mistyped):
        assert found(index(party("contact:1", word)), mistyped) == ["contact:1"]


def _by_the_book(typed: str, word: str) -> int:
    """The optimal string alignment distance to the nearest beginning of `word`."""
    table = [[max(i, j) if not i * j else 0 for j in range(len(word) + 1)] for i in range(len(typed) + 1)]
    for i in range(1, len(typed) + 1):
        for j in range(1, len(word) + 1):
            ways = [table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (typed[i - 1] != word[j - 1])]
            if i > 1 and j > 1 and typed[i - 1] == word[j - 2] and typed[i - 2] == word[j - 1]:
                ways.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(ways)
    return min(table[-1])


@settings(deadline=None)
@given(
    st.text("abc", min_size=1, max_size=8),
    st.lists(st.text("abc", min_size=1, max_size=9), min_size=1),
    st.integers(1, 2),
)
def test_edits_are_those_of_the_textbook(typed: str, words: list[str], most: int) -> None:
    expected = [min(_by_the_book(typed, word), most + 1) for word in words]
    assert np.array_equal(edits(typed, beginnings(words), most), expected)

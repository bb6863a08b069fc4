"""Names in one alphabet, certain keys, clusters without weak links, and how well duplicates are found."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.identity import febrl, measure
from bench.labelled import people
from guanxi.config import Settings
from ingest.identity.blocking import MOST_ALIKE, candidates
from ingest.identity.clusters import Clusters, Link
from ingest.identity.features import RECORDS, company_features, person_features
from ingest.identity.matching import COMPANY, EMPLOYEE, PERSON, judged, scored
from ingest.identity.model import trained_on
from ingest.identity.spelling import forms, place, spelled
from ingest.identity.words import SENTENCES, sentences


def records(*rows: dict[str, str]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [{"key": f"contact:{number}", "id": str(number), **row} for number, row in enumerate(rows)],
        infer_schema_length=None,
    )
    return frame.with_columns(pl.lit(None, kind).alias(n) for n, kind in RECORDS.items() if n not in frame.columns)


def merged(sort, *rows: dict[str, str]) -> list[list[str]]:  # type: ignore[no-untyped-def]
    table = records(*rows)
    found = scored(sort, table, pl.repeat(True, table.height, eager=True), Settings())
    return judged(sort, found, {}, Settings())[1].all()


@pytest.mark.parametrize(
    ("one", "other"),
    [("王芳", "wang fang"), ("王芳", "fang wang"), ("单晓明", "shan xiaoming"), ("欧阳锋", "feng ouyang"),
     ("吕布", "lyu bu"), ("吕布", "bu lv"), ("王晓明", "xiao ming wang"), ("anna larsen", "larsen anna")],
)  # fmt: skip
def test_names_in_both_scripts_and_orders_share_a_form(one: str, other: str) -> None:
    latin = pl.DataFrame({"name": [one, other]}).select(spelled(pl.col("name")).alias("latin"))
    both = latin.select(**forms(pl.col("latin")))["forms"].to_list()
    assert set(both[0]) & set(both[1])


def test_places_are_the_same_in_both_scripts() -> None:
    assert pl.DataFrame({"c": ["杭州市", "Hangzhou"]}).select(place(pl.col("c")))["c"].to_list() == ["hangzhou"] * 2


def test_what_many_share_is_of_nobody() -> None:
    shared = [{"name": name, "email": "team@firm.example", "phone": "+4930123456"} for name in ("Ann", "Bo", "Cid")]
    features = person_features(records(*shared, {"name": "Dan Oh", "email": "info@firm.example"}))
    assert features["email"].to_list() == [None] * 4 and features["phone"].to_list() == [None] * 4
    sites = company_features(
        records({"name": "A", "website": "https://www.A.example/x"}, {"name": "B", "email": "b@qq.com"})
    )
    assert sites["site"].to_list() == ["a.example", None]


def test_certain_keys() -> None:
    anna = {"name": "Anna Larsen", "email": "anna@harbour.example", "phone": "+4930123456"}
    assert merged(PERSON, anna, {"name": "Larsen, Anna", "email": "ANNA@harbour.example"}) != []
    assert merged(PERSON, anna, {"name": "A. Larsen", "phone": "+4930123456"}) == []
    assert merged(PERSON, anna, {"name": "Bert Klein", "email": "anna@harbour.example"}) == []
    assert merged(PERSON, {"name": "王芳", "phone": "+8613900000001"}, {"name": "Fang Wang", "phone": "+8613900000001"})
    assert merged(PERSON, {**anna, "id": "hs:7"}, {"name": "X", "foreign_ids": ["hs:7"]})  # type: ignore[dict-item]
    assert merged(EMPLOYEE, anna, {"name": "Anna Larsen", "email": "anna@harbour.example"})
    assert not merged(EMPLOYEE, {"name": "Anna Larsen", "title": "CEO"}, {"name": "Anna Larsen", "title": "CEO"})


def test_companies() -> None:
    one = {"name": "Harbour Robotics GmbH", "website": "harbour.example", "city": "Hamburg"}
    assert merged(COMPANY, one, {"name": "Harbour Robotics Inc.", "website": "https://harbour.example"})
    assert merged(COMPANY, {"name": "A", "registration": "91 3301-00X"}, {"name": "B", "registration": "91330100x"})
    assert not merged(COMPANY, one, {"name": "Zenith Foods", "website": "harbour.example"})


def test_a_chain_of_weak_links_joins_nothing() -> None:
    ab, bc = Link("a", "b", 0.99), Link("b", "c", 0.98)
    clusters = Clusters(set())
    clusters.know([ab, bc, Link("a", "c", 0.2)], 0.85)
    assert clusters.join(ab) and not clusters.join(bc)
    assert clusters.all() == [["a", "b"]]


def test_nothing_joins_what_was_said_to_be_different() -> None:
    clusters = Clusters({("a", "c")})
    assert clusters.join(Link("a", "b", 1.0, certain="email"))
    assert not clusters.join(Link("b", "c", 1.0, certain="email"))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.floats(0, 1), st.booleans()), max_size=40),
       st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_clusters_hold_no_pair_that_speaks_against_them(
    drawn: list[tuple[int, int, float, bool]], apart: set[tuple[int, int]]
) -> None:
    def pair(a: int, b: int) -> tuple[str, str]:
        return (f"k{min(a, b):02}", f"k{max(a, b):02}")

    links = {pair(a, b): Link(*pair(a, b), p, "email" if sure else None) for a, b, p, sure in drawn if a != b}
    clusters = Clusters({pair(a, b) for a, b in apart if a != b})
    clusters.know(links.values(), 0.85)
    for link in links.values():
        if link.certain or link.probability >= 0.95:
            clusters.join(link)
    for cluster in clusters.all():
        assert not any((a, b) in clusters.different for a in cluster for b in cluster)


def test_only_pairs_with_something_new_are_compared_and_common_keys_are_left_out() -> None:
    keys = pl.DataFrame({"row": [0, 1, 2], "key": ["x", "x", "x"]}, schema={"row": pl.UInt32, "key": pl.String})
    assert candidates([keys], pl.Series([False, False, True])).rows() == [(0, 2), (1, 2)]
    assert candidates([keys], pl.Series([False] * 3)).is_empty()
    many = pl.DataFrame({"row": range(MOST_ALIKE + 1)}, schema={"row": pl.UInt32}).with_columns(key=pl.lit("x"))
    assert candidates([many], pl.repeat(True, many.height, eager=True)).is_empty()


def test_duplicates_are_found_without_labels() -> None:
    rows = people(5000, seed=7)
    found = measure(rows, Settings())
    assert found.precision >= 0.99 and found.f1 >= 0.95, found
    assert trained_on(Settings().home / "identity" / "contacts.json") == 5000


def test_the_public_set() -> None:
    [rows] = febrl(["dataset1.csv"]).values()
    found = measure(rows, Settings())
    assert found.precision >= 0.99 and found.recall >= 0.85, found


def test_training_needs_something_to_learn_from(fresh_home: Path) -> None:
    rows = [{"name": f"N{number} M{number}", "email": f"n{number}@x{number}.example"} for number in range(4000)]
    assert merged(PERSON, *rows) == []
    assert not (fresh_home / "identity").exists()


def test_every_level_has_a_sentence() -> None:
    for sort in (COMPANY, PERSON):
        for comparison in sort.model.comparisons:
            assert all(f"{comparison.name}.{level.name}" in SENTENCES for level in comparison.levels)
    said = sentences(
        [{"of": "email", "level": "same", "weight": 14.0}, {"of": "city", "level": "other", "weight": -1.0}]
    )
    assert [(one.word, one.weight) for one in said] == [("strong", 14.0), ("slight", -1.0)]


def test_namesakes_at_one_company_with_other_addresses_and_telephones_stay_two() -> None:
    fang = {"name": "王芳", "company": "杭州云溪科技有限公司", "title": "采购经理"}
    one = {**fang, "email": "fang.wang@yunxi.example", "phone": "+8613812345678"}
    other = {**fang, "email": "wangfang88@yunxi.example", "phone": "+8613599900011"}
    assert merged(PERSON, one, other) == []


def test_people_whose_names_are_numbered_stay_apart() -> None:
    rows = [
        {
            "name": f"王芳{n}",
            "company": "杭州云溪科技有限公司",
            "email": f"fang{n}@yunxi.example",
            "phone": f"+86138000001{n:02}",
        }
        for n in range(1, 20)
    ]
    assert merged(PERSON, *rows) == []

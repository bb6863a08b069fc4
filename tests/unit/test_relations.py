"""Guessed relations: those planted in the sample company are found and few others, each with its evidence."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from cli.sample.generate import Truth, write
from graph.analysis.relations import MEETINGS, PEOPLE, relations, surname
from guanxi.config import RelationsConfig
from tests.unit.test_sample import sound

CONFIG = RelationsConfig()


@pytest.fixture(scope="module")
def guessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("sample")
    truth = write(folder)
    contacts, employees = sound(folder, "contacts"), sound(folder, "employees")
    empty = pl.col("address", "email", "phone").replace("", None)
    people = contacts.rename({"id": "person"}).with_columns(empty).select(*PEOPLE)
    return truth, relations(people, meetings(folder, contacts, employees), CONFIG)


def meetings(folder: Path, contacts: pl.DataFrame, employees: pl.DataFrame) -> pl.DataFrame:
    """Every interaction of two contacts, from the files."""
    ids = {email: name for name, email in pl.concat([contacts, employees], how="diagonal").select("id", "email").rows()}
    rows = sound(folder, "interactions").with_columns(
        at=pl.col("at").str.replace_all("[/年月]", "-").str.replace("日", "").str.to_datetime(strict=False)
    )
    everybody = pl.concat_str("from", "to", "cc", separator=";").str.split(";")
    parts = rows.select("id", "at", person=everybody).explode("person").filter(pl.col("person") != "").unique()
    parts = parts.with_columns(pl.col("person").replace(ids)).unique()
    ours = pl.col("person").str.starts_with("E-")
    parts = parts.with_columns(people=pl.len().over("id").cast(pl.Int64), with_us=ours.any().over("id")).filter(
        ~ours, pl.col("people") <= CONFIG.most_people
    )
    pairs = (
        parts.rename({"person": "a"}).join(parts.select("id", b="person"), on="id").filter(pl.col("a") < pl.col("b"))
    )
    return pairs.select(*MEETINGS)


@pytest.mark.parametrize(
    ("kind", "planted", "precision", "recall"),
    [("family", "families", 0.9, 0.9), ("friend", "friends", 0.9, 0.9), ("partner", "partners", 0.8, 0.5)],
)
def test_planted_relations_are_found(
    guessed: tuple[Truth, pl.DataFrame], kind: str, planted: str, precision: float, recall: float
) -> None:
    truth, found = guessed
    pairs = {(a, b) for a, b in found.filter(pl.col("kind") == kind).select("a", "b").rows()}
    wanted = {(a, b) for a, b in getattr(truth, planted)}
    assert len(pairs & wanted) >= recall * len(wanted)
    assert len(pairs & wanted) >= precision * len(pairs)
    assert found["confidence"].is_between(CONFIG.least, 1).all()


def people(*rows: tuple[str, str, str, str | None, str]) -> pl.DataFrame:
    found = pl.DataFrame(rows, ["person", "name", "email", "address", "customer"], orient="row", strict=False)
    return found.with_columns(phone=pl.lit(None, pl.String), address=pl.col("address").cast(pl.String)).select(*PEOPLE)


def test_evidence_adds_up_and_says_what_it_is() -> None:
    known = people(
        ("1", "Ann Lee", "ann@a.example", "1 Mill Lane", "a"),
        ("2", "Bo Lee", "bo@b.example", "1, mill lane", "b"),
        ("3", "Cy Moe", "cy@c.example", "9 Hill", "c"),
        ("4", "Di Noe", "di@d.example", "9 Hill", "d"),
    )
    (row,) = relations(known, pl.DataFrame(schema=MEETINGS), CONFIG).to_dicts()
    assert (row["a"], row["b"], row["kind"]) == ("1", "2", "family"), "an address alone is not enough"
    assert row["confidence"] == pytest.approx(1 - (1 - 0.45) * (1 - 0.5 * 0.5))
    assert [piece["code"] for piece in json.loads(row["evidence"])] == ["address", "surname"]


def test_an_address_of_the_others_company_makes_colleagues_but_an_office_no_family() -> None:
    known = people(
        ("1", "Ann Lee", "ann@acme.example", "Dock 1", "a"),
        ("2", "Bo Lee", "bo@acme.example", "Dock 1", "a"),
        ("3", "Cy Lee", "cy@acme.example", "Dock 1", "b"),
    )
    found = relations(known, pl.DataFrame(schema=MEETINGS), CONFIG)
    assert found.select("a", "b", "kind").rows() == [("1", "3", "colleague"), ("2", "3", "colleague")]
    assert relations(known.clear(), pl.DataFrame(schema=MEETINGS), CONFIG).is_empty()


@pytest.mark.parametrize(
    ("name", "expected"), [("Anna van Dyk", "dyk"), ("欧阳娜娜", "欧阳"), ("王芳", "王"), ("Madonna", None)]
)
def test_surnames(name: str, expected: str | None) -> None:
    assert pl.select(surname(pl.lit(name))).item() == expected

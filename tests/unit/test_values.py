"""How values are made of columns, as mappings say it."""

from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from ingest.values import Value, condition


def _made(value: Any, **columns: list[str | None]) -> list[Any]:
    made = Value.model_validate({"value": value} if isinstance(value, str) else value)
    return (
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        .select(made.expression().alias("it"))["it"]
        .to_list()
    )


def test_template_is_missing_where_a_column_is() -> None:
    assert _made("x:{a}/{b}!", a=["1", None], b=["2", "3"]) == ["x:1/2!", None]
    assert _made("x:{a}/{b|optional}", a=["1"], b=[None]) == ["x:1/"]


def test_functions_in_templates() -> None:
    ids = ["0013000000AbCdE", "0013000000AbCdEAAV", "005", None]
    assert _made("{Id|salesforce id}", Id=ids) == ["0013000000AbCdEAAV", "0013000000AbCdEAAV", "005", None]
    assert _made("{c|company}", c=["华兴科技有限公司", "Acme GmbH"]) == ["华兴科技", "acme"]
    assert _made("{t|optional|hash}", t=["a", None]) == [_made("{t|hash}", t=["a"])[0], _made("{t|hash}", t=[""])[0]]


def test_first_of_several() -> None:
    value = {"first": ["Mobile", {"value": "tel {Phone}"}, {"value": "none", "where": "Fax IS NULL"}]}
    made = _made(value, Mobile=["1", None, None, None], Phone=["2", "3", None, None], Fax=[None, None, None, "4"])
    assert made == ["1", "tel 3", "none", None]


def test_joined_and_person() -> None:
    street = {"join": ["Street", "{Zip} {City}"], "by": ", "}
    assert _made(street, Street=["A 1", None], Zip=["9", None], City=["X", "Y"]) == ["A 1, 9 X", None]
    person = {"person": ["First", "Middle", "Last"]}
    names = {
        "First": ["Ann", "小明", None, None],
        "Middle": ["M.", None, None, None],
        "Last": ["Lee", "王", "Bo", None],
    }
    assert _made(person, **names) == ["Ann M. Lee", "王小明", "Bo", None]


def test_split() -> None:
    ids = ["7; 8;7;", None, ";"]
    assert _made({"split": "Ids", "to": "contact:x:{part}"}, Ids=ids) == ["contact:x:7;contact:x:8", None, None]
    assert _made({"split": "Ids", "take": "first"}, Ids=ids) == ["7", None, None]
    mails = {"split": ["E 1", "E 2"], "by": " ::: ", "take": "rest"}
    assert _made(mails, **{"E 1": ["a ::: b", "c"], "E 2": ["d", None]}) == ["b;d", None]


def test_split_only_those_that_another_list_names() -> None:
    value = {"split": "ids", "only": {"kinds": "ContactObj"}, "to": "x:{part}"}
    assert _made(value, ids=["1;2;3", "4", None], kinds=["ContactObj;AccountObj;ContactObj", "AccountObj", None]) == [
        "x:1;x:3",
        None,
        None,
    ]


def test_words_and_conditions() -> None:
    value = {"column": "type", "words": {"Anruf": "call", "E-Mail": "mail"}, "where": "\"状态\" = '完成'"}
    assert _made(value, **{"type": ["ANRUF", "Fax", "anruf"], "状态": ["完成", "完成", None]}) == ["call", "Fax", None]


def test_compute() -> None:
    assert _made({"compute": "price * n"}, price=["1,000.50", "x"], n=["2", "1"]) == [2001.0, None]


@pytest.mark.parametrize(
    "value", [{}, {"column": "a", "value": "b"}, {"value": "{a|nonsense}"}, {"column": "a", "where": "a ="}, {"x": 1}]
)
def test_faults_are_told(value: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Value.model_validate(value)


def test_names_of_columns_in_conditions() -> None:
    assert condition("\"owner.Deal Stage\" LIKE 'won%'").meta.root_names() == ["owner.Deal Stage"]

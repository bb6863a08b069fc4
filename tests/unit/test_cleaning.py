"""Text to values: what people and programs write, in both scripts."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import cleaning, validate
from ingest.mapping import Record, Value
from ingest.records import KINDS, Kind


def _one(cell: str | None, convert: pl.Expr) -> object:
    return pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String}).select(convert.alias("cell")).item()


CELL = cleaning.text(pl.col("cell"))


@pytest.mark.parametrize("cell", ["", "  ", "NULL", "n/a", "N/A ", "\u3000", "(null)", "无", "-", "\ufeff", None])
def test_nothing(cell: str | None) -> None:
    assert _one(cell, CELL) is None


def test_invisible_characters_go() -> None:
    assert _one(" \u202eAnn\u200b Lee\x07\u3000", CELL) == "Ann Lee"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12.0),
        ("１２．５", 12.5),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1,5", 1.5),
        ("1,234", 1234.0),
        ("¥ 3,000", 3000.0),
        ("12.5元", 12.5),
        ("-3e2", -300.0),
        ("1 000 000", 1_000_000.0),
        ("inf", None),
        ("12 apples", None),
        ("1,23,4", None),
    ],
)
def test_numbers(cell: str, value: float | None) -> None:
    assert _one(cell, cleaning.number(CELL)) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1996-07-04 00:00:00.000", datetime(1996, 7, 3, 22, tzinfo=UTC)),
        ("2024年3月5日", datetime(2024, 3, 4, 23, tzinfo=UTC)),
        ("２０２４/３/５ 9:05", datetime(2024, 3, 5, 8, 5, tzinfo=UTC)),
        ("2024-03-05T10:00:00.25Z", datetime(2024, 3, 5, 10, 0, 0, 250_000, tzinfo=UTC)),
        ("2024-03-05T10:00:00+08:00", datetime(2024, 3, 5, 2, tzinfo=UTC)),
        ("2024-03-05 10:00-0530", datetime(2024, 3, 5, 15, 30, tzinfo=UTC)),
        ("2024-03-31 02:30", datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),  # skipped by the clocks of Berlin
        ("2024-10-27 02:30", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),  # twice on the clocks of Berlin
        ("2024-02-30", None),
        ("0000-00-00", None),
        ("05/03/2024", None),
        ("1082040961", None),
    ],
)
def test_moments(cell: str, value: datetime | None) -> None:
    assert _one(cell, cleaning.moment(CELL, "Europe/Berlin")) == value


def test_days_seconds_and_words() -> None:
    assert _one("2024.3.5 23:59", cleaning.date(CELL)) == date(2024, 3, 5)
    assert _one("1082040961", cleaning.unix_moment(CELL)) == datetime(2004, 4, 15, 14, 56, 1, tzinfo=UTC)
    assert _one("99999999999999", cleaning.unix_moment(CELL)) is None
    assert [_one(cell, cleaning.boolean(CELL)) for cell in ("是", "No", "TRUE", "0", "maybe")] == [
        True,
        False,
        True,
        False,
        None,
    ]


def test_references() -> None:
    assert _one("Bo <Bo@X.example>", cleaning.reference(CELL)) == "bo@x.example"
    assert _one("contact:７", cleaning.reference(CELL)) == "contact:7"
    assert _one("mailto:Ann@X.example", cleaning.typed(CELL, "email", "UTC")) == "ann@x.example"


CELLS = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=12),
    st.from_regex(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,2}( \d{1,2}:\d{2})?", fullmatch=True),
    st.from_regex(r"[-+¥$]?[\d.,]{1,9}", fullmatch=True),
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_every_row_is_valid_or_has_a_reason(kind: Kind, data: st.DataObject) -> None:
    names = [column.name for column in kind.columns]
    height = data.draw(st.integers(1, 4))
    columns = {name: data.draw(st.lists(CELLS, min_size=height, max_size=height)) for name in names}
    origin = {"_line": list(range(height)), "_raw": [""] * height, "_problem": [None] * height}
    schema = dict.fromkeys(names, pl.String) | {"_line": pl.Int64, "_raw": pl.String, "_problem": pl.String}
    frame = pl.DataFrame(columns | origin, schema=schema).with_columns(
        cleaning.text(pl.col(name)).alias(name) for name in names
    )
    record = Record(kind=kind.name, columns={name: Value(column=name) for name in names})
    checked = validate.check(frame, record, "America/New_York")
    assert checked.height == height
    valid = checked.filter(pl.col("_problem").is_null())
    assert all(valid[name].null_count() == 0 for name in kind.required)
    for column in kind.columns:
        if column.type in ("number", "date", "datetime", "boolean"):
            lost = frame[column.name].is_not_null() & checked[column.name].is_null()
            assert checked.filter(lost)["_problem"].null_count() == 0

"""Records as text to records as values: what is accepted, why the rest is not, and what cleaning did."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest import cleaning, lineage
from ingest.cleaning import Conventions
from ingest.mapping import Record, Value
from ingest.quality import Quality
from ingest.records import KINDS, Kind
from ingest.validate import Checked, check

_ORIGIN = {"_line": pl.Int64, "_raw": pl.String, "_problem": pl.String}


def _checked(kind: str, columns: dict[str, list[str | None]], conventions: Conventions | None = None) -> Checked:
    height = len(next(iter(columns.values())))
    origin = {"_line": list(range(2, height + 2)), "_raw": [""] * height, "_problem": [None] * height}
    frame = pl.DataFrame(columns | origin, schema=dict.fromkeys(columns, pl.String) | _ORIGIN)
    frame = frame.with_columns(cleaning.text(pl.col(name)).alias(name) for name in columns)
    record = Record(kind=kind, columns={name: Value(column=name) for name in columns})
    return check(frame, record, conventions or Conventions())


_CONTACTS: dict[str, list[str | None]] = {
    "id": ["1", "2", "3", "4"],
    "name": ["SMITH, ANN", "王芳 (Fang Wang)", "Bo Lee", None],
    "email": ["Ann@X.example", "info@x.example", "nonsense", "d@x.example"],
    "phone": ["(212) 736-5000 x12", "13812345678", "nobody knows", None],
    "country": ["USA", None, None, None],
    "opted_out": ["no", None, "是", "no"],
}


def test_contacts_as_they_come() -> None:
    frame = _checked("contacts", _CONTACTS).frame
    assert frame["name"].to_list() == ["Ann Smith", "王芳", "Bo Lee", None]
    assert frame["other_name"].to_list() == [None, "Fang Wang", None, None]
    assert frame["email"].to_list() == ["ann@x.example", "info@x.example", "nonsense", "d@x.example"]
    assert frame["email_role"].to_list() == [None, True, None, None]
    assert frame["phone"].to_list() == ["+12127365000", "+8613812345678", "nobody knows", None]
    assert frame["phone_extension"].to_list() == ["12", None, None, None]
    assert frame["_problem"].to_list() == [None, None, None, "name is missing"]
    assert frame["_column"].to_list() == [None, None, None, "name"]


def test_a_currency_in_an_amount_fills_the_column_where_it_is_empty() -> None:
    columns: dict[str, list[str | None]] = {
        "id": ["1", "2", "3"],
        "customer": ["c"] * 3,
        "at": ["2024-03-05"] * 3,
        "amount": ["3.5万元", "$12", "7"],
        "currency": [None, "欧元", "usd"],
    }
    frame = _checked("purchases", columns).frame
    assert frame["amount"].to_list() == [35_000.0, 12.0, 7.0]
    assert frame["currency"].to_list() == ["CNY", "EUR", "USD"]
    without = _checked("purchases", {name: cells for name, cells in columns.items() if name != "currency"}).frame
    assert without["currency"].to_list() == ["CNY", "USD", None]


def test_several_references_in_a_cell() -> None:
    columns: dict[str, list[str | None]] = {
        "id": ["1", "2", "3"],
        "at": ["2024-03-05"] * 3,
        "from": ["Ann@X.example"] * 3,
        "to": ["b;Bo <BO@x.example>；b", "c", ";"],
    }
    frame = _checked("interactions", columns).frame
    assert frame["to"].to_list() == [["b", "bo@x.example"], ["c"], []]
    assert frame["_problem"].to_list() == [None, None, "to is missing"]
    alone = _checked("interactions", {name: cells[1:2] for name, cells in columns.items()}).frame
    assert alone["to"].to_list() == [["c"]]


def test_the_reason_names_the_value_and_the_column() -> None:
    frame = _checked("feedback", {"id": ["1"], "at": ["soon"], "from": ["x" * 1001]}).frame
    assert frame.select("_column", "_problem").row(0) == ("at", "'soon' is not a date or time")
    long = _checked("feedback", {"id": ["1"], "at": ["2024-03-05"], "from": ["x" * 1001]}).frame
    assert long.select("_column", "_problem").row(0) == ("from", "is longer than 1000 characters")


def test_what_was_changed_can_be_seen_cell_by_cell(fresh_home: Path) -> None:
    changed = lineage.changes(_checked("contacts", _CONTACTS))
    assert set(changed.rows()) == {
        (2, "1", "name", "SMITH, ANN", "Ann Smith", "order, case"),
        (3, "2", "name", "王芳 (Fang Wang)", "王芳", "two scripts"),
        (2, "1", "email", "Ann@X.example", "ann@x.example", "case"),
        (2, "1", "phone", "(212) 736-5000 x12", "+12127365000", "phone format, extension"),
        (3, "2", "phone", "13812345678", "+8613812345678", "phone format"),
    }
    for _ in range(2):  # the second time writes the same files
        writer = lineage.Lineage("b1")
        writer.add(_checked("contacts", _CONTACTS))
        writer.add(_checked("feedback", {"id": ["9"], "at": ["2024/3/5"], "from": ["x"]}))
    assert lineage.kept("b1")[1] == 6
    for _ in range(2):  # rows that are mended come beside
        mended = lineage.Lineage("b1", mended=True)
        mended.add(_checked("feedback", {"id": ["8"], "at": ["2024-03-05"], "from": ["x"]}))
        mended.add(_checked("feedback", {"id": ["7"], "at": ["2024/3/5"], "from": ["x"]}))
    assert lineage.kept("b1")[1] == 8
    lineage.Lineage("b1").add(_checked("contacts", _CONTACTS))
    assert lineage.kept("b1", line=2, rule="case")[0]["column"].to_list() == ["email", "name"]
    assert lineage.kept("b1", column="phone")[0]["after"].to_list() == ["+12127365000", "+8613812345678"]
    assert (fresh_home / "lineage").stat().st_mode & 0o077 == 0
    lineage.forget("b1")
    assert lineage.kept("b1")[1] == 0


def test_invisible_characters_are_told_of_the_whole_row() -> None:
    checked = _checked("feedback", {"id": ["1", "2"], "at": ["2024-03-05"] * 2, "from": ["x", "y"]})
    raw = pl.Series("_raw", ["1,2024-03-05,\u202ex", "2,2024-03-05,y"])
    checked = Checked(checked.frame.with_columns(raw), checked.before, checked.cleaned, checked.types)
    assert lineage.changes(checked).rows() == [
        (2, "1", "", "1,2024-03-05,\ufffdx", "1,2024-03-05,x", "invisible characters")
    ]
    quality = Quality()
    quality.add(checked)
    assert quality.columns[""].changed == {"invisible characters": 1}


def test_quality_counts_each_column_and_holds_no_values() -> None:
    checked = _checked("contacts", _CONTACTS)
    quality = Quality()
    quality.add(checked)
    quality.reject(checked.frame.filter(~checked.valid))
    name, email, phone = (quality.columns[column] for column in ("name", "email", "phone"))
    assert (name.filled, name.missing, dict(name.rejected)) == (3, 1, {"name is missing": 1})
    assert dict(name.changed) == {"order": 1, "case": 1, "two scripts": 1}
    assert (email.doubtful, phone.doubtful, phone.missing) == (1, 1, 1)
    assert quality.notes() == [
        "1 e-mail addresses do not look like one; they were kept",
        "1 phone numbers were not understood; they were kept as written",
    ]
    bad = _checked("feedback", {"id": ["1", "2"], "at": ["it's ann", "soon"], "from": ["x", "y"]})
    quality = Quality()
    quality.reject(bad.frame)
    assert dict(quality.columns["at"].rejected) == {"… is not a date or time": 2}


CELLS = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=12),
    st.from_regex(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,2}( \d{1,2}:\d{2})?", fullmatch=True),
    st.from_regex(r"[-+¥$(]?[\d.,]{1,9}[万k元)]?", fullmatch=True),
    st.from_regex(r"[+(]?[\d() x转-]{5,16}", fullmatch=True),
    st.from_regex(r"[a-zé<]{1,3}@[a-zü.]{1,8}[>.]?", fullmatch=True),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_every_row_is_valid_or_has_a_reason(kind: Kind, data: st.DataObject) -> None:
    names = [column.name for column in kind.columns]
    height = data.draw(st.integers(1, 4))
    columns = {name: data.draw(st.lists(CELLS, min_size=height, max_size=height)) for name in names}
    checked = _checked(kind.name, columns, Conventions("America/New_York", "US", None))
    frame = checked.frame
    assert frame.height == height
    valid = frame.filter(checked.valid)
    assert all(valid[name].null_count() == 0 for name in kind.required)
    lineage.changes(checked)
    for column in kind.columns:
        if column.type in ("number", "date", "datetime", "boolean", "money"):
            before = checked.before[column.name]
            rules = checked.cleaned[column.name].rules
            lost = before.is_not_null() & frame[column.name].is_null()
            lost = lost if rules is None else lost & (rules != "null date").fill_null(True)
            assert frame.filter(lost)["_problem"].null_count() == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(CELLS, min_size=1, max_size=6), st.sampled_from(["email", "phone", "currency", "word", "id", "reference"])
)
@example(["20100000000000"], "phone")
def test_cleaning_what_is_clean_changes_nothing(cells: list[str | None], kind: str) -> None:
    conventions = Conventions(country="DE")
    column = pl.DataFrame({"it": cells}, schema={"it": pl.String}).select(cleaning.text(pl.col("it"))).to_series()
    once = cleaning.clean_column(column, kind, conventions).values  # type: ignore[arg-type]
    again = cleaning.clean_column(once, kind, conventions)  # type: ignore[arg-type]
    assert again.values.to_list() == once.to_list()
    assert again.rules is None or again.rules.null_count() == len(cells)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_table_without_rows(kind: str) -> None:
    names = [column.name for column in next(k for k in KINDS if k.name == kind).columns]
    assert _checked(kind, {name: [] for name in names}).frame.height == 0

"""Dates and times in every style in use."""

from datetime import UTC, date, datetime
from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning import order_of
from ingest.cleaning.moments import clean_date, clean_moment
from ingest.cleaning.zones import zone_named

_at = partial(datetime, tzinfo=UTC)


def _moment(cell: str, zone: str = "Europe/Berlin") -> datetime | None:
    found: datetime | None = clean_moment(pl.Series([cell]), zone, lambda: None).values.item()
    return found


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("1996-07-04 00:00:00.000", _at(1996, 7, 3, 22)),
        ("2024-03-05", _at(2024, 3, 4, 23)),
        ("2024/3/5", _at(2024, 3, 4, 23)),
        ("2024.3.5", _at(2024, 3, 4, 23)),
        ("2024年3月5日", _at(2024, 3, 4, 23)),
        ("2024年3月5日 下午3:20", _at(2024, 3, 5, 14, 20)),
        ("2024年3月5日 星期二 上午12:05", _at(2024, 3, 4, 23, 5)),
        ("2024年3月5日晚上8点", _at(2024, 3, 5, 19)),
        ("民国113年3月5日", _at(2024, 3, 4, 23)),
        ("２０２４/３/５ 9:05", _at(2024, 3, 5, 8, 5)),
        ("05.03.2024", _at(2024, 3, 4, 23)),
        ("5.3.24 14:05", _at(2024, 3, 5, 13, 5)),
        ("12 Mar 2024", _at(2024, 3, 11, 23)),
        ("12 März 2024", _at(2024, 3, 11, 23)),
        ("7-Feb-22", _at(2022, 2, 6, 23)),
        ("7-Feb-99", _at(1999, 2, 6, 23)),
        ("Mar 12, 2024 3:04 PM", _at(2024, 3, 12, 14, 4)),
        ("March 12th 2024", _at(2024, 3, 11, 23)),
        ("20240305", _at(2024, 3, 4, 23)),
        ("20240305T101500Z", _at(2024, 3, 5, 10, 15)),
        ("45356.5", _at(2024, 3, 5, 11)),
        ("5/5/2024", _at(2024, 5, 4, 22)),
        ("13/05/2024", _at(2024, 5, 12, 22)),
        ("05/13/2024", _at(2024, 5, 12, 22)),
        ("2024-03-05T10:00:00.25Z", _at(2024, 3, 5, 10, 0, 0, 250_000)),
        ("2024-03-05T10:00:00+08:00", _at(2024, 3, 5, 2)),
        ("2024-03-05 10:00-0530", _at(2024, 3, 5, 15, 30)),
        ("2024-03-05 10:00 PST", _at(2024, 3, 5, 18)),
        ("2024-03-05 10:00 America/New_York", _at(2024, 3, 5, 15)),
        ("2024-03-05 10:00 北京时间", _at(2024, 3, 5, 2)),
        ("Tue, 12 Mar 2024 10:00:00 +0100", _at(2024, 3, 12, 9)),
        ("Tue Mar 12 10:00:00 CET 2024", _at(2024, 3, 12, 9)),
        ("2024-03-31 02:30", _at(2024, 3, 31, 1, 30)),  # skipped by the clocks of Berlin
        ("2024-10-27 02:30", _at(2024, 10, 27, 0, 30)),  # twice on the clocks of Berlin
    ],
)
def test_moments(cell: str, moment: datetime) -> None:
    assert _moment(cell) == moment


@pytest.mark.parametrize(
    "cell",
    ["2024-02-30", "31.02.2024", "113年3月5日", "24-03-05", "1082040961", "2024-03-05 25:00", "2024-03-05 10:00 XYZ",
     "marble 5, 2024", "noon", "Tue Mar 05 10:00:00 CST 2024"],
)  # fmt: skip
def test_no_moments(cell: str) -> None:
    found = clean_moment(pl.Series([cell]), "UTC", lambda: None)
    assert found.values.item() is None
    assert found.problems is not None and found.problems.item() == f"'{cell}' is not a date or time"


def test_null_dates_are_missing() -> None:
    found = clean_date(pl.Series(["0/0/00", "0000-00-00", "00.00.0000"]), lambda: None)
    assert found.values.null_count() == 3
    assert found.problems is None or found.problems.null_count() == 3


def test_days_drop_the_time() -> None:
    assert (
        clean_date(pl.Series(["2024.3.5 23:59", "2024-03-05T23:59:00-08:00"]), lambda: None).values.to_list()
        == [date(2024, 3, 5)] * 2
    )


def test_slash_dates_follow_their_column() -> None:
    cells = pl.Series(["03/05/2024"])
    assert clean_date(cells, lambda: "day").values.item() == date(2024, 5, 3)
    assert clean_date(cells, lambda: "month").values.item() == date(2024, 3, 5)
    unclear = clean_date(cells, lambda: None)
    assert unclear.values.item() is None
    assert unclear.problems is not None and "ingest.date_order" in unclear.problems.item()


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/05/2024", "13/05/2024"], "day"),
        (["03-05-2024", "03-25-2024 10:00"], "month"),
        (["03/05/2024", None, "2024-05-13"], None),
        (["13/05/2024", "05/13/2024"], None),
    ],
)
def test_the_order_of_a_column(cells: list[str | None], order: str | None) -> None:
    assert order_of(pl.LazyFrame({"at": cells}), "at") == order


def test_the_rule_of_each_date() -> None:
    cells = pl.Series(
        ["2024-03-05", "2024/3/5", "03/05/2024", "45356", "民国113年3月5日", "0/0/00", "2024-03-05 10:00+01"]
    )
    rules = clean_moment(cells, "UTC", lambda: "day").rules
    assert rules is not None
    assert rules.to_list() == [
        None,
        "date style",
        "day first",
        "Excel date",
        "Republic of China year",
        "null date",
        "date style",
    ]


def test_zones() -> None:
    assert zone_named("+08:00", "UTC") == 480
    assert zone_named("utc-5", "UTC") == -300
    assert zone_named("cst", "Asia/Shanghai") == "Asia/Shanghai"
    assert zone_named("cst", "UTC") is None
    assert zone_named("[europe/berlin]", "UTC") == "Europe/Berlin"


STYLES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %I:%M:%S %p",
    "%b %d, %Y %I:%M:%S %p",
    "%d %B %Y %H:%M:%S",
    "%Y%m%dT%H%M%S",
)
MOMENTS = st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2099-12-31"))


@settings(max_examples=60, deadline=None)
@given(st.lists(MOMENTS, min_size=1, max_size=5), st.sampled_from(STYLES))
def test_every_style_reads_what_it_wrote(moments: list[datetime], style: str) -> None:
    cells = pl.Series([moment.strftime(style) for moment in moments])
    expected = [moment.replace(microsecond=0, tzinfo=UTC) for moment in moments]
    assert clean_moment(cells, "UTC", lambda: "day").values.to_list() == expected

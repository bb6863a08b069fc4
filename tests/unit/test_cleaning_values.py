"""Text to values: what people and programs write, in both scripts."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from ingest import cleaning
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.emails import clean_email
from ingest.cleaning.moments import clean_unix
from ingest.cleaning.money import clean_currency, clean_money
from ingest.cleaning.numbers import clean_number
from ingest.cleaning.phones import clean_phone
from ingest.cleaning.words import clean_word


def _one(cell: str | None, convert: pl.Expr) -> object:
    return pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String}).select(convert.alias("cell")).item()


def _cleaned(cell: str, clean: Callable[[pl.Series], Cleaned]) -> tuple[object, str | None]:
    """The value of one cell and the rules that changed it."""
    found = clean(pl.Series("cell", [cell]))
    return found.values.item(), None if found.rules is None else found.rules.item()


CELL = cleaning.text(pl.col("cell"))


@pytest.mark.parametrize("cell", ["", "  ", "NULL", "n/a", "N/A ", "\u3000", "(null)", "无", "-", "\ufeff", None])
def test_nothing(cell: str | None) -> None:
    assert _one(cell, CELL) is None


def test_invisible_control_and_bidirectional_characters_go() -> None:
    assert _one(" \u202eAnn\u200b\u2066 Lee\x07\u3000\x85\u061c\u00ad", CELL) == "Ann Lee"


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("12", 12.0, None),
        ("-3e2", -300.0, None),
        ("１２．５", 12.5, "number format"),
        ("1,234.50", 1234.5, "number format"),
        ("1.234,50", 1234.5, "number format"),
        ("1,5", 1.5, "number format"),
        ("1,234", 1234.0, "number format"),
        ("¥ 3,000", 3000.0, "number format"),
        ("12.5元", 12.5, "number format"),
        ("1 000 000", 1_000_000.0, "number format"),
        ("inf", None, None),
        ("12 apples", None, None),
        ("1,23,4", None, None),
    ],
)
def test_numbers(cell: str, value: float | None, rule: str | None) -> None:
    assert _cleaned(cell, clean_number) == (value, rule)


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("1200", 1200.0, None),
        ("¥3,000", 3000.0, "CNY"),
        ("￥１２", 12.0, "CNY"),
        ("US$ 1.2k", 1200.0, "USD"),
        ("3.5万元", 35_000.0, "CNY"),
        ("人民币3.5万元", 35_000.0, "CNY"),
        ("2亿", 2e8, None),
        ("1,234.50 EUR", 1234.5, "EUR"),
        ("1.234,50 €", 1234.5, "EUR"),
        ("EUR 1 000", 1000.0, "EUR"),
        ("(1,200.00)", -1200.0, None),
        ("$(1,200)", -1200.0, "USD"),
        ("-€5", -5.0, "EUR"),
        ("HK$12", 12.0, "HKD"),
        ("300 日元", 300.0, "JPY"),
        ("12 apples", None, None),
        ("EUR 5 USD", None, None),
        ("(5", None, None),
        ("inf", None, None),
    ],
)
def test_money(cell: str, amount: float | None, currency: str | None) -> None:
    found = clean_money(pl.Series([cell]))
    assert found.values.item() == amount
    assert found.beside["currency"].item() == currency
    assert (found.problems is not None and found.problems.item() is not None) == (amount is None)


@pytest.mark.parametrize(
    ("cell", "code", "rule"),
    [
        ("人民币", "CNY", "currency"),
        ("RMB", "CNY", "currency"),
        ("元", "CNY", "currency"),
        ("$", "USD", "currency"),
        ("US$", "USD", "currency"),
        ("欧元", "EUR", "currency"),
        ("chf", "CHF", "currency"),
        ("GBP", "GBP", None),
        ("shells", "shells", None),
    ],
)
def test_currencies(cell: str, code: str, rule: str | None) -> None:
    assert _cleaned(cell, clean_currency) == (code, rule)
    assert clean_currency(pl.Series([cell])).doubtful.item() is (cell == "shells")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cell", "country", "number", "extension"),
    [
        ("+49 30 901820", None, "+4930901820", None),
        ("030 901820", "Germany", "+4930901820", None),
        ("030 901820", "德国", "+4930901820", None),
        ("(0)30 901820", "DEU", "+4930901820", None),
        ("030 901820", None, "030 901820", None),
        ("13812345678", None, "+8613812345678", None),
        ("１３８　１２３４　５６７８", "Germany", "+8613812345678", None),
        ("010-62552288转12", "中国", "+861062552288", "12"),
        ("(212) 736-5000 ext. 12", "USA", "+12127365000", "12"),
        ("212.736.5000 x12", "US", "+12127365000", "12"),
        ("+1-212-736-5000;ext=99", None, "+12127365000", "99"),
        ("0044 20 7031 3000", None, "+442070313000", None),
        ("+8613812345678", None, "+8613812345678", None),
        ("call me", "US", "call me", None),
    ],
)
def test_phones(cell: str, country: str | None, number: str, extension: str | None) -> None:
    found = clean_phone(pl.Series([cell]), pl.Series([country], dtype=pl.String), None)
    assert (found.values.item(), found.beside["phone_extension"].item()) == (number, extension)


def test_the_country_of_a_phone_number_is_the_configured_one_where_its_row_has_none() -> None:
    cells, countries = pl.Series(["030 901820", "030 901820"]), pl.Series([None, "Atlantis"], dtype=pl.String)
    assert clean_phone(cells, countries, "DE").values.to_list() == ["+4930901820"] * 2
    kept = clean_phone(cells, None, None)
    assert kept.values.to_list() == cells.to_list()
    assert kept.doubtful is not None and kept.doubtful.sum() == 2


@pytest.mark.parametrize(
    ("cell", "address", "rule"),
    [
        ("ann@x.example", "ann@x.example", None),
        ("Ann@X.example", "ann@x.example", "case"),
        ("mailto:ann@x.example?subject=hi", "ann@x.example", "e-mail form"),
        ("Ann <Ann@x.example>", "ann@x.example", "e-mail form"),
        ("ann @ x.example.", "ann@x.example", "e-mail form"),
        ("ａｎｎ＠x.example", "ann@x.example", "e-mail form"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example", "e-mail form"),
        ("not an address", "not an address", None),
    ],
)
def test_emails(cell: str, address: str, rule: str | None) -> None:
    assert _cleaned(cell, clean_email) == (address, rule)


@pytest.mark.parametrize(
    ("address", "role", "disposable"),
    [
        ("info@x.example", True, None),
        ("sales+eu@x.example", True, None),
        ("客服@x.example", True, None),
        ("bob@mailinator.com", None, True),
        ("infolina@x.example", None, None),
        ("info", None, None),
    ],
)
def test_addresses_of_roles_and_disposable_ones_are_marked(
    address: str, role: bool | None, disposable: bool | None
) -> None:
    beside = clean_email(pl.Series([address])).beside
    assert (beside["email_role"].item(), beside["email_disposable"].item()) == (role, disposable)


def test_malformed_addresses_are_doubtful() -> None:
    doubtful = clean_email(pl.Series(["a@b", "a@x.com; b@x.com", "a@x.com", None])).doubtful
    assert doubtful is not None
    assert doubtful.to_list() == [True, True, False, False]


def test_words() -> None:
    found = clean_word(pl.Series(["MAIL", "微信", "mail", "pigeon", None]), {"微信": "chat", "email": "mail"})
    assert found.values.to_list() == ["mail", "chat", "mail", "pigeon", None]
    assert found.rules is not None and found.doubtful is not None
    assert found.rules.to_list() == ["case", "synonym", None, None, None]
    assert found.doubtful.to_list() == [False, False, False, True, False]
    assert [_one(cell, cleaning.boolean(CELL)) for cell in ("是", "No", "TRUE", "0", "maybe")] == [
        True,
        False,
        True,
        False,
        None,
    ]


def test_times_since_1970() -> None:
    moment = datetime(2004, 4, 15, 14, 56, 1, tzinfo=UTC)
    assert _cleaned("1082040961", lambda c: clean_unix(c, 1))[0] == moment
    assert _cleaned("1082040961000", lambda c: clean_unix(c, 1000))[0] == moment
    wrong = clean_unix(pl.Series(["99999999999999"]), 1)
    assert wrong.values.item() is None and wrong.problems is not None


def test_references() -> None:
    assert _one("Bo <Bo@X.example>", cleaning.reference(CELL)) == "bo@x.example"
    assert _one("contact:７", cleaning.reference(CELL)) == "contact:7"
    assert _one("C-7", cleaning.reference(CELL)) == "C-7"

"""Address books as phones and programs write them."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import Layout, Limits, SourceError, vcard
from ingest.sources.content import parse

LIMITS = Limits(unpacked_bytes=1 << 30, line_characters=1 << 20)
DATA = Path(__file__).parent.parent / "data" / "vcard"


def _read(path: Path) -> pl.DataFrame:
    return pl.concat([frame for sheet in vcard.read(path, Layout(), LIMITS) for frame in sheet.frames])


def _text(path: Path, content: str | bytes) -> pl.DataFrame:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return _read(path)


def _filled(row: dict[str, str | None]) -> dict[str, str | None]:
    return {name: value for name, value in row.items() if value is not None and not name.startswith("_")}


def test_version_2_with_soft_line_breaks() -> None:
    first, second = _read(DATA / "nokia-2.1.vcf").to_dicts()
    assert _filled(first) | {"UID": ""} == {
        "UID": "",
        "Kind": "individual",
        "Name": "张三",
        "Organization": "北京钢铁有限公司",
        "Department": "销售部",
        "Title": "经理",
        "Email": "zhangsan@beijing-steel.example",
        "Phone": "+86 138 0000 0000",
        "Other phones": "010-8888 8888;010-8888 9999",
    }
    assert (second["Name"], second["Organization"], second["_line"]) == ("Ann Lee", "Acme, Inc.", 16)
    assert (second["Email"], second["Other emails"]) == ("ann.lee@acme.example", "ann@home.example")


def test_version_3_with_groups_and_a_company() -> None:
    person, company = _read(DATA / "apple-3.0.vcf").to_dicts()
    assert _filled(person) == {
        "UID": "4A5B6C7D-1111-2222-3333-444455556666",
        "Kind": "individual",
        "Name": "Jörg Müller",
        "Organization": "Müller & Söhne GmbH",
        "Department": "Einkauf",
        "Title": "Geschäftsführer",
        "Email": "joerg@mueller.example",
        "Other emails": "joerg@privat.example",
        "Phone": "+49 30 123456-78",
        "Other phones": "+49 171 1234567",
        "Street": "Hauptstraße 5, Hof 2",
        "City": "Berlin",
        "Region": "BE",
        "Postal code": "10115",
        "Country": "Deutschland",
        "Website": "https://mueller.example",
        "Categories": "Kunde;VIP",
    }
    assert (company["Kind"], company["Name"], company["Phone"]) == ("org", "Acme, Inc.", "+1 555 0100")


def test_version_4() -> None:
    person, group, company = _read(DATA / "rfc-4.0.vcf").to_dicts()
    assert (person["UID"], person["_raw"]) == (
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "UID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    )
    assert (person["Phone"], person["Title"], person["City"]) == ("+86-139-0000-0000", "采购经理", "上海")
    assert group["Left out"] == "is a group"
    assert (company["Kind"], company["Organization"]) == ("org", "上海电子有限公司")


def test_gb18030_without_a_word_about_it() -> None:
    [person] = _read(DATA / "foxmail-gb18030.vcf").to_dicts()
    assert (person["Name"], person["Organization"]) == ("李四", "广州贸易有限公司")


def test_utf_16(tmp_path: Path) -> None:
    content = "BEGIN:VCARD\r\nFN:张三\r\nEND:VCARD\r\n".encode("utf-16")
    assert _text(tmp_path / "a.vcf", content)["Name"].to_list() == ["张三"]


def test_cards_that_cannot_be_read_are_kept_as_problems(tmp_path: Path) -> None:
    content = "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nUID:7\nEND:VCARD\nBEGIN:VCARD\nFN:C\nEND:VCARD\nBEGIN:VCARD\nFN:D\n"
    frame = _text(tmp_path / "a.vcf", content)
    cut = "is cut short: its END is missing"
    assert frame["_problem"].to_list() == [cut, "has no name", None, cut]
    assert frame["_line"].to_list() == [1, 3, 6, 9]


def test_card_of_an_agent_inside_a_card(tmp_path: Path) -> None:
    content = "BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nEMAIL:a@x.example\nEND:VCARD\n"
    frame = _text(tmp_path / "a.vcf", content)
    assert frame.select("Name", "Email").rows() == [("A", "a@x.example")]


def test_card_without_id_gets_the_same_in_each_export(tmp_path: Path) -> None:
    one = _text(tmp_path / "a.vcf", "BEGIN:VCARD\nFN:A\nEMAIL:a@x.example\nEND:VCARD\n")
    other = _text(tmp_path / "b.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:A\nTITLE:CEO\nEMAIL:a@x.example\nEND:VCARD\n")
    assert one["UID"].to_list() == other["UID"].to_list()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,name\n1,a\n", "no vCard in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no vCard in it"),
        (b"BEGIN:VCARD\nNOTE:" + b"x" * (2 << 20), "line 2 is longer than 1 MB"),
        (
            b"BEGIN:VCARD\nNOTE:x\n" + b" xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 30_000,
            "line 2 is longer",
        ),
    ],
)
def test_what_is_no_address_book(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=reason):
        _text(tmp_path / "a.vcf", content)


def test_parameters() -> None:
    found = parse(b'item1.TEL;TYPE="voice,cell";PREF=1;X="a:b;c":tel:+1')
    assert (found.name, found.group, found.value) == ("TEL", "ITEM1", "tel:+1")
    assert found.parameters == {"TYPE": ["voice,cell"], "PREF": ["1"], "X": ["a:b;c"]}


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_any_damage(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(sorted(DATA.glob("*.vcf")))).read_bytes()
    at = data.draw(st.integers(20, len(whole) - 1))
    content = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 40)) :]
    frame = _text(tmp_path_factory.mktemp("vcard") / "a.vcf", content)
    assert not frame.is_empty()
    assert frame.filter(pl.col("_problem").is_null() & pl.col("Name").is_null()).is_empty()


@given(st.lists(st.sampled_from(["BEGIN:VCARD", "END:VCARD", "FN:A", "N:;;", "ORG:;", "AGENT:", "=", ":", "TEL;"])))
@settings(max_examples=80, deadline=None)
def test_any_order_of_lines(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("vcard") / "a.vcf"
    try:
        frame = _text(path, "\n".join(lines))
    except SourceError:
        assert "BEGIN:VCARD" not in lines
    else:
        assert frame["_raw"].null_count() == 0


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_as_a_line(content: bytes) -> None:
    assert parse(b"X:" + content).name == "X"
    assert parse(b"X;A=" + content).name == "X"

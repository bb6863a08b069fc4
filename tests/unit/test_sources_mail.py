"""Mailboxes as programs write them: who, whom, when, about what; and nothing in them that ends the program."""

import os
import resource
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.config import IngestConfig, Settings
from ingest.sources import Layout, Limits, SourceError, mbox
from ingest.sources.mail import addresses, row
from ingest.sources.mail_text import opening, unencoded
from ingest.sources.spool import Spool, find_files
from tests.mails import mail, mailbox

LIMITS = Limits(unpacked_bytes=1 << 30, line_characters=1 << 20)
DATA = Path(__file__).parent.parent / "data" / "mail"


def _mbox(path: Path, content: bytes, limits: Limits = LIMITS) -> pl.DataFrame:
    path.write_bytes(content)
    return pl.concat([frame for sheet in mbox.read(path, Layout(), limits) for frame in sheet.frames])


def _spooled(*paths: Path) -> dict[str, pl.DataFrame]:
    with Spool.open(Settings()) as spool:
        files, _ = find_files(paths)
        tables = [table for file in files for table in spool.read(file, Layout())]
        return {table.name: pl.concat(list(table.frames())) for table in tables}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ann@x.example", [("", "ann@x.example")]),
        ('"Lee, Ann" <Ann@X.example>, Bob <bob@y.example>', [("Lee, Ann", "ann@x.example"), ("Bob", "bob@y.example")]),
        ("ann@x.example (Ann Lee)", [("Ann Lee", "ann@x.example")]),
        ("Ann Lee (Acme) <ann@x.example>", [("Ann Lee", "ann@x.example")]),
        ("'ann@x.example' <ann@x.example>; o'brien@x.example", [("ann@x.example",) * 2, ("", "o'brien@x.example")]),
        ("Friends: ann@x.example, Bob <bob@y.example>;", [("", "ann@x.example"), ("Bob", "bob@y.example")]),
        ("undisclosed-recipients:;", []),
        ("<>, nobody, /O=ACME/CN=ANN, mailto:ann@x.example", [("", "ann@x.example")]),
        ("ann@x.example,\r\n\tAnn <ann@x.example>", [("Ann", "ann@x.example")]),
        ("=?utf-8?B?5byg5LiJ?= <z@y.example>", [("张三", "z@y.example")]),
        ("=?gb2312?B?1cXI/SA8emhhbmdAeS5leGFtcGxlPg==?=", [("张三", "zhang@y.example")]),
        ('"unclosed <ann@x.example>', [("unclosed", "ann@x.example")]),
    ],
)
def test_addresses(header: str, expected: list[tuple[str, str]]) -> None:
    assert addresses([header]) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= aus Berlin", "Grüße aus Berlin"),
        ("=?UTF-8?B?5byg5A==?= =?UTF-8?B?uIk=?=", "张三"),
        ("=?gb2312?B?u+HS6czh0NE=?=", "会议提醒"),
        ("=?x-unknown?B?5byg5LiJ?=", "张三"),
        ("=?utf-8*en?Q?a_b?= =?iso-8859-1?Q?=E9?=", "a bé"),
        ("=?utf-8?B?5byg5LiJ", "=?utf-8?B?5byg5LiJ"),
        ("=?utf-8?B?***?=", ""),
        ("=?unicode_escape?Q?\\ud800?=", "\\ud800"),
    ],
)
def test_encoded_words(value: str, expected: str) -> None:
    assert unencoded(value) == expected


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"Auto-Submitted": "auto-replied"}, "automatic"),
        ({"Auto-Submitted": "no"}, None),
        ({"Precedence": "bulk"}, "automatic"),
        ({"List-Id": "<users.lists.example>"}, "automatic"),
        ({"From": "no-reply@shop.example"}, "automatic"),
        ({"From": "MAILER-DAEMON@x.example", "Date": None}, "automatic"),
        ({"X-Unsent": "1", "Date": None}, "draft"),
        ({"X-Gmail-Labels": "=?UTF-8?Q?=E5=9E=83=E5=9C=BE=E9=82=AE=E4=BB=B6,Unread?="}, "spam"),
        ({"X-Mozilla-Status": "0009"}, "deleted"),
        ({"To": "undisclosed-recipients:;"}, "to nobody else"),
        ({"To": "Ann <ANN@x.example>"}, "to nobody else"),
        ({"To": "bounces+7@list.example"}, "to nobody else"),
        ({}, None),
    ],
)
def test_mails_that_say_nothing_about_a_relationship(changes: dict[str, str | None], left_out: str | None) -> None:
    found = row(mail(**changes), 1, "here")
    assert (found.cells[-1], found.problem) == (left_out, None)


@pytest.mark.parametrize(
    ("changes", "at", "problem"),
    [
        ({"Date": "Tue, 5 Mar 2024 09:14:00 +0800 (CST)"}, "2024-03-05T01:14:00Z", None),
        ({"Date": "5 Mar 24 09:14 GMT"}, "2024-03-05T09:14:00Z", None),
        (
            {"Date": "yesterday", "Received": "from a by b;\r\n Tue, 5 Mar 2024 09:14:00 +0000"},
            "2024-03-05T09:14:00Z",
            None,
        ),
        ({"Date": "yesterday"}, None, "'yesterday' is not a date"),
        ({"Date": None}, None, "has no date"),
        ({"Date": "Thu, 1 Jan 1970 00:00:00 +0000"}, None, "its date, 1970-01-01, is before there was mail"),
        ({"Date": "Tue, 5 Mar 2124 09:14:00 +0000"}, None, "its date, 2124-03-05, lies in the future"),
        ({"From": None, "Sender": "ann@x.example"}, "2024-03-05T09:14:00Z", None),
        ({"From": "Ann", "Message-ID": "<1@x>"}, "2024-03-05T09:14:00Z", "is not a mail: it names no sender"),
    ],
)
def test_dates_and_senders(changes: dict[str, str | None], at: str | None, problem: str | None) -> None:
    found = row(mail(**changes), 1, "here")
    assert (found.cells[1], found.problem) == (at, problem)


def test_only_the_envelope_is_kept(tmp_path: Path) -> None:
    frame = _mbox(tmp_path / "a.mbox", mailbox(mail(Bcc="eve@x.example") + b"\nSecret words\n"))
    assert frame.row(0, named=True) == {
        "Message-ID": "1@x.example",
        "Date": "2024-03-05T09:14:00Z",
        "From": "Ann Lee <ann@x.example>",
        "To": "Bob <bob@y.example>",
        "Cc": None,
        "Subject": "Hello",
        "Text": None,
        "Left out": None,
        "_line": 1,
        "_raw": "Message-ID: <1@x.example>",
        "_problem": None,
    }


def test_text_is_kept_where_it_is_wanted(tmp_path: Path) -> None:
    body = (
        b'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\n'
        b"Content-Type: text/html\n\n<p>no</p>\n--b\n"
        b"Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64\n\nxOO6ww==\n--b--\n"
    )
    limits = Limits(1 << 30, 1 << 20, body_characters=1)
    frame = _mbox(tmp_path / "a.mbox", mailbox(mail() + body, mail(**{"Message-ID": "<2@x>"}) + b"\nWords\n"), limits)
    assert frame["Text"].to_list() == ["你", "W"]


def test_from_at_the_start_of_a_line_of_a_body(tmp_path: Path) -> None:
    body = b"\nHi\n\nFrom here on\nit goes on.\n\nFrom me: nothing\n\n"
    frame = _mbox(tmp_path / "a.mbox", mailbox(mail() + body, mail(**{"Message-ID": "<2@x>"})))
    assert frame["Message-ID"].to_list() == ["1@x.example", "2@x"]
    assert frame["_line"].to_list() == [1, 17]


def test_mailbox_longer_than_what_is_read_at_once(tmp_path: Path) -> None:
    mails = [mail(**{"Message-ID": f"<{i}@x>"}) + b"\n" + b"x" * (i * 37) + b"\n" for i in range(400)]
    frame = _mbox(tmp_path / "a.mbox", mailbox(*mails))
    assert frame["Message-ID"].to_list() == [f"{i}@x" for i in range(400)]
    assert frame["_line"].to_list() == [1 + 10 * i for i in range(400)]


def test_mails_in_files_of_their_own_are_one_table_a_folder(tmp_path: Path) -> None:
    for i in range(3):
        _write(tmp_path / "mails" / f"{i}.eml", mail(**{"Message-ID": f"<{i}@x>"}))
    _write(tmp_path / "mails" / "empty.eml", b"")
    _write(tmp_path / "mails" / "._0.eml", b"\x00\x05\x16\x07")
    _write(tmp_path / "mails" / "sent" / "a.emlx", b"412   \n" + mail() + b"\nbody\n<?xml version=...")
    maildir = tmp_path / "Maildir" / ".Sent"
    _write(maildir / "cur" / "1.M1.host:2,S", mail(**{"Message-ID": "<s@x>"}))
    _write(maildir / "cur" / "2.M2.host:2,ST", mail(**{"Message-ID": "<t@x>"}))
    (maildir / "new").mkdir()
    tables = _spooled(tmp_path / "mails", tmp_path / "Maildir")
    assert {name: table["Message-ID"].to_list() for name, table in tables.items()} == {
        "mails": ["0@x", "1@x", "2@x", None],
        "sent/a.emlx": ["1@x.example"],
        ".Sent/cur": ["s@x", "t@x"],
    }
    assert tables["mails"]["_problem"].to_list() == [None, None, None, "is empty"]
    assert tables["mails"]["_raw"][3] == "empty.eml"
    assert tables[".Sent/cur"]["Left out"].to_list() == [None, "deleted"]
    assert list(_spooled(*(tmp_path / "mails").glob("[01].eml"))) == ["mails"]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("takeout.mbox", ["Ann Lee <ann.lee@acme.example>", "王小明 <wang@acme.example>"]),
        ("apple.mbox/mbox", ["Jörg Müller <joerg@mueller.example>"]),
        ("foxmail.eml", ["张三 <zhangsan@beijing-steel.example>"]),
        ("outlook.eml", ["Lee, Ann (Sales) <ann.lee@acme.example>"]),
    ],
)
def test_mailboxes_of_usual_programs(name: str, first: list[str]) -> None:
    [table] = _spooled(DATA / name).values()
    kept = table.filter(pl.col("Left out").is_null())
    assert kept["From"].to_list() == first
    assert kept["_problem"].null_count() == kept.height


def test_what_is_no_mailbox(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not an mbox file"):
        _mbox(tmp_path / "a.mbox", b"id,name\n1,a\n")


def test_deeply_nested_parts_are_never_walked(tmp_path: Path) -> None:
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(10_000))
    nested = mail() + parts
    assert opening(nested, 100) is None
    (tmp_path / "a.eml").write_bytes(nested)
    (tmp_path / "a.mbox").write_bytes(mailbox(nested, mail(**{"Message-ID": "<2@x>"})))
    before = os.times()
    with Spool.open(Settings(ingest=IngestConfig(parser_memory_mb=1024, parser_seconds=60, mail_bodies=True))) as spool:
        rows = [spool.read(file, Layout())[0].rows for file in find_files([tmp_path])[0]]
    assert rows == [1, 2]
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 10


def test_mailbox_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    with path.open("wb") as file:
        for i in range(100):
            file.write(mailbox(mail(**{"Message-ID": f"<{i}@x>"}) + b"\n" + b"x" * (2 << 20)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(frame.height for sheet in mbox.read(path, Layout(), LIMITS) for frame in sheet.frames) == 100
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_as_head(content: bytes) -> None:
    row(content, 1, "here", content=content, characters=100)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_damage_to_a_mailbox(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = (DATA / "takeout.mbox").read_bytes()
    at = data.draw(st.integers(5, len(whole) - 1))
    content = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 40)) :]
    frame = _mbox(tmp_path_factory.mktemp("mail") / "a.mbox", content)
    assert frame["_raw"].null_count() == 0
    assert frame.filter(
        pl.col("_problem").is_null() & pl.col("Left out").is_null() & pl.col("From").is_null()
    ).is_empty()


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_as_addresses(value: str) -> None:
    assert all("@" in address and ";" not in address for _, address in addresses([value]))

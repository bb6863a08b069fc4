"""Files that are broken in every way in which files are broken, made from a seed."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

__all__ = ["CONTACTS", "make"]

CONTACTS = (
    ("id", "name", "customer", "email", "phone"),
    ("1", "王芳", "7", "fang.wang@example.com", "+86 138 1234 5678"),
    ("2", "Ann O'Brien", "7", "ann@example.com", "(020) 7946 0018"),
    ("3", '=HYPERLINK("http://example.com")', "8", "bob@example.org", "n/a"),
    ("4", "Zoë \u202eevil\u202c", "", "zoe@example.net", "-"),
)

_INTERACTIONS = (
    ("id", "at", "channel", "from", "to", "subject"),
    ("i1", "2024-03-05 10:00", "mail", "1", "2", 'Offer, "final"'),
    ("i2", "2024年3月5日 下午3:20", "电话", "2", "1;3", "线\n索"),
    ("i3", "05/03/2024", "meeting", "3", "9", "@SUM(A1)"),
)

_VCARD = """BEGIN:VCARD\r
VERSION:3.0\r
N:Wang;Fang;;;\r
FN:Fang Wang\r
ORG:Acme;Sales\r
TEL;TYPE=CELL:+86 138 1234 5678\r
EMAIL:fang.wang@example.com\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E8=8A=\r
=B3;;;\r
EMAIL;INTERNET:ann@example.com\r
END:VCARD\r
"""

_MAIL = """From: Fang Wang <fang.wang@example.com>
To: "O'Brien, Ann" <ann@example.com>, =?utf-8?B?546L6Iqz?= <bob@example.org>
Cc: undisclosed-recipients:;
Subject: =?gb18030?B?sai827WlCg==?=
Date: Tue, 5 Mar 2024 10:00:00 +0800
Message-ID: <1@example.com>
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

From here on it is text.
--b--
"""

_CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
BEGIN:VEVENT\r
UID:1@example.com\r
DTSTART;TZID=China Standard Time:20240305T100000\r
DTEND;TZID=China Standard Time:20240305T110000\r
SUMMARY:Review\r
ORGANIZER;CN=Fang Wang:mailto:fang.wang@example.com\r
ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.com\r
RRULE:FREQ=WEEKLY;COUNT=3\r
END:VEVENT\r
END:VCALENDAR\r
"""


def make(folder: Path, *, seed: int = 7, rounds: int = 2) -> list[Path]:
    """Write every damage of every format `rounds` times, each with other random places; return the files."""
    rng = random.Random(seed)
    whole = _whole()
    contents = list(whole.values())
    files = []
    for number in range(rounds):
        for name, content in whole.items():
            stem, ending = name.split(".")
            for damage in _DAMAGES:
                broken = damage(content, rng)
                files.append(_write(folder / f"{stem}-{damage.__name__}-{number}.{ending}", broken))
            files.append(_write(folder / f"{stem}-disguised-{number}.{ending}", rng.choice(contents)))
    return files


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _whole() -> dict[str, bytes]:
    """A good file of each format."""
    contacts, interactions = _separated(CONTACTS, ","), _separated(_INTERACTIONS, ";")
    records = [dict(zip(CONTACTS[0], row, strict=True)) for row in CONTACTS[1:]]
    frame = pl.DataFrame(records)
    sheets, columns, archive = io.BytesIO(), io.BytesIO(), io.BytesIO()
    frame.write_excel(sheets)
    frame.write_parquet(columns)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("contacts.csv", contacts)
        packed.writestr("interactions.csv", interactions)
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return {
        "contacts.csv": contacts.encode(),
        "contacts_cn.csv": contacts.replace("\u202e", "").replace("\u202c", "").encode("gb18030"),
        "interactions.csv": interactions.encode("utf-8-sig"),
        "contacts.tsv": _separated(CONTACTS, "\t").encode(),
        "contacts.json": json.dumps({"data": records}).encode(),
        "contacts.jsonl": lines.encode(),
        "contacts.xlsx": sheets.getvalue(),
        "contacts.parquet": columns.getvalue(),
        "export.zip": archive.getvalue(),
        "people.vcf": _VCARD.encode(),
        "letters.mbox": (f"From fang@example.com Tue Mar  5 10:00:00 2024\n{_MAIL}\n" * 3).encode(),
        "letter.eml": _MAIL.encode(),
        "meetings.ics": _CALENDAR.encode(),
    }


def _separated(rows: tuple[tuple[str, ...], ...], separator: str) -> str:
    return "".join(separator.join(_quoted(cell, separator) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str, separator: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if any(letter in cell for letter in (separator, '"', "\n")) else cell


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content))


def _insert(content: bytes, rng: random.Random, what: bytes) -> bytes:
    place = _place(content, rng)
    return content[:place] + what + content[place:]


def empty(content: bytes, rng: random.Random) -> bytes:
    return b""


def blank(content: bytes, rng: random.Random) -> bytes:
    return b" \t\r\n" * rng.randrange(1, 500)


def only_a_mark(content: bytes, rng: random.Random) -> bytes:
    return rng.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"])


def cut_short(content: bytes, rng: random.Random) -> bytes:
    return content[: _place(content, rng)]


def beheaded(content: bytes, rng: random.Random) -> bytes:
    return content[_place(content, rng) :]


def flipped(content: bytes, rng: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(rng.randrange(1, 40)):
        broken[_place(content, rng)] = rng.randrange(256)
    return bytes(broken)


def holed(content: bytes, rng: random.Random) -> bytes:
    start = _place(content, rng)
    return content[:start] + content[start + rng.randrange(1, 60) :]


def stuttering(content: bytes, rng: random.Random) -> bytes:
    start = _place(content, rng)
    return content[:start] + content[start : start + 40] * rng.randrange(2, 200) + content[start:]


def twice(content: bytes, rng: random.Random) -> bytes:
    return content + content


def nulls(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, b"\x00" * rng.randrange(1, 2000))


def no_unicode(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, rng.choice([b"\xff\xfe\xfd", b"\xc3\x28", b"\xed\xa0\x80", b"\x81\xff"]) * 5)


def controls(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, "\u202e\u2066\x1b[31m\x07\ufeff\u200b\x85\u2028".encode())


def formula(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, b"=cmd|' /C calc'!A0,+1,-1,@SUM(1)")


def long_cell(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, b"x" * rng.randrange(50_000, 400_000))


def quotes(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, b'"' * rng.randrange(1, 8) + b"\n'")


def markup(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, b'<!DOCTYPE x [<!ENTITY a "aa">]><script>alert(1)</script>&a;{{7*7}}${7*7}')


def one_line(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"\r", b"").replace(b"\n", b" ")


def old_lines(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r")


def numbers(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"2024", str(rng.choice([0, -1, 99999, 10**30, 2**63])).encode())


def brackets(content: bytes, rng: random.Random) -> bytes:
    return _insert(content, rng, rng.choice([b"[", b"{", b'{"a":', b"BEGIN:VEVENT\r\n", b"("]) * 5_000)


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    empty,
    blank,
    only_a_mark,
    cut_short,
    beheaded,
    flipped,
    holed,
    stuttering,
    twice,
    nulls,
    no_unicode,
    controls,
    formula,
    long_cell,
    quotes,
    markup,
    one_line,
    old_lines,
    numbers,
    brackets,
)

"""Files made to exhaust whoever opens them: refused with a sentence, in little time and memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

PROCESSOR_SECONDS = 10
MEMORY_MB = 512

MEASURED = """
import json, resource, sys
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.sources import Layout, suffix
from ingest.sources.spool import Spool, find_files
said = None
with Spool.open(Settings()) as spool:
    file = find_files([sys.argv[1]])[0][0]
    try:
        spool.unpack(file) if suffix(file.path) == "zip" else spool.read(file, Layout())
    except GuanxiError as error:
        said = error.message
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([said, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10]))
"""
"""A small process between, for a child's peak begins with that of the process that it was forked from."""


def _read(path: Path) -> tuple[str | None, float, int]:
    """Why the file is refused, and the processor seconds and most megabytes that its reader took."""
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, check=True)
    said, seconds, megabytes = json.loads(done.stdout)
    return said, seconds, megabytes


def long_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(1024):
            file.write(b"x" * (1 << 20))


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.csv", bytes(50 << 20))


def nested_zips(path: Path) -> None:
    content = b"id,name\n1,Ann\n"
    for _ in range(50):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", content)
        content = packed.getvalue()
    path.write_bytes(content)


def swollen_workbook(path: Path) -> None:
    _workbook(path, b"<sheetData>" + b" " * (400 << 20) + b"</sheetData>")


def far_cell(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, "far off")


def far_row(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["id"] * 30)
        sheet.write(1_048_575, 0, "far off")


def entities(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    _workbook(path, b"<sheetData><row r='1'><c r='A1' t='str'><v>&l29;</v></c></row></sheetData>", levels.encode())


def deep_json(path: Path) -> None:
    path.write_bytes(b'{"a":' * 5_000_000)


def many_columns(path: Path) -> None:
    path.write_bytes(b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n1\n")


def _workbook(path: Path, body: bytes, entities: bytes = b"") -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write(0, 0, "id")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kind = b"<!DOCTYPE x [<!ENTITY l0 'lol'>" + entities + b"]>" if entities else b""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = kind + b"<worksheet " + space + b">" + body + b"</worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def deep_mail(path: Path) -> None:
    head = (
        b"From: a@example.com\nTo: b@example.com\nDate: Tue, 5 Mar 2024 10:00:00 +0800\nMessage-ID: <1@example.com>\n"
    )
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100_000))
    path.write_bytes((b"From a@example.com\n" if path.suffix == ".mbox" else b"") + head + parts)


def deep_calendar(path: Path) -> None:
    path.write_bytes(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 500_000)


def endless_series(path: Path) -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n"
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n")


def impossible_series(path: Path) -> None:
    event = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20000101T000000Z\r\nRRULE:{}\r\nEND:VEVENT\r\n"
    events = "".join(event.format(number, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for number in range(100))
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")


REFUSED = [
    *[(f"long.{ending}", long_line) for ending in ("csv", "json", "jsonl", "vcf", "ics", "mbox")],
    ("bomb.zip", zip_bomb),
    ("swollen.xlsx", swollen_workbook),
    ("far_cell.xlsx", far_cell),
    ("far_row.xlsx", far_row),
    ("deep.json", deep_json),
    ("deep.jsonl", deep_json),
    ("wide.csv", many_columns),
    ("impossible.ics", impossible_series),
]
HARMLESS = [
    ("laughs.xlsx", entities),
    ("nested.zip", nested_zips),
    ("long.eml", long_line),
    ("deep.eml", deep_mail),
    ("deep.mbox", deep_mail),
    ("deep.ics", deep_calendar),
    ("endless.ics", endless_series),
]


@pytest.mark.parametrize(("name", "make"), REFUSED + HARMLESS)
def test_bombs(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / name
    make(path)
    said, seconds, memory = _read(path)
    path.unlink()
    if (name, make) in REFUSED:
        assert said is not None
        assert said.startswith(name)
    assert said is None or (said.endswith(".") and "gave up" not in said)
    assert seconds < PROCESSOR_SECONDS, said
    assert memory < MEMORY_MB, said

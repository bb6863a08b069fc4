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

from guanxi.config import IngestConfig

PROCESSOR_SECONDS = 10
MEMORY_MB = 512

MEASURED = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""A small process between, because a child's peak begins with that of the process that it was forked from."""


def _read(path: Path, out: Path) -> tuple[dict[str, object], float, int]:
    """What the reader answers, the processor seconds and the most megabytes that it took."""
    config = IngestConfig()
    out.mkdir()
    task = {
        "path": str(path),
        "out": str(out),
        "unpacked_bytes": config.max_file_mb << 20,
        "line_characters": config.max_line_mb << 20,
        "separator": None,
        "columns": [],
        "encoding": None,
    }
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "ingest.sources.worker"]
    done = subprocess.run(
        [*command, str(config.parser_memory_mb)], input=json.dumps(task).encode(), capture_output=True, check=True
    )
    seconds, kilobytes = json.loads(done.stdout)
    return json.loads((out / "answer.json").read_text()), seconds, kilobytes >> 10


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


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("long.csv", long_line),
        ("long.json", long_line),
        ("long.jsonl", long_line),
        ("bomb.zip", zip_bomb),
        ("swollen.xlsx", swollen_workbook),
        ("far_cell.xlsx", far_cell),
        ("far_row.xlsx", far_row),
        ("deep.json", deep_json),
        ("deep.jsonl", deep_json),
        ("wide.csv", many_columns),
    ],
)
def test_bombs_are_refused(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / name
    make(path)
    answer, seconds, memory = _read(path, tmp_path / "out")
    path.unlink()
    assert str(answer["error"]).endswith("."), answer
    assert seconds < PROCESSOR_SECONDS, answer
    assert memory < MEMORY_MB, answer


@pytest.mark.parametrize(("name", "make"), [("laughs.xlsx", entities), ("nested.zip", nested_zips)])
def test_bombs_that_are_harmless_are_read_as_little_as_they_are(
    name: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / name
    make(path)
    answer, seconds, memory = _read(path, tmp_path / "out")
    assert answer, name
    assert seconds < PROCESSOR_SECONDS, answer
    assert memory < MEMORY_MB, answer

"""Files as they come: encodings, separators, quotes, damage, and nothing that ends the program."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.config import IngestConfig, Settings
from ingest.sources import Layout, Limits, Sheet, SourceError, delimited, json_records
from ingest.sources.spool import File, Spool, Table

LIMITS = Limits(unpacked_bytes=1 << 30, line_characters=1 << 20)
HEADER = "编号,姓名\n"


@pytest.fixture
def spool() -> Iterator[Spool]:
    with Spool.open(Settings(ingest=IngestConfig(max_line_mb=1, parser_memory_mb=1024))) as opened:
        yield opened


def _csv(path: Path, content: str | bytes, layout: Layout | None = None) -> pl.DataFrame:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return _frame(delimited.read, path, layout)


def _frame(read: Callable[[Path, Layout, Limits], Iterator[Sheet]], path: Path, layout: Layout | None) -> pl.DataFrame:
    for sheet in read(path, layout or Layout(), LIMITS):
        return pl.concat(sheet.frames)
    raise AssertionError("no sheet")


def _read(spool: Spool, path: Path, content: bytes) -> list[Table]:
    path.write_bytes(content)
    return spool.read(File(path, path.name), Layout())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.csv", f"{HEADER}1,王小明\n".encode(encoding))
    assert frame.select("编号", "姓名").rows() == [("1", "王小明")]


def test_latin_letters_are_not_taken_for_chinese(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not in UTF-8, UTF-16 or GB18030"):
        _csv(tmp_path / "a.csv", "id,name\n1,Münster\n2,Señor Nuñez\n".encode("latin-1"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("bad", ['2,"王\n', "2,王\n", '2,"王\n芳"\n'])
def test_bytes_that_are_no_text_cost_only_their_row(encoding: str, bad: str, tmp_path: Path) -> None:
    content = f"{HEADER}1,王小明\n{bad}3,李雷\n4,赵敏\n".encode(encoding).replace("王\n".encode(encoding), b"\xff\n")
    frame = _csv(tmp_path / "a.csv", content)
    assert frame.filter(pl.col("_problem").is_null()).select("_line", "姓名").rows()[0] == (2, "王小明")
    assert frame.filter(pl.col("_problem").is_null())["姓名"].to_list()[-1] == "赵敏"
    lost = frame.filter(pl.col("_problem").is_not_null())
    assert lost["_line"].to_list()[0] == 3 and "\ufffd" in lost["_raw"][0]
    assert "\ufdd0" not in "".join(frame["_raw"])


def test_lost_bytes_in_json_cost_only_their_record(tmp_path: Path) -> None:
    for content in ('{"id": 1, "a": "王"}\n{"id": 2, "a": "李"}\n{"id": 3, "a": "?"}\n',
                    '[{"id": 1, "a": "王"},\n{"id": 2, "a": "李"},\n{"id": 3, "a": "?"}]\n'):  # fmt: skip
        (tmp_path / "a.json").write_bytes(content.encode().replace(b"?", b"x\xff"))
        frame = _frame(json_records.read, tmp_path / "a.json", None)
        assert frame.filter(pl.col("_problem").is_null())["id"].to_list() == ["1", "2"]
        assert frame.filter(pl.col("_problem").is_not_null()).select("_line", "a").rows() == [(3, "x\ufffd")]


def test_a_header_with_lost_bytes_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not in UTF-8"):
        _csv(tmp_path / "a.csv", b"id,na\xffme\n1,a\n2,b\n3,c\n")


def test_mapping_may_name_an_encoding(tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.csv", "id,name\n1,Münster\n".encode("latin-1"), Layout(encoding="latin-1"))
    assert frame["name"].to_list() == ["Münster"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str, tmp_path: Path) -> None:
    rows = [["id", "name"], ["1", 'a "b", c; d|e'], ["2", "two\nlines"]]
    quoted = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    frame = _csv(tmp_path / "a.csv", quoted)
    assert frame.select("id", "name", "_line").rows() == [("1", rows[1][1], 2), ("2", "two\nlines", 3)]


def test_separator_line_of_excel(tmp_path: Path) -> None:
    assert _csv(tmp_path / "a.csv", "sep=;\nid;name\n1;a\n").select("id", "_line").rows() == [("1", 3)]


def test_quote_that_is_not_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.csv", 'id,name\n1,a\n2,"open\n3,c\n4,d\n')
    assert frame.filter(pl.col("_problem").is_null())["id"].to_list() == ["1", "3", "4"]
    [bad] = frame.filter(pl.col("_problem").is_not_null()).select("_line", "_raw").rows()
    assert bad == (3, '2,"open')


def test_short_and_wide_rows(tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.csv", "id,street,city\n1\n2,Rua do Paço, 67,Rio\n3,a,b,c\n4,a,b,\n,,\n\n5,a,b\n")
    assert frame["street"].to_list() == [None, "Rua do Paço, 67", "a", "a", "a"]
    assert frame["_line"].to_list() == [2, 3, 4, 5, 8]
    assert frame["_problem"].to_list() == [None, None, "has 4 values where the header has 3", None, None]


def test_headers_are_made_distinct(tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.csv", "id,Email,,Email,_raw\n1,a,b,c,d\n")
    assert frame.columns[:5] == ["id", "Email", "column 3", "Email 2", "_raw 2"]


def test_blanks_between_columns(tmp_path: Path) -> None:
    frame = _csv(tmp_path / "a.txt", "1 2  3\n4\t5 6\n", Layout("blanks", ("a", "b", "c")))
    assert frame.select("a", "b", "c").rows() == [("1", "2", "3"), ("4", "5", "6")]


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), max_size=8))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    try:
        frame = _csv(path, "id,name\n1,a\n" + "\n".join(lines))
    except SourceError:
        return
    assert set(frame.columns) >= {"id", "name", "_line", "_raw", "_problem"}
    whole = path.read_bytes().decode()
    assert all(raw.splitlines()[0] in whole for raw in frame["_raw"] if raw.splitlines())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(content)
    for read in (delimited.read, json_records.read):
        try:
            for sheet in read(path, Layout(), LIMITS):
                assert all(frame.height for frame in sheet.frames)
        except SourceError as error:
            assert error.message


def test_json_lines_keep_what_is_no_json_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "a": {"b": [1, 2.0]}}\nnot json\n\n[1]\n{"id": "4", "c": true}\n', encoding="utf-8")
    frame = _frame(json_records.read, path, None)
    assert frame["id"].to_list() == ["1", None, None, "4"]
    assert (frame["a.b"][0], frame["c"][3]) == ("1;2", "true")
    assert frame["_line"].to_list() == [1, 2, 4, 5]
    assert [problem is None for problem in frame["_problem"]] == [True, False, False, True]


def test_json_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rows = [{"id": i, "text": "x" * 997} for i in range(300)]
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    frame = _frame(json_records.read, path, None)
    assert frame["id"].to_list() == [str(i) for i in range(300)]
    assert frame["_line"][:2].to_list() == [2, 6]


def _png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(100)


def _zip_of(content: bytes, name: str = "a.csv") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n \n", "is empty"),
        ("a.csv", _png(), "PNG image"),
        ("a.csv", b"<!DOCTYPE html><html></html>", "web page"),
        ("a.csv", _zip_of(b"id\n1\n"), "zip archive"),
        ("a.csv", b"id,name\n1,\xff\xfe\xfd\n", "not in UTF-8"),
        ("a.csv", b"id,name\n1,\x00\n", "zero bytes"),
        ("a.csv", b"id,name\n1," + b"x" * (3 << 20), "line 2 is longer than 1 MB"),
        ("a.csv", b"x" * (40 << 20), "line 1 is longer than 1 MB"),
        ("a.csv", b",".join(b"c%d" % i for i in range(3000)) + b"\n1\n", "3000 columns"),
        ("a.jsonl", b"id,name\n1,a\n", "not JSON"),
        ("a.json", b'[{"id": 1}, {"id":', "not JSON: line 1"),
        ("a.json", b"[" * 100_000, "line 1 has list where an object|nested too deeply"),
        ("a.xlsx", b"<html><table><tr><td>id</td></tr></table></html>", "web page"),
        ("a.xlsx", b"id,name\n1,a\n", "not an Excel workbook"),
        ("a.xlsx", _zip_of(b"x"), "cannot be read as an Excel workbook"),
        ("a.parquet", b"PAR1 and no more", "damaged or cut short"),
        ("a.parquet", b"id,name\n", "not a Parquet file"),
        ("a.docx", b"x", "format that is not known"),
    ],
)
def test_files_that_are_not_what_they_say(name: str, content: bytes, reason: str, tmp_path: Path, spool: Spool) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        _read(spool, tmp_path / name, content)
    assert caught.value.message.startswith(name)


def test_workbook_cut_short(tmp_path: Path, spool: Spool) -> None:
    path = tmp_path / "a.xlsx"
    pl.DataFrame({"id": list(range(1000))}).write_excel(path)
    with pytest.raises(SourceError, match="workbook"):
        _read(spool, path, path.read_bytes()[:-200])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_zip_of(b"id\n1\n")[:-10], "damaged or cut short"),
        (_zip_of(bytes(100 << 20)), "times its size"),
        (b"PK\x03\x04 nothing", "damaged or cut short"),
    ],
)
def test_archives_that_are_refused(content: bytes, reason: str, tmp_path: Path, spool: Spool) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        spool.unpack(File(path, path.name))


def test_reader_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    _write_far_cell(path)
    with (
        Spool.open(Settings(ingest=IngestConfig(parser_memory_mb=600))) as spool,
        pytest.raises(SourceError, match=r"far\.xlsx"),
    ):
        spool.read(File(path, path.name), Layout())


def _write_far_cell(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, "far off")


def test_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "slow.ics"
    never = "BEGIN:VEVENT\nUID:{}\nDTSTART:20000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"
    events = "".join(never.format(number) for number in range(3))
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n", encoding="utf-8")
    with (
        Spool.open(Settings(ingest=IngestConfig(parser_seconds=1))) as spool,
        pytest.raises(SourceError, match=r"slow\.ics took longer than 1 s"),
    ):
        spool.read(File(path, path.name), Layout())


def test_one_child_reads_many_files_and_a_new_one_follows_a_file_that_it_did_not_survive(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,Ann\n")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    settings = Settings(ingest=IngestConfig(parser_memory_mb=1024))
    with Spool.open(settings) as spool:
        file = File(tmp_path / "a.csv", "a.csv")
        assert spool.read(file, Layout())[0].rows == 1
        child = spool._parser._child
        assert spool.read(file, Layout())[0].rows == 1
        assert spool._parser._child is child
        assert child is not None
        child.kill()
        with pytest.raises(SourceError, match="gave up"):
            spool.read(file, Layout())
        assert spool.read(file, Layout())[0].rows == 1
        with pytest.raises(SourceError, match="not text"):
            spool.read(File(tmp_path / "b.xlsx", "b.xlsx"), Layout())
        assert spool.read(file, Layout())[0].rows == 1


def _json(path: Path, content: str) -> pl.DataFrame:
    path.write_text(content, encoding="utf-8")
    return _frame(json_records.read, path, None)


@pytest.mark.parametrize(
    "reply",
    [
        '{"errorCode": 0, "data": {"total": 2, "dataList": [%s]}}',
        '{"data": [%s]}',
        '{\n "@odata.context": {"a": 1},\n "value": [%s],\n "rest": [1, {"x": 2}]}',
        '{"results": [%s], "paging": {"next": {"after": "2"}}}',
    ],
)
def test_records_under_a_key_of_a_reply(reply: str, tmp_path: Path) -> None:
    records = '{"_id": "1", "owner": ["7"]},\n{"_id": "2", "owner": []}'
    frame = _json(tmp_path / "a.json", reply % records)
    assert frame.columns[:2] == ["_id", "owner"]
    assert frame.select("_id", "owner").rows() == [("1", "7"), ("2", "")]
    assert frame["_raw"][0] == '{"_id": "1", "owner": ["7"]}'


def test_replies_one_after_another(tmp_path: Path) -> None:
    frame = _json(tmp_path / "a.json", '{"data": [{"_id": "1"}]}\n{"data": []}\n{"data": [{"_id": "2"}]}\n')
    assert frame.select("_id", "_line").rows() == [("1", 1), ("2", 3)]


def test_reply_without_records_is_refused_with_its_message(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="reply of a service: the token has expired"):
        _json(tmp_path / "a.json", '{"errorCode": 20016,\n "errorMessage": "the token has expired", "data": {}}')


def test_lists_of_objects_become_columns_side_by_side(tmp_path: Path) -> None:
    related = [{"id": "a", "of": "AccountObj"}, {"id": "c"}]
    frame = _json(tmp_path / "a.json", json.dumps({"creator": {"name": "李雷"}, "related": related}, indent=2))
    assert frame.select("creator.name", "related.id", "related.of").rows() == [("李雷", "a;c", "AccountObj;")]


@pytest.mark.parametrize("content", ['{"data": [{"a": 1}', '[{"a": 1},', '[{"a": 1} {"a": 2}]', "[" * 9999])
def test_broken_json_documents_are_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        _json(tmp_path / "a.json", content)

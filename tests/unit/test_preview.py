"""What the wizard shows before anything is loaded, and what corrections make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guanxi.config import Settings
from guanxi.errors import UsageError
from ingest.choosing import KEEP, LEAVE_OUT, OMIT
from ingest.looks import looks_like
from ingest.mapping import LINE_ID, presets
from ingest.preview import Findings, Found, as_choices, columns_of, first_problems, id_makers, look
from ingest.recognise import guess
from ingest.remembered import preset_name, remember

CHINESE = (
    "编号,姓名,公司,电子邮箱,爱好",
    "1,王芳,c1,fang@x.example,茶",
    "2,,c1,bo@x.example,",
    "3,陈静,c1,jing@x.example,茶",
)


def _look(tmp_path: Path, name: str, *lines: str) -> Findings:
    path = tmp_path / "files" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return look([path], tmp_path / "heads" / name, Settings())


def _only(findings: Findings) -> Found:
    [found] = findings.tables
    return found


@pytest.mark.parametrize(
    ("values", "looks"),
    [
        (["a@x.example", "b@y.example"], "email"),
        (["2024-03-05", "2024年3月5日", "12 Mar 2024", "5/3/2024"], "date"),
        (["+49 30 123456", "13800138000"], "phone"),
        (["1.234,50", "¥3,000"], "number"),
        (["101", "102"], "id"),
        (["C-1", "C-2"], "id"),
        (["是", "否"], "boolean"),
        (["https://x.example"], "website"),
        (["王芳", "Bo"], "text"),
        ([], "nothing"),
    ],
)
def test_what_values_look_like(values: list[str], looks: str) -> None:
    assert looks_like(values) == looks


def test_a_recognised_table_is_shown_with_its_columns_and_first_problems(tmp_path: Path) -> None:
    found = _only(_look(tmp_path, "联系人.csv", *CHINESE))
    reading = found.suggested()
    assert (reading.choice, reading.missing) == ("kind:contacts", [])
    views = {view.name: view for view in columns_of(found, reading)}
    assert (views["姓名"].field, views["姓名"].sure, views["姓名"].samples) == ("name", "alias", ["王芳", "陈静"])
    assert (views["爱好"].field, views["爱好"].also) == (KEEP, "爱好")
    [problem] = first_problems([(found, reading)], Settings())["联系人.csv"]
    assert (problem["line"], problem["column"], problem["reason"]) == (3, "name", "name is missing")


def test_without_corrections_the_table_is_read_as_ingest_reads_it(tmp_path: Path) -> None:
    found = _only(_look(tmp_path, "contacts.csv", "id,name,E-Mail", "1,Ann,a@x.example"))
    assert found.suggested().guess() == guess(found.table, presets())


def test_columns_that_no_name_gives_away_are_found_by_their_values(tmp_path: Path) -> None:
    found = _only(_look(tmp_path, "list.csv", "who,kontakt,seit", "Ann Lee,a@x.example,2024-01-01", "Bo,b@x.example,"))
    assert found.guess is None and "not recognised" in found.problem
    reading = found.suggested()
    assert reading.choice == "kind:contacts"
    views = {view.name: (view.field, view.sure) for view in columns_of(found, reading)}
    assert views["who"] == ("name", "values") and views["kontakt"] == ("email", "values")
    assert id_makers(found) == ["kontakt", "who", LINE_ID]
    assert reading.missing == [] and reading.fields["id"].columns == ["kontakt"]


def test_corrections_move_leave_out_and_keep_columns(tmp_path: Path) -> None:
    found = _only(_look(tmp_path, "contacts.csv", "id,name,nick,secret", "1,Ann,Annie,x"))
    reading = found.read_as("kind:contacts", {"nick": "name", "secret": OMIT, "name": KEEP}, "")
    assert [(v.name, v.field, v.sure) for v in columns_of(found, reading)] == [
        ("id", "id", "name"),
        ("name", KEEP, None),
        ("nick", "name", "chosen"),
        ("secret", OMIT, None),
    ]
    chosen = as_choices([(found, reading)])["contacts.csv"]
    assert chosen is not None and chosen.mapping.omit == ("secret",)
    assert chosen.mapping.records[0].columns["name"].columns == ["nick"]
    incomplete = found.read_as("kind:contacts", {"name": OMIT}, "")
    assert incomplete.missing == ["name"]
    with pytest.raises(UsageError, match="name"):
        incomplete.guess()
    assert found.read_as(LEAVE_OUT, {}, "").guess() is None


def test_ids_of_a_preset_keep_their_prefix_when_another_column_makes_them(tmp_path: Path) -> None:
    header = "customerID,companyName,contactName,contactTitle,number"
    found = _only(_look(tmp_path, "customers.csv", header, "A,Acme,Ann,CEO,7"))
    assert found.guess is not None and found.guess.preset == "northwind"
    reading = found.suggested().changed(found.table, {"number": "id"})
    assert reading.fields["id"].value == "northwind:{number}"
    assert reading.others == ["contacts"]


def test_findings_are_kept_on_disk(tmp_path: Path) -> None:
    findings = _look(tmp_path, "contacts.csv", "id,name", "1,Ann")
    findings.save(tmp_path / "findings.json")
    again = Findings.load(tmp_path / "findings.json")
    assert (again.tables[0].guess, again.tables[0].table) == (findings.tables[0].guess, findings.tables[0].table)


def test_a_remembered_mapping_is_recognised_afterwards(tmp_path: Path) -> None:
    lines = ("wer,was,seit", "Ann,a@x.example,2024")
    found = _only(_look(tmp_path, "Leute 2024.csv", *lines))
    reading = found.read_as("kind:contacts", {"wer": "name", "was": "email", "seit": OMIT}, "was")
    chosen = reading.guess()
    assert chosen is not None
    assert preset_name("Leute 2024.csv") == "leute"
    remember("leute", [(found.table, chosen)])
    again = _only(_look(tmp_path, "other.csv", *lines))
    assert again.guess is not None and again.guess.preset == "leute"
    assert again.suggested().guess() == again.guess
    assert again.guess.mapping.records == chosen.mapping.records


@pytest.mark.parametrize("name", ["northwind", "../x", "", "a/b", ".hidden"])
def test_names_that_a_mapping_cannot_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        remember(name, [])

"""Mailboxes, calendars and address books from the command line into the graph."""

import json
import shutil
import zipfile
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.config import Settings

DATA = Path(__file__).parent.parent / "data"


def _ingest(*arguments: str | Path) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(app, ["ingest", *map(str, arguments), "--format", "json"])
    return result.exit_code, json.loads(result.stdout)


def test_everything_of_an_office(settings: Settings, store: Store, tmp_path: Path) -> None:
    code, summary = _ingest(DATA / "mail", DATA / "calendar", DATA / "vcard")
    assert code == 3, "events of an unknown time zone and cut short are set aside"
    lines = {(line["file"], line["kind"]): line for line in summary["lines"]}  # type: ignore[attr-defined]
    assert {key: (line["read"], line["quarantined"]) for key, line in lines.items()} == {
        ("takeout.mbox", "interactions"): (2, 0),
        ("apple.mbox/mbox", "interactions"): (1, 0),
        ("mail", "interactions"): (2, 0),
        ("dingtalk.ics", "interactions"): (1, 0),
        ("exchange.ics", "interactions"): (3, 1),
        ("google.ics", "interactions"): (6, 0),
        ("wecom.ics", "interactions"): (4, 1),
        ("apple-3.0.vcf", "customers"): (2, 0),
        ("apple-3.0.vcf", "contacts"): (1, 0),
        ("foxmail-gb18030.vcf", "customers"): (1, 0),
        ("foxmail-gb18030.vcf", "contacts"): (1, 0),
        ("nokia-2.1.vcf", "customers"): (2, 0),
        ("nokia-2.1.vcf", "contacts"): (2, 0),
        ("rfc-4.0.vcf", "customers"): (1, 0),
        ("rfc-4.0.vcf", "contacts"): (1, 0),
    }
    assert "left out: 1 automatic, 1 draft" in lines["takeout.mbox", "interactions"]["notes"]
    [visit] = store.rows(
        "MATCH (p:Person)-[r:TOOK_PART]->(i:Interaction {id: 'calendar:dingtalk-20240305-1@20240305T060000Z'})"
        " RETURN i.subject AS subject, i.duration_s AS seconds, collect(p.name + ' ' + r.as) AS people"
    )
    assert (visit["subject"], visit["seconds"]) == ("客户拜访：北京钢铁", 3600.0)
    assert sorted(visit["people"]) == ["张三 to", "李四 from"]
    [known] = store.rows(
        "MATCH (p:Contact {email: 'zhangsan@beijing-steel.example'})-[:WORKS_AT]->(c:Customer)"
        " RETURN p.name AS name, p.provisional AS provisional, p.title AS title, c.name AS company"
    )
    assert known == {"name": "张三", "provisional": None, "title": "经理", "company": "北京钢铁有限公司"}
    assert store.rows("MATCH (i:Interaction) WHERE i.text IS NOT NULL RETURN i") == []
    assert store.rows("MATCH (i:Interaction {channel: 'meeting', subject: 'Personal matters'}) RETURN i") == []


def test_zip_of_mails_is_one_table(settings: Settings, store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mails.zip", "w") as archive:
        archive.write(DATA / "mail" / "outlook.eml", "收件箱/1.eml")
        archive.write(DATA / "mail" / "foxmail.eml", "收件箱/2.eml")
        archive.write(DATA / "mail" / "takeout.mbox", "a.mbox")
    code, summary = _ingest(tmp_path / "mails.zip")
    assert code == 0
    assert {line["file"]: line["read"] for line in summary["lines"]} == {  # type: ignore[attr-defined]
        "mails.zip/a.mbox": 2,
        "mails.zip/收件箱": 2,
    }


def test_text_of_mails_is_kept_where_it_is_wanted(settings: Settings, store: Store, tmp_path: Path) -> None:
    shutil.copy(DATA / "mail" / "foxmail.eml", tmp_path)
    environment = {"GUANXI_INGEST__MAIL_BODIES": "true"}
    assert CliRunner().invoke(app, ["ingest", str(tmp_path / "foxmail.eml")], env=environment).exit_code == 0
    assert store.rows("MATCH (i:Interaction) RETURN i.text AS text") == [{"text": "您好"}]

"""Exports of every product: recognised as what they are, by nothing else, and made into the right records."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.presets import app
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.mapping import presets, read_mapping
from ingest.reading import Reader
from ingest.recognise import guess
from ingest.sources.spool import Spool, Table, find_files
from ingest.summary import Summary
from tests.reading import DATA, made_of

PRODUCTS = {
    "chinese-sheet": "chinese-sheet",
    "dynamics": "dynamics",
    "fxiaoke": "fxiaoke",
    "google-contacts": "google-contacts",
    "google-contacts-old": "google-contacts",
    "hubspot": "hubspot",
    "hubspot-chinese": "hubspot",
    "jiandaoyun": "jiandaoyun",
    "linkedin": "linkedin",
    "mailchimp": "mailchimp",
    "northwind": "northwind",
    "outlook": "outlook",
    "outlook-chinese": "outlook",
    "salesforce": "salesforce",
    "zoho": "zoho",
}
"""The folder of each product's files, and its preset."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[tuple[Table, str | None]]]]:
    """The tables of each folder, and what preset they are recognised by."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("GUANXI_HOME", str(tmp_path_factory.mktemp("home")))
        spool = stack.enter_context(Spool.open(Settings()))
        found: dict[str, list[tuple[Table, str | None]]] = {}
        for folder in PRODUCTS:
            reader = Reader(spool, presets(), None, False, lambda *_: None, Summary())
            for file in find_files([DATA / folder])[0]:
                reader.read(file)
            assert not reader.summary.refused
            found[folder] = [(table, guessed.preset) for table, guessed in reader.tables]
        yield found


@pytest.mark.parametrize("folder", PRODUCTS)
def test_files_are_recognised_by_their_own_preset_alone(
    folder: str, tables: dict[str, list[tuple[Table, str | None]]]
) -> None:
    assert tables[folder]
    for table, recognised in tables[folder]:
        assert recognised == PRODUCTS[folder], table.name
        for name in presets().keys() - {PRODUCTS[folder]}:
            try:
                taken = guess(table, {name: presets()[name]}).preset
            except GuanxiError:
                taken = None
            assert taken is None, f"{table.name} is taken by {name}"


def test_hubspot() -> None:
    made = made_of(DATA / "hubspot")
    assert set(made.rows("employees", "id", "name", "email")) == {
        ("hubspot:grace miller", "Grace Miller", None),
        ("hubspot:grace.miller@us.example", "grace.miller@us.example", "grace.miller@us.example"),
        ("hubspot:李雷", "李雷", None),
    }
    assert made.rows("contacts", "id", "name", "customer", "opted_out") == [
        ("hubspot:101", "Ann Lee", "hubspot:201", None),
        ("hubspot:102", "王小明", "hubspot:203", "true"),
        ("hubspot:103", "no-name@web.example", None, None),
        ("hubspot:104", "Bo O'Neil, Jr.", "hubspot:201", "false"),
    ]
    assert made.rows("customers", "id", "name", "parent", "owner")[1:] == [
        ("hubspot:202", "Northgate Labs", "hubspot:201", "hubspot:grace.miller@us.example"),
        ("hubspot:203", "华兴科技有限公司", None, "hubspot:李雷"),
        ("hubspot:204", "only-domain.example", None, None),
    ]
    assert made.rows("deals", "id", "status", "contacts", "probability") == [
        ("hubspot:301", "won", "hubspot:101;hubspot:104", 100.0),
        ("hubspot:302", "open", "hubspot:102", 90.0),
        ("hubspot:303", "lost", None, 0.0),
    ]
    assert made.rows("purchases", "id", "amount", "contact") == [("hubspot:deal/301", "24,000.50", "hubspot:101")]


def test_hubspot_activities_run_from_who_began_them() -> None:
    grace, lilei = "employee:hubspot:grace miller", "employee:hubspot:李雷"
    assert made_of(DATA / "hubspot").rows("interactions", "id", "from", "to", "duration_s") == [
        ("hubspot:call/401", grace, "contact:hubspot:101", 125.0),
        ("hubspot:call/402", "contact:hubspot:104", grace, 61.0),
        ("hubspot:email/501", grace, "contact:hubspot:101;contact:hubspot:104", None),
        ("hubspot:email/502", "contact:hubspot:102", lilei, None),
        ("hubspot:meeting/601", grace, "contact:hubspot:101;contact:hubspot:104", None),
        ("hubspot:note/701", lilei, "contact:hubspot:102", None),
        ("hubspot:task/801", grace, "contact:hubspot:101", None),
    ]


def test_hubspot_in_chinese() -> None:
    made = made_of(DATA / "hubspot-chinese")
    assert made.rows("contacts", "id", "name", "phone") == [("hubspot:102", "王小明", "13800138000")]
    assert made.rows("employees", "id") == [("hubspot:李雷",)]


def test_salesforce_zip_in_latin_letters() -> None:
    made = made_of(DATA / "salesforce")
    account = "salesforce:0013000000AbCdEAAV"
    assert made.rows("customers", "id", "name", "parent", "_deleted", "merged_into")[:3] == [
        (account, "Café Zürich AG", None, False, None),
        ("salesforce:0013000000AbCdFAAV", "Café Genève SA", account, False, None),
        ("salesforce:0013000000AbCdHAAV", "Cafe Zurich", None, True, account),
    ]
    zoe, luca = "salesforce:0033000000PqRsTAAV", "salesforce:0033000000PqRsUAAV"
    assert made.rows("contacts", "id", "name", "customer", "manager", "_deleted") == [
        (zoe, "Zoë Müller", account, None, False),
        (luca, "Luca Rossi", account, f"contact:{zoe}", False),
        ("salesforce:0033000000PqRsVAAV", "Dupont", "salesforce:0013000000AbCdFAAV", None, True),
        ("salesforce:00Q3000000LmNoPEAV", "An Nguyen", "salesforce:lead/ph ha n i", None, False),
        ("salesforce:00Q3000000LmNoQEAV", "Zoë Müller", "salesforce:lead/cafe zurich", None, True),
    ]
    assert made.rows("deals", "status", "amount", "currency") == [("won", "86500", "CHF"), ("open", "12000.5", "CHF")]
    assert made.rows("deal_roles", "contact", "role") == [
        (f"contact:{zoe}", "Decision Maker"),
        (f"contact:{luca}", "contact"),
    ]
    ines, tom = "employee:salesforce:005300000012345AAA", "employee:salesforce:005300000012346AAA"
    assert made.rows("interactions", "at", "from", "to", "customer") == [
        ("2024-02-01 09:00:00Z", ines, f"contact:{luca}", account),
        ("2024-01-15 14:20:00Z", f"contact:{zoe}", ines, account),
        ("2024-01-16", tom, "contact:salesforce:00Q3000000LmNoPEAV", None),
    ]


def test_zoho() -> None:
    made = made_of(DATA / "zoho")
    assert made.rows("contacts", "id", "name", "customer", "manager")[1] == (
        "zoho:487600000000301002",
        "陈晓燕",
        "zoho:487600000000225014",
        "contact:zoho:487600000000301001",
    )
    assert made.rows("deals", "customer", "contacts", "status") == [
        ("zoho:487600000000225013", "contact:zoho:487600000000301001", "won"),
        ("name:zylker 中国", "name:陈晓燕", "open"),
    ]
    assert made.rows("interactions", "from", "to") == [
        ("contact:zoho:487600000000301001", "employee:zoho:487600000000164001"),
        ("employee:zoho:487600000000164001", "contact:zoho:487600000000301002"),
    ]


def test_dynamics_finds_its_accounts_by_name_and_leaves_its_own_sheet_out() -> None:
    made = made_of(DATA / "dynamics")
    assert made.rows("customers", "name", "owner")[1] == ("康托索（上海）有限公司", "dynamics:alex wu")
    assert made.rows("contacts", "name", "customer", "opted_out") == [
        ("Rene Valdes", "name:contoso suites", "no"),
        ("周敏", "name:康托索上海", "yes"),
    ]
    assert made.rows("interactions", "from", "to") == [("name:alex wu", "name:rene valdes;name:周敏")]
    assert made.rows("deals", "amount", "closes_on", "contacts") == [("48000", "2024-09-30", "name:rene valdes")]


def test_mailchimp() -> None:
    made = made_of(DATA / "mailchimp")
    assert made.rows("contacts", "id", "name", "opted_out", "unreachable", "customer") == [
        ("mailchimp:a1b2c3d4e8", "gone@old.example", "no", "yes", None),
        ("mailchimp:a1b2c3d4e5", "Ann Lee", "no", None, "mailchimp:northgate"),
        ("mailchimp:a1b2c3d4e6", "li@huaxing.example", "no", None, "mailchimp:华兴科技"),
        ("mailchimp:a1b2c3d4e7", "Bo O'Neil", "yes", None, None),
    ]


def test_linkedin_below_its_notes() -> None:
    made = made_of(DATA / "linkedin")
    assert made.rows("contacts", "name", "customer", "title", "connected_on", "_line") == [
        ("Ann Lee", "linkedin:northgate", "VP Operations, EMEA", "12 Mar 2024", 5),
        ("王小明", "linkedin:华兴科技", "采购总监", "7-Feb-22", 6),
        ("José Núñez, MBA", None, None, "03 Jan 2021", 8),
    ]


@pytest.mark.parametrize("folder", ["google-contacts", "google-contacts-old"])
def test_google_contacts_of_both_generations(folder: str) -> None:
    ann = made_of(DATA / folder).of("contacts").row(0, named=True)
    assert (ann["id"], ann["customer"]) == ("google:ann.lee@northgate.example", "google:northgate")
    if folder == "google-contacts":
        assert (ann["email"], ann["other_emails"]) == (
            "ann.lee@northgate.example",
            "ann@home.example;a.lee@old.example",
        )
        assert (ann["phone"], ann["other_phones"]) == ("+1 212-555-0142", "+1 212-555-0199")
        assert ann["notes"] == 'Met at fair.\nSecond line, with "quotes"'


def test_outlook() -> None:
    made = made_of(DATA / "outlook")
    assert made.rows("contacts", "name", "other_emails", "birthday") == [
        ("Ann Lee", "ann@home.example", None),
        ("王小明", None, "2/3/80"),
    ]
    assert made.rows("interactions", "at", "from", "to", "cc") == [
        ("4/25/2024 9:30:00 AM", "name:grace miller", "name:ann lee;name:王小明", "name:bo oneil")
    ]
    assert made_of(DATA / "outlook-chinese").rows("contacts", "name", "email") == [
        ("王小明", "wang.xm@huaxing.example")
    ]


def test_fxiaoke() -> None:
    made = made_of(DATA / "fxiaoke")
    assert made.rows("customers", "id", "owner", "parent", "_deleted")[:3] == [
        ("fxiaoke:65e6a1", "fxiaoke:1001", None, False),
        ("fxiaoke:65e6a2", None, "fxiaoke:65e6a1", False),
        ("fxiaoke:65e6a3", "fxiaoke:1001", None, True),
    ]
    assert made.rows("contacts", "name", "_deleted")[2:] == [("删除了", True), ("陈静", False)]
    assert made.rows("deals", "status", "closes_on", "amount") == [
        ("won", "2024-03-31", "180000.50"),
        ("open", "2024-12-31", "90000.00"),
    ]
    assert made.rows("interactions", "channel", "from", "to", "customer") == [
        ("call", "employee:fxiaoke:1001", "contact:fxiaoke:65e6c1", "fxiaoke:65e6a1")
    ]
    assert ("fxiaoke:1001", "李雷", "fxiaoke:1002") in made.rows("employees", "id", "name", "manager")


def test_jiandaoyun_with_labels_of_a_second_file() -> None:
    made = made_of(DATA / "jiandaoyun")
    assert made.rows("customers", "name", "region", "owner", "phone", "标签") == [
        ("华兴科技有限公司", "上海市", "jiandaoyun:lilei", "021-55550100", "重点;老客户"),
        ("远航物流集团", None, None, None, None),
    ]
    assert made.rows("contacts", "id", "name", "customer") == [("jiandaoyun:65e7c1", "王小明", "name:华兴科技")]
    assert made.rows("interactions", "at", "channel", "from", "to") == [
        ("2024-03-06T01:30:00.000Z", "visit", "employee:jiandaoyun:lilei", "name:王小明")
    ]
    assert made.rows("deals", "status", "closes_on") == [("won", "2024-06-30")]
    assert len(made.summary.looked_up) == 4


def test_sheet_by_hand_is_customers_contacts_owners_and_dealings() -> None:
    made = made_of(DATA / "chinese-sheet")
    assert made.rows("customers", "id", "name", "industry", "owner") == [
        ("sheet:华兴科技", "华兴科技有限公司", "软件", "employee:sheet:李雷"),
        ("sheet:远航物流", "远航物流集团", "物流", "employee:sheet:韩梅梅"),
        ("sheet:星河设计", "星河设计", "设计", "employee:sheet:韩梅梅"),
    ]
    assert made.rows("contacts", "id", "title") == [
        ("sheet:华兴科技/王小明", "采购总监"),
        ("sheet:华兴科技/赵倩", "财务经理"),
        ("sheet:远航物流/ann lee", None),
    ]
    assert made.rows("interactions", "at", "channel", "to") == [
        ("2024年3月5日", "call", "contact:sheet:华兴科技/王小明"),
        ("2024/3/12 14:30", "visit", "contact:sheet:华兴科技/王小明"),
        ("2024.3.20", "chat", "contact:sheet:华兴科技/赵倩"),
        ("2024-04-01", "mail", "contact:sheet:远航物流/ann lee"),
    ]
    assert made.rows("purchases", "customer", "amount") == [("sheet:华兴科技", "¥１８０，０００")]
    assert made.rows("referrals", "referrer", "referred") == [
        ("name:王小明", "contact:sheet:远航物流/ann lee"),
        ("name:王小明", "name:ann lee"),
        ("name:赵倩", "name:没有登记的人"),
    ]


def test_presets_are_listed_and_shown_as_mappings(tmp_path: Path) -> None:
    listed = CliRunner().invoke(app, ["list", "--format", "json"])
    rows = {row["name"]: row for row in json.loads(listed.output)}
    assert rows.keys() == presets().keys()
    assert all(row["about"] and row["tables"] for row in rows.values())
    shown = CliRunner().invoke(app, ["show", "linkedin"]).output
    (tmp_path / "mine.yaml").write_text(shown, encoding="utf-8")
    assert read_mapping(tmp_path / "mine.yaml") == presets()["linkedin"]

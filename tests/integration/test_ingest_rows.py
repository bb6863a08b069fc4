"""What happens to each row: loaded, waiting, or in quarantine with its reason; never lost, never twice."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.pipeline import ingest
from ingest.quarantine import kept
from ingest.summary import Summary
from tests.graph_hash import graph_hash

Run = Callable[..., Summary]


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings) -> Run:
    return lambda *paths, **options: ingest(paths, store, appstore, settings, **options)


def _file(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _ids(store: Store, label: str) -> set[str]:
    return {row["id"] for row in store.rows(f"MATCH (n:{label}) RETURN n.id AS id")}


def test_quarantined_rows_keep_their_text_place_and_reason(
    run: Run, store: Store, appstore: AppStore, tmp_path: Path
) -> None:
    path = _file(
        tmp_path / "interactions.csv",
        "id,at,from,to,duration_s",
        "i1,2026-01-01,a@x.example,b@x.example,60",
        ",2026-01-01,a@x.example,b@x.example,60",
        "i3,yesterday,a@x.example,b@x.example,60",
        "i4,2026-01-01,a@x.example,;,60",
        "i5,2026-01-01,a@x.example,b@x.example,long",
        "i6,2026-01-01,a@x.example,b@x.example,60,70",
        "i1,2026-01-01,a@x.example,b@x.example,60",
        "i1,2026-02-02,a@x.example,b@x.example,60",
        f"{'i' * 1001},2026-02-02,a@x.example,b@x.example,60",
    )
    summary = run(path)
    [line] = summary.lines
    assert (line.read, line.accepted, line.quarantined, line.repeated) == (9, 2, 7, 1)
    rows, total = kept(appstore)
    assert total == 7
    assert {(row["line"], row["column"], row["reason"]) for row in rows} == {
        (3, "id", "id is missing"),
        (4, "at", "'yesterday' is not a date or time"),
        (5, "to", "to is missing"),
        (6, "duration_s", "'long' is not a number"),
        (7, None, "has 6 values where the header has 5"),
        (9, "id", "id 'i1' stands with other values in line 2"),
        (10, "id", "is longer than 1000 characters"),
    }
    assert next(row["raw"] for row in rows if row["line"] == 4) == "i3,yesterday,a@x.example,b@x.example,60"
    before = graph_hash(store)
    assert run(path).unchanged
    assert run(path, again=True).quarantined == 7
    assert kept(appstore)[1] == 7
    assert graph_hash(store) == before


def test_reference_waits_until_its_other_end_comes(run: Run, store: Store, tmp_path: Path) -> None:
    first = run(_file(tmp_path / "referrals.csv", "id,referrer,referred,value", "r1,ann@x.example,c9,5"))
    assert (first.lines[0].accepted, first.lines[0].waiting, first.waiting) == (1, 1, 1)
    half = run(_file(tmp_path / "customers.csv", "id,name,industry", "c9,Nine,Glass"))
    assert (half.linked, half.waiting) == (0, 1)
    done = run(_file(tmp_path / "contacts.csv", "id,name,customer,email", "p1,Ann,c9,Ann@X.example"))
    assert (done.linked, done.waiting) == (1, 0)
    [edge] = store.rows("MATCH (a:Contact)-[r:REFERRED]->(b:Customer) RETURN a.id AS a, b.id AS b, r.value AS value")
    assert edge == {"a": "p1", "b": "c9", "value": 5.0}
    assert store.rows("MATCH (w:Waiting) RETURN w") == []


def test_reference_that_fits_several_records_is_not_guessed(
    run: Run, store: Store, appstore: AppStore, tmp_path: Path
) -> None:
    _file(tmp_path / "all" / "contacts.csv", "id,name,customer", "7,Ann,")
    _file(tmp_path / "all" / "employees.csv", "id,name,team", "7,Bo,North")
    _file(
        tmp_path / "all" / "interactions.csv",
        "id,at,from,to",
        "i1,2026-01-01,7,contact:7",
        "i2,2026-01-01,employee:7,contact:7",
    )
    summary = run(tmp_path / "all")
    assert (summary.accepted, summary.quarantined) == (3, 1)
    [row] = kept(appstore)[0]
    assert row["reason"] == "'7' fits 2 records: write it as contact:7, employee:7 or customer:7"
    assert _ids(store, "Interaction") == {"i2"}


def test_unknown_columns_become_properties(run: Run, store: Store, tmp_path: Path) -> None:
    summary = run(_file(tmp_path / "customers.csv", "id,name,VAT Number,source", "c1,One,DE1,fair"))
    assert summary.lines[0].unknown_columns == ["VAT Number", "source"]
    [found] = store.rows("MATCH (c:Customer) RETURN c.vat_number AS vat, c.source AS source, c.source_ AS own")
    assert found == {"vat": "DE1", "source": "file", "own": "fair"}


def test_missing_value_does_not_erase(run: Run, store: Store, tmp_path: Path) -> None:
    run(_file(tmp_path / "a" / "customers.csv", "id,name,city", "c1,One,Bonn"))
    run(_file(tmp_path / "b" / "customers.csv", "id,name,city", "c1,One,NULL"))
    assert store.rows("MATCH (c:Customer) RETURN c.city AS city") == [{"city": "Bonn"}]


def test_chinese_headers_in_gb18030_packed_in_a_zip(run: Run, store: Store, tmp_path: Path) -> None:
    content = "客户编号,客户名称,行业,所属地\nk1,北京钢铁有限公司,钢铁,北京\n".encode("gb18030")
    with zipfile.ZipFile(tmp_path / "导出.zip", "w") as archive:
        archive.writestr("客户.csv", content)
        archive.writestr("readme.md", "nothing")
    summary = run(tmp_path / "导出.zip")
    assert (summary.lines[0].file, summary.lines[0].kind) == ("导出.zip/客户.csv", "customers")
    assert summary.ignored == ["导出.zip/readme.md"]
    [found] = store.rows("MATCH (c:Customer) RETURN c.name AS name, c.industry AS industry, c.所属地 AS place")
    assert found == {"name": "北京钢铁有限公司", "industry": "钢铁", "place": "北京"}


def test_own_mapping(run: Run, store: Store, tmp_path: Path) -> None:
    mapping = _file(
        tmp_path / "shop.yaml",
        "source: shop",
        "tables:",
        "  people:",
        "    headers: [nr, who]",
        "    records:",
        "      - kind: contacts",
        '        columns: {id: "shop:{nr}", name: "{who}", since: {value: "{seen}", type: unix seconds}}',
    )
    run(_file(tmp_path / "x.csv", "nr;who;seen", "1;Ann;86400"), mapping=mapping)
    [found] = store.rows("MATCH (c:Contact) RETURN c.id AS id, c.source AS source, toString(c.since) AS since")
    assert found == {"id": "shop:1", "source": "shop", "since": "1970-01-02T00:00:00Z"}


def test_times_without_a_zone_are_in_the_configured_one(
    store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    settings.ingest.time_zone = "Asia/Shanghai"
    path = _file(tmp_path / "interactions.csv", "id,at,from,to", "i1,2026-01-01 08:00,a,b")
    ingest([path], store, appstore, settings)
    assert store.rows("MATCH (i:Interaction) RETURN toString(i.at) AS at") == [{"at": "2026-01-01T00:00:00Z"}]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["colour,size", "red,1"], "is not recognised: its columns are colour, size"),
        (["id,name", "1,a"], "could be"),
        (["id,name,industry"], "has a header and no rows"),
    ],
)
def test_nothing_is_loaded_from_what_is_not_understood(
    lines: list[str], message: str, run: Run, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(GuanxiError, match=message):
        run(_file(tmp_path / "table.csv", *lines))
    assert store.rows("MATCH (n) RETURN n LIMIT 1") == []


def test_damaged_row_is_set_aside_and_no_other(run: Run, store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path / "contacts.csv", "id,name,customer", *[f"{i},n{i},c" for i in range(3_000)])
    with path.open("ab") as file:
        file.write(b"x,\xff\xff,c\n")
    summary = run(path)
    assert (summary.read, summary.accepted, summary.quarantined) == (3_001, 3_000, 1)
    assert store.rows("MATCH (n:Contact) RETURN count(n) AS n") == [{"n": 3_000}]


def test_interrupted_import_is_completed_by_the_next(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    path = _file(
        tmp_path / "contacts.csv", "id,name,customer", *[f"{i:05},n{i},c{i % 7}" for i in range(1000)], ",no id,c"
    )
    settings.graph.batch_rows = 100
    ingest([path], store, appstore, settings)
    whole = graph_hash(store, without=frozenset({"batch"}))
    store.run_alone("MATCH (n) DETACH DELETE n")

    class StoppedError(Exception):
        pass

    def stop(what: str, done: int, total: int | None) -> None:
        if total and done >= 500:
            raise StoppedError

    with pytest.raises(StoppedError):
        ingest([path], store, appstore, settings, progress=stop)
    assert [row["status"] for row in store.read("ingest/batches")] == ["loading"]
    ingest([path], store, appstore, settings)
    assert graph_hash(store, without=frozenset({"batch"})) == whole
    assert kept(appstore)[1] == 1


def test_dry_run_writes_nothing(run: Run, store: Store, appstore: AppStore, tmp_path: Path) -> None:
    summary = run(_file(tmp_path / "customers.csv", "id,name,city", "1,a,b", ",c,d"), dry_run=True)
    assert (summary.accepted, summary.quarantined, summary.dry_run) == (1, 1, True)
    assert store.rows("MATCH (n) RETURN n LIMIT 1") == []
    assert kept(appstore)[1] == 0


def test_command_tells_what_it_did(settings: Settings, store: Store, tmp_path: Path) -> None:
    _file(tmp_path / "in" / "customers.csv", "id,name,city", "1,a,b", ",c,d")
    shell = CliRunner()
    result = shell.invoke(app, ["ingest", str(tmp_path / "in"), "--format", "json"])
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert (told["read"], told["accepted"], told["quarantined"]) == (2, 1, 1)
    listed = json.loads(shell.invoke(app, ["quarantine", "list", "--format", "json"]).stdout)
    assert [row["reason"] for row in listed["items"]] == ["id is missing"]
    exported = shell.invoke(app, ["quarantine", "export"]).stdout.splitlines()
    assert len(exported) == 2
    [batch] = json.loads(shell.invoke(app, ["batch", "list", "--format", "json"]).stdout)["items"]
    assert (batch["file"], batch["status"], batch["quarantined"]) == ("customers.csv", "done", 1)
    (tmp_path / "in" / "bad.csv").write_bytes(b"\x89PNG")
    assert shell.invoke(app, ["ingest", str(tmp_path / "in")]).exit_code == 1

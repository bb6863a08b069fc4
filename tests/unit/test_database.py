"""Databases as sources: read only, in pieces, as text, and no secret shown."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from guanxi.config import IngestConfig, Settings
from guanxi.errors import GuanxiError, UsageError
from ingest.mapping import presets, read_mapping
from ingest.reading import Reader
from ingest.sources import SourceError
from ingest.sources.database import Query
from ingest.sources.spool import Spool
from ingest.summary import Summary


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "crm.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE people (id INTEGER, name TEXT, company TEXT, since DATE, worth DECIMAL, photo BLOB);"
            "INSERT INTO people VALUES (1, '王小明', '7', '2024-03-05', 12.50, x'ff'),"
            " (2, 'Ann', NULL, NULL, NULL, NULL);"
        )
    connection.close()
    return path


@pytest.fixture
def spool() -> Iterator[Spool]:
    with Spool.open(Settings(ingest=IngestConfig(max_line_mb=1, max_file_mb=1))) as opened:
        yield opened


def _query(database: Path, statement: str) -> Query:
    return Query(f"sqlite:///{database}", statement)


def test_rows_become_a_table_of_text(spool: Spool, database: Path) -> None:
    table = spool.query(_query(database, 'SELECT id, name, worth, since AS "name" FROM people ORDER BY id;'))
    assert (table.name, table.columns, table.rows) == ("sqlite crm.db#people", ("id", "name", "worth", "name 2"), 2)
    [frame] = table.frames()
    assert frame.select(table.columns).rows() == [("1", "王小明", "12.5", "2024-03-05"), ("2", "Ann", None, None)]
    assert frame["_line"].to_list() == [1, 2]


def test_same_rows_have_the_same_digest(spool: Spool, database: Path) -> None:
    first, again = (spool.query(_query(database, "SELECT id FROM people ORDER BY id")) for _ in range(2))
    other = spool.query(_query(database, "SELECT id FROM people WHERE id = 1"))
    assert first.digest == again.digest != other.digest


def test_large_results_come_in_pieces(spool: Spool, database: Path) -> None:
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000) SELECT i FROM n"
    table = spool.query(_query(database, counting))
    assert [frame.height for frame in table.frames()] == [20_000, 20_000, 5_000]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people",
        "SELECT 1; DROP TABLE people",
        "WITH x AS (SELECT 1) DELETE FROM people",
        "SELECT * INTO copy FROM people",
        "/* SELECT */ UPDATE people SET name = 'x'",
        "PRAGMA query_only = OFF",
        "",
    ],
)
def test_only_one_select_is_taken(statement: str, database: Path) -> None:
    with pytest.raises(UsageError, match="Only one SELECT"):
        _query(database, statement)


def test_words_in_quotes_and_comments_are_no_writing(spool: Spool, database: Path) -> None:
    statement = "SELECT 'update; drop' AS \"delete\" FROM people -- insert;"
    assert spool.query(_query(database, statement)).columns == ("delete",)


def test_a_database_that_is_not_there_is_not_made(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no file none\.db"):
        spool.query(_query(tmp_path / "none.db", "SELECT 1"))
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT photo FROM people", "has bytes in photo"),
        ("SELECT absent FROM people", "no such column: absent"),
        ("SELECT hex(zeroblob(1200000)) AS x", "longer than 1 MB"),
    ],
)
def test_what_cannot_be_read_is_told(statement: str, said: str, spool: Spool, database: Path) -> None:
    with pytest.raises(SourceError, match=said):
        spool.query(_query(database, statement))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+nodriver://joe:hunter2@db.host.example/crm",
        "sqlite:////nowhere/x?password=hunter2",
        "not a url hunter2://",
        "://hunter2",
    ],
)
def test_no_secret_is_shown(address: str, spool: Spool) -> None:
    with pytest.raises(GuanxiError) as caught:
        spool.query(Query(address, "SELECT 1"))
    assert "hunter2" not in f"{caught.value.message} {caught.value.hint}"
    assert "db.host" not in caught.value.message


def test_a_mapping_has_a_query_and_the_environment_its_address(
    spool: Spool, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = tmp_path / "crm.yaml"
    mapping.write_text(
        "source: crm\ntables:\n  people:\n    sql: {url: CRM_DATABASE, query: 'SELECT * FROM people WHERE id = 1'}\n"
        "    records:\n      - kind: contacts\n        columns: {id: 'crm:{id}', name: '{name}'}\n"
    )
    chosen = {"crm": read_mapping(mapping)}
    reader = Reader(spool, chosen, None, True, lambda *_: None, Summary())
    with pytest.raises(UsageError, match="no environment variable 'CRM_DATABASE'"):
        reader.ask([])
    monkeypatch.setenv("CRM_DATABASE", f"sqlite:///{database}")
    reader.ask([Query("CRM_DATABASE", "SELECT id, name AS 姓名 FROM people")])
    assert [refused.reason for refused in reader.summary.refused] == ["sqlite crm.db has bytes in photo."]
    [(table, guessed)] = reader.tables
    assert (table.rows, guessed.table) == (2, "contacts")


def test_presets_have_no_queries() -> None:
    assert not [table for preset in presets().values() for table in preset.tables.values() if table.sql]

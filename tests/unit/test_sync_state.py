"""What a live source needs beside its API: configuration, secrets, pages on disk, and where a run stands."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from guanxi.appstore import AppStore
from guanxi.config import Settings, SyncConfig, SyncConnection
from guanxi.errors import ConfigError, GuanxiError, NotFoundError
from ingest.sync.credentials import secrets_of
from ingest.sync.definition import Read
from ingest.sync.pages import Pages
from ingest.sync.runner import connection_named, open_client
from ingest.sync.sources import product_named
from ingest.sync.state import Progress
from tests.imitations.worlds import WORLDS

CRM = SyncConnection(name="my-crm", product="hubspot")


def _read(name: str, **options: Any) -> Read:
    return Read(name, name, "people", lambda since: pytest.fail("nothing is asked for"), **options)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "check"}, "is a command"),
        ({"name": "My CRM"}, "match pattern"),
        ({"product": "notepad"}, "hubspot"),
        ({"base_url": "http://crm.example"}, "must begin with https://"),
        ({"token": "secret"}, "Extra inputs"),
    ],
)
def test_connections_that_cannot_be_used_are_refused(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        SyncConnection.model_validate({"name": "crm", "product": "hubspot", **wrong})


def test_names_of_connections_differ() -> None:
    with pytest.raises(ValidationError, match="same name"):
        SyncConfig(connections=[CRM, CRM])


def test_unknown_connection_is_told_with_those_there_are() -> None:
    with pytest.raises(NotFoundError) as error:
        connection_named(Settings(sync=SyncConfig(connections=[CRM])), "other")
    assert error.value.hint == "Connections: my-crm."


def test_secrets_come_from_the_environment_or_a_file_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GuanxiError, match="'my-crm' needs token") as error:
        secrets_of(CRM, ("token",), tmp_path)
    assert "GUANXI_SYNC_MY_CRM_TOKEN" in error.value.hint
    assert str(tmp_path / "sync" / "my-crm.secrets") in error.value.hint

    path = tmp_path / "sync" / "my-crm.secrets"
    path.parent.mkdir()
    path.write_text("token: from-the-file\n", encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(GuanxiError, match="can be read by others"):
        secrets_of(CRM, ("token",), tmp_path)
    path.chmod(0o600)
    assert secrets_of(CRM, ("token",), tmp_path) == {"token": "from-the-file"}
    monkeypatch.setenv("GUANXI_SYNC_MY_CRM_TOKEN", "from-the-environment")
    assert secrets_of(CRM, ("token",), tmp_path) == {"token": "from-the-environment"}
    path.write_text("just a word", encoding="utf-8")
    with pytest.raises(GuanxiError, match="cannot be understood"):
        secrets_of(CRM, ("token",), tmp_path)


def test_secrets_in_the_environment_are_no_unknown_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_SYNC_CRM_TOKEN", "x")
    assert Settings().sync.connections == []


def test_salesforce_needs_an_address(tmp_path: Path) -> None:
    connection = SyncConnection(name="sf", product="salesforce")
    with (
        pytest.raises(ConfigError, match="needs a base_url"),
        open_client(product_named("salesforce"), connection, Settings(), lambda _: None),
    ):
        pass


@pytest.mark.parametrize("product", WORLDS)
def test_products_declare_what_they_need(product: str) -> None:
    declared = product_named(product)
    assert declared.name == product
    assert declared.secrets
    assert declared.paces[-1][0] == "", "every path has a pace"
    assert declared.preset == product


_PAGES = st.lists(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=5)), max_size=6), max_size=5)


@settings(max_examples=40)
@given(pages=_PAGES)
def test_of_a_record_on_several_pages_the_last_counts(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[tuple[int, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    kept = Pages(folder / "crm", folder / "known")
    for number, page in enumerate(pages, 1):
        kept.write("people", number, [{"id": identity, "name": name} for identity, name in page])
    path = folder / "people.jsonl"
    kept.merge([_read("people")], set(), lambda _, record: record, path)
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    merged = {record["id"]: record["name"] for record in map(json.loads, lines)}
    assert len(merged) == len(lines)
    assert merged == {identity: name for page in pages for identity, name in page}


def test_deletions_count_after_records(tmp_path: Path) -> None:
    kept = Pages(tmp_path / "crm", tmp_path / "known")
    kept.write("people", 1, [{"id": 1, "deleted": False}, {"id": 2, "deleted": False}])
    kept.write("people-deleted", 1, [{"id": 2, "deleted": True}])
    kept.merge([_read("people"), _read("people-deleted")], set(), lambda _, r: r, tmp_path / "people.jsonl")
    found = [json.loads(line) for line in (tmp_path / "people.jsonl").read_text().splitlines()]
    assert {record["id"]: record["deleted"] for record in found} == {1: False, 2: True}


def test_what_a_full_read_no_longer_shows_is_gone(tmp_path: Path) -> None:
    kept = Pages(tmp_path / "crm", tmp_path / "known")
    read = _read("people", gone={"gone": True})
    path = tmp_path / "people.jsonl"
    kept.write("people", 1, [{"id": "1"}, {"id": "2"}])
    kept.remember([read], {"people"})
    kept.clear()
    kept.write("people", 1, [{"id": "3"}])
    kept.merge([read], set(), lambda _, record: record, path)
    assert path.read_text() == '{"id": "3"}\n', "what did not change is not gone"
    kept.remember([read], set())
    kept.clear()
    kept.write("people", 1, [{"id": "2"}])
    kept.merge([read], {"people"}, lambda _, record: record, path)
    found = [json.loads(line) for line in path.read_text().splitlines()]
    assert found == [{"id": "2"}, {"id": "1", "gone": True}, {"id": "3", "gone": True}]


def test_pages_that_are_no_longer_there_are_read_again(tmp_path: Path, appstore: AppStore) -> None:
    kept = Pages(tmp_path / "crm", tmp_path / "known")
    progress = Progress.of("crm", appstore)
    for read in ("a", "b"):
        mark = progress.mark(read)
        mark.pages, mark.next, mark.until = 2, "place", "2026-01-01T00:00:00+00:00"
        kept.write(read, 1, [])
        kept.write(read, 2, [])
    progress.keep()
    kept.forget("b")
    again = Progress.of("crm", appstore)
    again.recover(kept)
    assert (again.mark("a").pages, again.mark("a").next) == (2, "place")
    assert (again.mark("b").pages, again.mark("b").next) == (0, None)


def test_changes_are_read_from_when_the_last_run_began(appstore: AppStore) -> None:
    progress = Progress.of("crm", appstore)
    progress.mark("a").until = "2026-01-01T00:00:00+00:00"
    progress.finish()
    again = Progress.of("crm", appstore)
    assert again.mark("a").since == "2026-01-01T00:00:00+00:00"
    assert again.full == set()
    assert again.mark("new").since is None
    assert again.full == {"new"}

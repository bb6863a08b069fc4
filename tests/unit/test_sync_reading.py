"""Reading the APIs of live sources, from servers that answer as their documents say."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guanxi.appstore import AppStore
from guanxi.config import Settings, SyncConfig, SyncConnection
from guanxi.errors import GuanxiError
from ingest.sync.pages import Pages
from ingest.sync.runner import Run, check, open_client
from ingest.sync.sources import product_named
from ingest.sync.state import Progress
from tests.imitations import fxiaoke, hubspot, salesforce, zoho
from tests.imitations.server import MALFORMED, TRUNCATED, Reply
from tests.imitations.worlds import PEOPLE, WORLDS, World


class Reader:
    """Reads a world into pages, as `guanxi sync` does, without loading."""

    def __init__(self, world: World, appstore: AppStore, home: Path, url: str, **options: Any) -> None:
        told = {"name": "crm", "product": world.product, "base_url": url, **world.options, **options}
        if world.product == "zoho":
            told["token_url"] = f"{url}/oauth/v2/token"
        self.connection = SyncConnection.model_validate(told)
        self.settings = Settings(sync=SyncConfig(attempts=4, longest_wait_s=60, connections=[self.connection]))
        self.world = world
        self.appstore = appstore
        self.pages = Pages(home / "sync" / "crm", home / "sync" / "crm.known")
        self.waits: list[float] = []

    def read(self) -> Run:
        product = product_named(self.connection.product)
        progress = Progress.of("crm", self.appstore)
        run = Run(self.settings, self.connection, product, progress, self.pages, lambda *_: None)
        with open_client(product, self.connection, self.settings, self.waits.append) as client:
            run.read(client)
        return run

    def finish(self) -> Run:
        """Read, and note what was read as if it had been loaded."""
        run = self.read()
        run.pages.remember(run.reads, run.progress.full)
        run.progress.finish()
        run.pages.clear()
        return run

    def people(self) -> dict[str, dict[str, Any]]:
        """The records of the table of people, by what is their id there."""
        [path] = self.read().files().glob(f"*/{self.world.table}.jsonl")
        keys = ("Record ID", "Record Id", "Id", "_id")
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {next(r[key] for key in keys if key in r): r for r in records}


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> World:
    return WORLDS[request.param]()


@pytest.fixture
def reader(world: World, appstore: AppStore, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    for name, secret in world.secrets.items():
        monkeypatch.setenv(f"GUANXI_SYNC_CRM_{name.upper()}", secret)
    with world.api.running() as url:
        yield Reader(world, appstore, fresh_home, url)


def test_everything_is_read_page_by_page(reader: Reader) -> None:
    people = reader.people()
    assert len(people) == PEOPLE
    assert set(people) == {reader.world.native(number) for number in range(1, PEOPLE + 1)}
    asked = [request.what for request in reader.world.api.asked]
    assert len(asked) == len(set(asked)), "no page is asked for twice"


def test_a_run_that_failed_goes_on_with_the_next_page(reader: Reader) -> None:
    api = reader.world.api
    refused = Reply({"errorCode": 1, "code": "X", "status": "error", "message": "no"}, 418)
    api.order(6, refused)
    with pytest.raises(GuanxiError):
        reader.read()
    before = [request.what for request in api.asked]
    assert len(before) == 6
    assert len(reader.people()) == PEOPLE
    after = [request.what for request in api.asked][6:]
    assert set(before[:-1]).isdisjoint(after), "pages that are on disk are not asked for again"


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Reply({"message": "slow down"}, 429, {"Retry-After": "7"}), {7.0}),
        (Reply({"message": "slow down"}, 429), None),
        (Reply(b"<html>Bad gateway</html>", 502), None),
        (MALFORMED, None),
        (TRUNCATED, None),
    ],
    ids=["429 with Retry-After", "429", "502", "malformed", "truncated"],
)
def test_what_may_pass_is_tried_again(reader: Reader, fault: Reply, waits: set[float] | None) -> None:
    reader.world.api.order(3, fault)
    assert len(reader.people()) == PEOPLE
    long = [wait for wait in reader.waits if wait >= 1]
    assert waits is None or waits <= set(long)
    assert waits is not None or all(1 <= wait <= 3 for wait in long)


def test_a_wait_that_is_too_long_is_told(reader: Reader) -> None:
    reader.world.api.order(3, Reply({"message": "maintenance"}, 503, {"Retry-After": "3600"}))
    with pytest.raises(GuanxiError, match="for 3600 seconds") as error:
        reader.read()
    assert "goes on here" in error.value.hint
    assert len(reader.world.api.asked) == 3


def test_objects_that_a_product_has_not_are_told(reader: Reader) -> None:
    reader.connection.read.append("unicorns")
    with pytest.raises(GuanxiError, match="reads 'unicorns'") as error:
        reader.read()
    assert reader.world.table in error.value.hint


def test_the_api_s_own_word_for_too_fast_is_understood(reader: Reader) -> None:
    reader.world.api.order(2, reader.world.limited)
    assert len(reader.people()) == PEOPLE


def test_patience_ends_with_a_sentence(reader: Reader) -> None:
    for number in range(1, 9):
        reader.world.api.order(number, Reply({"message": "down"}, 503))
    with pytest.raises(GuanxiError, match=r"status 503.*\(4 times\)") as error:
        reader.read()
    assert "goes on here" in error.value.hint
    waits = [wait for wait in reader.waits if wait >= 1]
    assert len(waits) == 3
    assert waits[0] < waits[1] < waits[2], "each wait is longer than the one before"


def test_a_token_that_expired_is_renewed_once(reader: Reader) -> None:
    expire = reader.world.expire
    api = reader.world.api
    if expire is None:
        api.order(2, Reply({"category": "EXPIRED_AUTHENTICATION", "code": 8302, "message": "expired", "msg": "x"}, 401))
        with pytest.raises(GuanxiError):
            reader.read()
        return
    api.order(4, expire)
    assert len(reader.people()) == PEOPLE
    assert sum(api.is_for_token(request) for request in api.log) == 2


def test_wrong_credentials_are_told_without_them(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(reader.settings, "crm", sleep=reader.waits.append)
    for name in reader.world.secrets:
        monkeypatch.setenv(f"GUANXI_SYNC_CRM_{name.upper()}", "not-the-secret")
    with pytest.raises(GuanxiError) as error:
        check(reader.settings, "crm", sleep=reader.waits.append)
    assert "not-the-secret" not in f"{error.value.message} {error.value.hint}"
    assert error.value.hint


def test_a_record_that_changes_between_pages_is_there_once_and_its_change_is_not_lost(reader: Reader) -> None:
    world = reader.world
    numbers = (1, PEOPLE)
    for place in (4, 5):
        world.api.order(place, lambda: [world.put(number, "Changed", None) for number in numbers])
    people = reader.people()
    assert len(people) == PEOPLE
    changed = {n for n in numbers if "Changed" in json.dumps(people[world.native(n)])}
    reader.finish()
    people = reader.people()
    changed |= {n for n in numbers if "Changed" in json.dumps(people[world.native(n)])}
    assert changed == set(numbers)


def test_next_time_only_changes_are_read(reader: Reader) -> None:
    reader.finish()
    world = reader.world
    world.put(7, "Renamed", None)
    world.put(PEOPLE + 1, "New", None)
    world.remove(9)
    people = reader.people()
    expected = {7, PEOPLE + 1, 9} if world.tells_deletions else {7, PEOPLE + 1}
    assert set(people) == {world.native(number) for number in expected}
    assert "Renamed" in json.dumps(people[world.native(7)])


def test_what_is_deleted_while_everything_is_read_is_asked_for_next_time(reader: Reader) -> None:
    since = reader.finish().progress.since
    deletions = [read for read in since if read.endswith(("-archived", "-deleted"))]
    assert bool(deletions) == (reader.world.product in ("hubspot", "zoho"))
    assert all(since[read] <= since[read.partition("-")[0]] for read in deletions)


def test_a_full_read_finds_what_is_gone(reader: Reader) -> None:
    reader.finish().progress.start_anew()
    reader.world.remove(9)
    people = reader.people()
    gone = people.get(reader.world.native(9))
    if reader.world.tells_deletions:
        assert len(people) in (PEOPLE - 1, PEOPLE)
    else:
        assert len(people) == PEOPLE
        assert gone is not None
        assert gone.get("is_deleted") or gone.get("gone")


def test_unknown_form_of_reply_is_told(reader: Reader) -> None:
    reader.world.api.order(2, Reply({"something": "else", "errorCode": 0}))
    with pytest.raises(GuanxiError, match="in a form that is not known"):
        reader.read()


def test_nobody_else_is_contacted(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        met.append(address[0])
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    threads = threading.active_count()
    reader.read()
    assert set(met) == {"127.0.0.1"}
    assert threading.active_count() <= threads + 1, "nothing is left that could send anything later"


def test_search_goes_beyond_ten_thousand_changes(
    appstore: AppStore, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANXI_SYNC_CRM_TOKEN", hubspot.TOKEN)
    world = WORLDS["hubspot"]()
    with world.api.running() as url:
        reader = Reader(world, appstore, fresh_home, url, read=["contacts"])
        reader.finish()
        for number in range(1, hubspot.SEARCH_WINDOW + 401):
            world.put(number, "Batch", None)
        assert len(reader.people()) == hubspot.SEARCH_WINDOW + 400
    assert max(reader.waits) <= 0.25, "no faster than four searches a second, and no need to wait longer"


@pytest.mark.parametrize(
    ("product", "fault", "message", "hint"),
    [
        ("hubspot", hubspot.DAILY_LIMIT, "daily limit", "tomorrow"),
        ("salesforce", salesforce.REQUEST_LIMIT, "TotalRequests", "later"),
        ("fxiaoke", fxiaoke.fault(30002, "当日超限"), "当日超限", "tomorrow"),
    ],
)
def test_the_limit_of_a_day_is_final(
    product: str,
    fault: Reply,
    message: str,
    hint: str,
    appstore: AppStore,
    fresh_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = WORLDS[product]()
    for name, secret in world.secrets.items():
        monkeypatch.setenv(f"GUANXI_SYNC_CRM_{name.upper()}", secret)
    world.api.order(2, fault)
    with world.api.running() as url:
        with pytest.raises(GuanxiError, match=message) as error:
            Reader(world, appstore, fresh_home, url).read()
        assert hint in error.value.hint
    assert len(world.api.asked) == 2


@pytest.mark.parametrize(("product", "table", "second_page"), [("salesforce", "Contact", 2), ("zoho", "Contacts", 3)])
def test_forgotten_place_in_the_pages_is_read_anew(
    product: str, table: str, second_page: int, appstore: AppStore, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = WORLDS[product]()
    for name, secret in world.secrets.items():
        monkeypatch.setenv(f"GUANXI_SYNC_CRM_{name.upper()}", secret)
    api = world.api
    assert isinstance(api, salesforce.Salesforce | zoho.Zoho)
    api.order(second_page, api.forget_places)
    with api.running() as url:
        assert len(Reader(world, appstore, fresh_home, url, read=[table]).people()) == PEOPLE

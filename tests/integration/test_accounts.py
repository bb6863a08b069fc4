"""Reports on accounts and people, on a tiny company in a real Neo4j."""

import time

import pytest

from graph.analysis.ties import update_ties
from graph.connect import connect
from graph.reports import accounts, people, search
from graph.reports.accounts import Filter
from graph.search import keeper
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError, UsageError
from tests.company import load_company


@pytest.fixture
def company(store: Store, settings: Settings) -> Store:
    load_company(store)
    update_ties(store, settings)
    return store


def test_listing_tells_who_is_dealt_with_and_who_is_silent(company: Store) -> None:
    listing = accounts.listing(company, sort="last")
    harbour, tea = listing["items"]
    assert listing["total"] == 2 and listing["as_of"].startswith("2024-06-30T09:00")
    assert (harbour["name"], harbour["owner"], harbour["people"]) == ("Harbour Robotics", "Tom Lee", 2)
    assert (harbour["known_by"], harbour["known"], harbour["word"]) == ("Tom Lee", "Anna Larsen", "strong")
    assert harbour["recent"] == 14 and sum(harbour["weeks"]) == 27 and harbour["weeks"][-1] == 1
    assert tea["word"] == "weak" and tea["recent"] == 1


def test_every_sort_lists_every_account_once(company: Store) -> None:
    for sort in accounts.SORTS:
        found = [accounts.listing(company, sort=sort, offset=at, limit=1)["items"][0]["id"] for at in (0, 1)]
        assert sorted(found) == ["1", "2"], sort
        other = [item["id"] for item in accounts.listing(company, sort=f"-{sort}")["items"]]
        assert sorted(other) == ["1", "2"], sort
    for sort in ("name", "people", "tie", "last", "recent"):
        turned = [item["id"] for item in accounts.listing(company, sort=f"-{sort}")["items"]]
        assert turned == [item["id"] for item in accounts.listing(company, sort=sort)["items"]][::-1], sort
    with pytest.raises(UsageError):
        accounts.listing(company, sort="id; DROP")


def test_pages_by_last_interaction_are_in_order_near_and_far(store: Store) -> None:
    store.run_alone(
        """
        UNWIND range(1, 9) AS n
        CREATE (c:Customer {id: toString(n), name: 'Account ' + n})
        FOREACH (met IN CASE WHEN n < 8 THEN [n] ELSE [] END |
          CREATE (c)<-[:ABOUT]-(:Interaction {id: toString(n), at: datetime('2024-06-30') - duration({days: 9 * n})}))
        """
    )
    expected = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]  # four of them within a month of the newest
    for size in (1, 2, 3, 4, 9):
        pages = [accounts.listing(store, sort="last", offset=at, limit=size)["items"] for at in range(0, 9, size)]
        assert [item["id"] for page in pages for item in page] == expected, size
    turned = [item["id"] for item in accounts.listing(store, sort="-last")["items"]]
    assert turned == [*expected[6::-1], "8", "9"], "whom nobody spoke with comes last either way"
    for sort in accounts.SORTS:
        listed = accounts.listing(store, sort=sort)["items"]
        assert sorted(item["id"] for item in listed) == expected, f"{sort} leaves out accounts without interactions"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(text="ROBOT"), ["Harbour Robotics"]),
        (Filter(text="茶"), ["江南茶业"]),
        (Filter(industry="Food", city="杭州"), ["江南茶业"]),
        (Filter(owner="employee:1"), ["Harbour Robotics"]),
        (Filter(industry="Food", owner="employee:1"), []),
    ],
)
def test_filters_narrow_the_list(company: Store, wanted: Filter, names: list[str]) -> None:
    listing = accounts.listing(company, wanted)
    assert [item["name"] for item in listing["items"]] == names and listing["total"] == len(names)


def test_account_gathers_what_is_known(company: Store) -> None:
    account = accounts.account(company, "1")
    assert [person["name"] for person in account["contacts"]] == ["Anna Larsen", "Bo <b>Nielsen</b>"]
    assert account["contacts"][0]["known_by"] == "Tom Lee"
    assert {tie["other"] for tie in account["ties"]} == {"Tom Lee", "王芳"}
    assert account["spent"] == [{"currency": "EUR", "purchases": 1, "amount": 1200.0}]
    assert account["contracts"][0]["ends_on"] == "2025-06-30"
    assert account["deals"] == []
    assert account["purchases"][0]["product"] == "Gripper arm"
    assert account["feedback"][0]["given_by"] == "Harbour Robotics"
    assert account["interactions"] == 31 == sum(month["interactions"] for month in account["months"])
    newest = account["latest"][0]
    assert [(who["name"], who["ours"]) for who in newest["people"]] == [("Anna Larsen", False), ("Tom Lee", True)]


def test_empty_graph_has_no_accounts(store: Store) -> None:
    assert accounts.listing(store)["items"] == [] and accounts.as_of(store) is None
    with pytest.raises(NotFoundError):
        accounts.account(store, "1")


def test_card_shows_the_strongest_ties_first(company: Store) -> None:
    card = people.card(company, "contact:1")
    assert (card["account"], card["kind"], card["readings"]) == ("Harbour Robotics", "contact", None)
    assert [(tie["name"], tie["word"]) for tie in card["ties"]] == [("Tom Lee", "strong"), ("王芳", "weak")]
    assert (card["ties_total"], card["interactions_total"]) == (2, 31)
    assert people.interactions(company, "contact:1", offset=30)[0]["id"] == "w29"
    with pytest.raises(NotFoundError):
        people.card(company, "contact:99")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ann", ["contact:1"]),
        ("ANNA lars", ["contact:1"]),
        ("anna@harbour", ["contact:1"]),
        ("王", ["contact:2"]),
        ("王芳", ["contact:2"]),
        ("wangfang", ["contact:2"]),
        ("江南茶", ["customer:2", "contact:2"]),
        ("account: robotics", ["customer:1"]),
        ("nobody", []),
        ('") OR *:* AND (a~ [', []),
        ("", []),
    ],
)
def test_search_finds_beginnings_in_both_scripts(company: Store, typed: str, found: list[str]) -> None:
    assert [item["key"] for item in search.search(company, typed)] == found


def test_search_sees_at_once_what_is_imported_merged_and_deleted(store: Store) -> None:
    def found(typed: str) -> list[str]:
        return [item["key"] for item in search.search(store, typed)]

    assert found("mira") == []
    store.run_alone("CREATE (:Contact:Person {id: '1', key: 'contact:1', name: 'Mira Novak', opted_out: true})")
    assert found("mria") == ["contact:1"] and search.search(store, "mira")[0]["opted_out"]
    store.run_alone(
        "MATCH (p:Person {key: 'contact:1'})"
        " CREATE (p)-[:STANDS_FOR]->(:Original {key: 'contact:2', name: 'Mirjana Nowak', email: 'mn@old.example'})"
    )
    assert found("mirjana") == found("mn@old") == ["contact:1"]
    store.run_alone("MATCH (p:Person) REMOVE p:Contact:Person SET p:Deleted")
    assert found("mira") == []


def test_the_full_text_index_answers_while_a_large_graph_is_read(
    company: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_AT_ONCE", 0)
    with connect(settings) as another:
        assert [item["key"] for item in search.search(another, "us: tom")] == ["employee:1"]
        until = time.monotonic() + 30
        while not (found := search.search(another, "wangfnag")) and time.monotonic() < until:
            time.sleep(0.05)
    assert [item["key"] for item in found] == ["contact:2"]


def test_open_deals_of_an_account(store: Store) -> None:
    store.run_alone(
        """
        CREATE (c:Customer {id: '1', name: 'Acme'}), (e:Employee:Person {id: 'e', key: 'employee:e', name: 'Bo'})
        FOREACH (n IN range(1, 3) |
          CREATE (c)-[:NEGOTIATES]->(:Deal {id: toString(n), name: 'Deal ' + n, amount: 100.0 * n, currency: 'EUR',
            status: ['open', 'won', 'open'][n - 1], closes_on: date('2025-01-01') - duration({days: n})})
            <-[:PURSUES]-(e))
        """
    )
    deals = accounts.account(store, "1")["deals"]
    assert [(deal["id"], deal["closes_on"], deal["pursued_by"]) for deal in deals] == [
        ("3", "2024-12-29", ["Bo"]),
        ("1", "2024-12-31", ["Bo"]),
    ]

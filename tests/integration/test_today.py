"""Today and Segments: what changed between two analyses, the figures, and the accounts behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.analysis.lifecycle import LIFECYCLE
from graph.analysis.run import analyze
from graph.reports import segments, today
from graph.reports.changes import changes
from graph.reports.referrals import programme
from graph.reports.runs import current_run
from graph.reports.satisfaction import satisfaction
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import UsageError
from tests.graph_rows import write_edges, write_nodes
from tests.integration.analysis_graph import day, links, nodes
from tests.integration.test_web_shell import PASSWORD, post
from web import create_app
from web.login import users

THEN, NOW = day(240), day(360)
PEOPLE = [f"p{number:02}" for number in range(30)]


def meet(store: Store, *meetings: tuple[str, str, float]) -> None:
    named = [(f"{one}-{other}-{at}", one, other, day(at)) for one, other, at in meetings]
    write_nodes(store, "Interaction", [{"id": name, "at": at, "channel": "meeting"} for name, *_, at in named])
    parts = [
        {"start": who, "end": name, "as": part}
        for name, one, other, _ in named
        for who, part in ((one, "organiser"), (other, "attendee"))
    ]
    write_edges(store, "TOOK_PART", "Person", "Interaction", parts)


def load(store: Store) -> None:
    """Each of three accounts has ten people. Volta falls silent with us after THEN; Panis goes on; Nova, whose p20
    comes to know everybody, buys for the first time after THEN, brought by p10 of Panis."""
    nodes(store, "Employee", "erin", "finn", email=None)
    write_nodes(store, "Customer", [{"id": name, "name": name.title()} for name in ("volta", "panis", "nova")])
    nodes(store, "Contact", *PEOPLE)
    accounts = dict(zip(PEOPLE, ("volta",) * 10 + ("panis",) * 10 + ("nova",) * 10, strict=True))
    links(store, "WORKS_AT", "Contact", "Customer", list(accounts.items()))
    links(store, "OWNS", "Employee", "Customer", [("erin", "volta"), ("finn", "panis"), ("finn", "nova")])
    meet(
        store,
        *(("employee:erin", "contact:p00", week * 14.0) for week in range(18)),
        *(("employee:finn", "contact:p10", week * 7.0) for week in range(51)),
        *((f"contact:{a}", f"contact:{b}", 3.0 + i) for i, (a, b) in enumerate(pairwise(PEOPLE))),
        *(("contact:p20", f"contact:{name}", 250.0 + i) for i, name in enumerate(PEOPLE) if name != "p20"),
    )
    bought = [("volta", month * 20.0) for month in range(12)] + [("panis", month * 30.0) for month in range(12)]
    orders = [(f"o{number}", *one) for number, one in enumerate([*bought, ("nova", 300.0)])]
    write_nodes(
        store, "Purchase", [{"id": name, "at": day(at), "amount": 100.0, "currency": "EUR"} for name, _, at in orders]
    )
    links(store, "MADE", "Customer", "Purchase", [(account, name) for name, account, _ in orders])
    said = [("f1", "p00", 3.0, 200), ("f2", "p01", 9.0, 300), ("f3", "p10", 10.0, 310), ("f4", "p10", 6.0, 320)]
    write_nodes(
        store, "Feedback", [{"id": n, "kind": "nps", "score": score, "at": day(at)} for n, _, score, at in said]
    )
    write_edges(store, "GAVE", "Person", "Feedback", [{"start": f"contact:{who}", "end": n} for n, who, *_ in said])
    brought = {"status": "won", "value": 100.0, "currency": "EUR", "program": "friends"}
    links(store, "REFERRED", "Contact", "Contact", [("p10", "p20")], at=day(290), **brought)
    links(store, "REFERRED", "Contact", "Contact", [("p00", "p11")], at=day(100), **brought)
    again = {**brought, "value": 7.0}
    links(
        store, "REFERRED", "Contact", "Contact", [("p00", "p20"), ("p20", "p11"), ("p20", "p21")], at=day(300), **again
    )
    links(store, "REFERRED", "Contact", "Contact", [("p11", "p00")], at=day(310), **again)


@pytest.fixture(scope="module")
def told(session_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The company, analysed as of THEN and then as of NOW."""
    session_store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    load(session_store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUANXI_HOME", str(tmp_path_factory.mktemp("told")))
        analyze(session_store, Settings(), as_of=THEN)
        analyze(session_store, Settings(), as_of=NOW)
    yield session_store


@pytest.fixture
def browse(told: Store, appstore: AppStore) -> Callable[..., FlaskClient]:
    app = create_app(Settings(), store=told, appstore=appstore)

    def log_in(name: str, role: str) -> FlaskClient:
        users.add(appstore, name, PASSWORD, role)
        client = app.test_client()
        post(client, "/login", name=name, password=PASSWORD)
        return client

    return log_in


def what_changed(store: Store, **options: Any) -> dict[str, Any]:
    run = current_run(store)
    return today.changed(store, Settings(), run, today.compared(store, run, "run"), **options)


def test_what_to_compare_with(told: Store) -> None:
    run = current_run(told)
    then = today.compared(told, run, "run")
    assert then and then["as_of"] == THEN.isoformat()
    assert today.compared(told, run, "month") == then
    assert today.compared(told, run, "visit") is None
    made = datetime.fromisoformat(run["at"])
    assert today.compared(told, run, "visit", made + timedelta(hours=1)) is None, "nothing was analysed since"


def test_accounts_that_may_leave_come_with_their_reasons(told: Store) -> None:
    first = what_changed(told)["risk"][0]
    assert (first["name"], first["owner"], first["newly"], first["state"]) == ("Volta", "Erin", True, "at risk")
    assert first["health"] < first["health_before"] and first["churn"] > first["churn_before"]
    assert {reason["code"] for reason in first["reasons"]} >= {"contact", "purchases"}
    assert first["stake"] == pytest.approx(first["churn"] / 100 * 1200), (
        "too few buy to tell a lifetime value: what was spent"
    )


def test_ties_gone_cold_are_those_of_the_changes_without_a_word_since(told: Store) -> None:
    cold = what_changed(told)["cold"]
    assert [(tie["employee"], tie["name"], tie["account"]) for tie in cold] == [("Erin", "P00", "Volta")]
    among = changes(told, Settings(), since=THEN, limit=1000)["cold"]
    same = next(tie for tie in among if {tie["a"], tie["b"]} == {"employee:erin", "contact:p00"})
    assert (cold[0]["strength_before"], cold[0]["strength"]) == pytest.approx(
        (same["strength_before"], same["strength"]), abs=1e-6
    )


def test_who_rose_is_told_with_what_made_them_rise(told: Store) -> None:
    rose = what_changed(told)["rose"]
    assert [(who["key"], who["rank"], who["new_ties"], who["new_referrals"]) for who in rose] == [
        ("contact:p20", 1, 27, 1)
    ]


def test_a_new_cluster_is_told_and_one_that_was_is_not(told: Store) -> None:
    told_of = what_changed(told)["clusters"]
    assert {one["change"] for one in told_of} <= {"new", "split", "merged"}
    now = {
        row["number"]
        for row in told.rows("MATCH (:AnalysisRun {complete: true})-[:FOUND]->(c) RETURN c.number AS number")
    }
    assert {one["number"] for one in told_of} <= now


def test_mine_are_the_accounts_and_ties_that_i_look_after(told: Store) -> None:
    assert today.employee_called(told, "ERIN") == {"key": "employee:erin", "name": "Erin"}
    assert today.employee_called(told, "nobody") is None
    mine = what_changed(told, owner="employee:finn")
    assert "Volta" not in {row["name"] for row in mine["risk"]} and mine["cold"] == []
    run = current_run(told)
    assert today.figures(told, Settings(), run, owner="employee:finn")["total"] == 2
    assert segments.listing(told, {}, owner="employee:erin")["total"] == 1


def test_figures_add_up(told: Store) -> None:
    run = current_run(told)
    found = today.figures(told, Settings(), run, today.compared(told, run, "run"))
    assert found["total"] == 3 == sum(row["accounts"] for row in found["lifecycle"])
    assert sum(sum(states.values()) for states in found["churn"].values()) == 3
    assert (found["at_risk"]["accounts"], found["at_risk"]["accounts_before"]) == (1, 0)
    assert [row["at_risk"] for row in found["history"]] == [0, 1]
    nps = satisfaction(told, Settings(), "all")["items"][0]
    assert found["lately"]["nps"] == pytest.approx({name: nps[name] for name in ("n", "value", "low", "high")})
    assert found["satisfaction"] == {"quarters": ["2024-07-01", "2024-10-01"], "nps": [-100.0, pytest.approx(100 / 3)]}
    year = found["referrals"]
    assert (year["won"], year["value"]) == (3, 207.0), "who had been referred before counts once, and no circle closes"
    assert [(row["quarter"], row["won"]) for row in year["quarters"]] == [("2024-04-01", 1), ("2024-10-01", 2)]
    since, until = map(date.fromisoformat, (year["since"], year["until"]))
    whole = programme(told, Settings(), since, until)["total"]
    assert (whole["won"], whole["revenue"]) == (year["won"], year["value"]), "as the screen Referrals says"
    finns = today.figures(told, Settings(), run, owner="employee:finn")["referrals"]
    assert (finns["won"], finns["value"]) == (2, 107.0)


def test_what_is_behind_a_figure(told: Store) -> None:
    quarter = (datetime.fromisoformat("2024-10-01T00:00:00Z"), datetime.fromisoformat("2025-01-01T00:00:00Z"))
    said = today.answers(told, "nps", *quarter)
    assert [(row["name"], row["account"], row["score"], row["total"]) for row in said] == [
        ("P10", "Panis", 6.0, 3),
        ("P01", "Volta", 9.0, 3),
        ("P10", "Panis", 10.0, 3),
    ]
    assert len(today.answers(told, "nps", *quarter, owner="employee:erin")) == 1
    assert today.answers(told, "nps", *quarter, offset=2, limit=5)[0]["score"] == 10.0
    won = today.won_referrals(told, Settings(), date(2024, 10, 1), date(2024, 12, 31))
    assert [(row["name"], row["brought"], row["value"], row["total"]) for row in won] == [
        ("P10", "P20", 100.0, 2),
        ("P20", "P21", 7.0, 2),
    ]
    assert today.won_referrals(told, Settings(), date(2024, 10, 1), date(2024, 12, 31), owner="employee:erin") == []


def test_accounts_behind_every_group_are_as_many_as_it_says(told: Store) -> None:
    found = segments.segments(told)
    for by in segments.GROUPS:
        for group in found[by]:
            assert segments.listing(told, {by: group["name"]})["total"] == group["accounts"], (by, group["name"])
    for sort in segments.SORTS:
        assert {row["id"] for row in segments.listing(told, {}, sort=sort)["items"]} == {"volta", "panis", "nova"}
    assert [row["name"] for row in segments.listing(told, {}, sort="name")["items"]] == ["Nova", "Panis", "Volta"]
    assert [row["name"] for row in segments.listing(told, {}, sort="-name")["items"]] == ["Volta", "Panis", "Nova"]
    for sort in ("spent", "-spent", "churn", "-churn"):
        values = [row[sort.removeprefix("-")] for row in segments.listing(told, {}, sort=sort)["items"]]
        known = [value for value in values if value is not None]
        in_order = sorted(known, reverse=not sort.startswith("-"))
        assert values == [*in_order, *[None] * (len(values) - len(known))], sort
    assert [row["id"] for row in segments.listing(told, {"state": "at risk"})["items"]] == ["volta"]
    with pytest.raises(UsageError):
        segments.listing(told, {"charisma": "high"})


def test_accounts_behind_every_flow_are_as_many_as_it_says(told: Store) -> None:
    matrix = segments.moves(told, THEN)["matrix"]
    for i, before in enumerate(LIFECYCLE):
        for j, after in enumerate(LIFECYCLE):
            assert len(segments.moved(told, THEN, NOW, before, after)) == matrix[i][j], (before, after)
    assert segments.moved(told, THEN, NOW, "prospect", "new") == ["nova"]
    began = segments.cohorts(told)
    assert sorted(one for row in began for one in row["ids"]) == ["nova", "panis", "volta"]
    assert {row["year"] for row in began} == {"2024"}


def test_today_begins_with_what_matters_to_the_reader(browse: Callable[..., FlaskClient]) -> None:
    manager = browse("Erin", "account_manager")
    assert manager.get("/").location == "/today"
    page = manager.get("/today").text
    assert 'href="/today?whose=mine" aria-current="true"' in page, "an account manager begins with their own"
    assert page.index('id="today-risk"') < page.index('id="today-rose"')
    assert "Volta" in page and "Not a word with Erin" in page
    marketer = browse("mia", "marketer").get("/today").text
    assert marketer.index('id="today-rose"') < marketer.index('id="today-risk"')
    assert "/today?whose=mine" not in marketer, "nobody of ours is called mia"
    again = manager.get("/today?since=visit&whose=all").text
    assert "There is no analysis of that time to compare with." in again and "P20" not in again


def test_pages_behind_the_charts(browse: Callable[..., FlaskClient]) -> None:
    client = browse("ann", "analyst")
    assert "Volta" in client.get("/segments/accounts?state=at+risk").text
    assert "Nova" in client.get("/segments/accounts?before=prospect&after=new&since=2024-08-28").text
    assert "Panis" in client.get("/segments/accounts?year=2024&stage=loyal").text
    assert "No account is like that" in client.get("/segments/accounts?year=1999").text
    for wrong in ("segment=charisma", "recency=9", "tier=gold"):
        assert client.get(f"/segments/accounts?{wrong}").status_code == 404
    assert client.get("/segments/accounts?sort=nonsense&offset=x").status_code == 200
    assert client.get("/today/answers?kind=nps&quarter=nonsense").status_code == 404
    assert "P10" in client.get("/today/answers?kind=nps&quarter=2024-10-01").text
    assert "friends" in client.get("/today/referrals?quarter=2024-10-01").text
    assert "3 referrals" in client.get("/today/referrals?since=2024-01-01&until=2024-12-31").text
    rows = client.get("/segments/accounts?lifecycle=new&format=csv").get_data(as_text=True).splitlines()
    assert len(rows) == 2 and "new since" in rows[1]
    assert client.get("/segments/accounts?format=xlsx").data[:2] == b"PK"
    page = client.get("/segments?since=2024-08-28&until=2024-12-26").text
    assert 'value="2024-08-28"' in page and "before=prospect&amp;after=new&amp;since=2024-08-28" in page


def test_before_anything_is_loaded_or_analysed_the_page_says_what_to_do(
    store: Store, settings: Settings, appstore: AppStore
) -> None:
    users.add(appstore, "ann", PASSWORD, "admin")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    post(client, "/login", name="ann", password=PASSWORD)
    for path in ("/today", "/segments"):
        assert "Nothing is loaded yet" in client.get(path).text
    write_nodes(store, "Interaction", [{"id": "i", "at": day(1)}])
    for path in ("/today", "/segments"):
        assert "Nothing has been analysed yet" in client.get(path).text

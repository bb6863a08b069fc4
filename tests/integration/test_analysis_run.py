"""An analysis from end to end on the real server, and the answers that are made from it."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.run import METHODS, analyze
from graph.analysis.ties import update_ties
from graph.reports.clusters import clusters
from graph.reports.influencers import influencers
from graph.reports.network_map import market_map, neighbours
from graph.reports.paths import US, introductions, who_knows
from graph.reports.reasons import CODES
from graph.reports.segments import accounts_in, segments
from graph.reports.ties import tie
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import MoneyConfig, Settings
from guanxi.errors import GuanxiError, NotFoundError, UsageError
from ingest.pipeline import ingest
from tests.integration.analysis_graph import day, links, message, nodes

DATA = Path(__file__).parents[1] / "data"
LOGISTICS = ("anna", "ben", "carl", "dora")
RETAIL = ("王芳", "李雷", "赵敏", "陈晨")


def two_circles(store: Store) -> None:
    """Two firms, each a circle of friends; anna knows 王芳, and referred three people. eve of ours knows anna."""
    nodes(store, "Contact", *LOGISTICS, *RETAIL, "hugo")
    nodes(store, "Employee", "eve")
    nodes(store, "Customer", "rhine", industry="Logistics", city="Berlin")
    nodes(store, "Customer", "长江", industry="Retail", city="Shanghai")
    links(store, "WORKS_AT", "Contact", "Customer", [(person, "rhine") for person in (*LOGISTICS, "hugo")])
    links(store, "WORKS_AT", "Contact", "Customer", [(person, "长江") for person in RETAIL])
    for circle in (LOGISTICS, RETAIL):
        for a, b in combinations(circle, 2):
            meet(store, f"contact:{a}", f"contact:{b}")
    meet(store, "contact:anna", "contact:王芳")
    meet(store, "contact:anna", "employee:eve")
    links(store, "REFERRED", "Contact", "Contact", [("anna", "ben")], status="won", value=400.0, currency="EUR")
    links(store, "REFERRED", "Contact", "Contact", [("anna", "王芳")], status="won", value=900.0, currency="CNY")
    links(store, "REFERRED", "Contact", "Contact", [("anna", "carl")], status="lost", value=5.0, currency="EUR")


def meet(store: Store, a: str, b: str) -> None:
    message(store, f"{a}-{b}", day(1), {a: "organiser", b: "attendee"}, channel="meeting")


def test_a_run_finds_influencers_clusters_and_places(store: Store, settings: Settings) -> None:
    two_circles(store)
    run = analyze(store, settings)
    assert (run.basis, run.people, run.ties, run.reused, run.as_of) == ("ties", 8, 13, False, day(1))

    found = influencers(store)
    assert found["run"]["id"] == run.id
    assert found["total"] == 8
    first = found["items"][0]
    assert (first["rank"], first["key"], first["account"], first["account_id"]) == (1, "contact:anna", "Rhine", "rhine")
    assert first["readings"]["degree"] == 4
    assert sum(item["score"] for item in found["items"]) == pytest.approx(1)
    reasons = {reason["code"]: reason for reason in first["reasons"]}
    assert reasons.keys() <= set(CODES)
    assert reasons["referrals"]["params"] == {
        "count": 3,
        "won": 2,
        "sums": [{"currency": "CNY", "value": 900.0}, {"currency": "EUR", "value": 400.0}],
    }
    assert reasons["referrals"]["text"] == "Referred 3 people or accounts, 2 of them won, worth 900 CNY and 400 EUR"
    assert reasons["known_by"]["text"].startswith("Best known to our Eve (weak")
    assert reasons["rank"]["text"] == "1st of 8 by PageRank"
    assert len(reasons["ties"]["params"]["closest"]) == 3

    named = clusters(store, members=True)
    assert [(item["size"], item["name"]) for item in named["items"]] == [(4, "Rhine"), (4, "长江")]
    assert "100% are with 长江, 0% elsewhere" in named["items"][1]["description"]
    assert named["items"][1]["members"][0]["key"] == "contact:王芳"
    assert named["items"][0]["reasons"][0]["params"] == {"value": "Rhine", "share": 1.0, "elsewhere": 0.0}
    assert {person["key"] for person in named["items"][0]["members"]} == {f"contact:{name}" for name in LOGISTICS}


def test_the_map_has_columns_that_fit_together(store: Store, settings: Settings) -> None:
    two_circles(store)
    analyze(store, settings)
    found = market_map(store)
    assert found["total"] == {"people": 8, "ties": 13}
    assert found["shown"] == {"people": 8, "ties": 13}
    assert {len(column) for column in found["people"].values()} == {8}
    strengths = found["ties"]["strength"]
    assert strengths == sorted(strengths, reverse=True)
    assert max(found["ties"]["source"] + found["ties"]["target"]) == 7
    assert found["people"]["key"][0] == "contact:anna"
    retail = market_map(store, "betweenness", cluster=1, limit=3)
    assert retail["total"] == {"people": 4, "ties": 6}
    assert retail["shown"]["people"] == 3
    assert set(retail["people"]["cluster"]) == {1}
    assert [cluster["number"] for cluster in retail["clusters"]] == [0, 1]

    around = neighbours(store, "contact:anna", limit=3)
    assert around["people"]["key"][0] == "contact:anna"
    assert (around["shown"]["people"], around["more"]) == (4, 2)
    rest = neighbours(store, "contact:anna", offset=3, limit=3)
    assert (rest["shown"]["people"], rest["more"]) == (3, 0)
    everybody = {*around["people"]["key"], *rest["people"]["key"]}
    assert everybody == {"contact:anna", "contact:ben", "contact:carl", "contact:dora", "contact:王芳", "employee:eve"}
    eve = neighbours(store, "employee:eve")
    assert None not in eve["people"]["x"]
    with pytest.raises(NotFoundError):
        neighbours(store, "contact:nobody")


def test_neighbours_of_somebody_who_is_deleted_meanwhile(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_circles(store)
    analyze(store, settings)

    def deleting(*args: Any, **options: Any) -> list[dict[str, Any]]:
        store.run_alone("MATCH (c:Contact {id: 'anna'}) DETACH DELETE c")
        return []

    monkeypatch.setattr("graph.reports.network_map.ties", deleting)
    with pytest.raises(NotFoundError, match="just been taken out"):
        neighbours(store, "contact:anna")


def test_nothing_new_is_no_new_run_but_a_change_is(store: Store, settings: Settings) -> None:
    two_circles(store)
    first = analyze(store, settings)
    again = analyze(store, settings)
    assert (again.reused, again.id) == (True, first.id)
    store.run_alone("MATCH (c:Customer {id: '长江'}) SET c.name = '黄河'")
    renamed = analyze(store, settings)
    assert not renamed.reused
    assert clusters(store)["items"][1]["name"] == "黄河"
    meet(store, "contact:anna", "contact:hugo")
    grown = analyze(store, settings)
    assert grown.people == 9
    assert influencers(store)["total"] == 9
    runs = store.rows(
        "MATCH (r:AnalysisRun) RETURN r.id AS id, COUNT { (r)<-[:SCORED]-(:Person) } AS people ORDER BY r.at"
    )
    assert runs == [{"id": first.id, "people": 8}, {"id": renamed.id, "people": 8}, {"id": grown.id, "people": 9}]


def test_our_own_people_may_be_in_the_network_but_are_not_ranked(store: Store, settings: Settings) -> None:
    two_circles(store)
    links(store, "REFERRED", "Contact", "Contact", [("anna", "hugo")])
    run = analyze(store, settings, with_employees=True)
    assert (run.people, run.ties) == (10, 15)
    assert influencers(store)["total"] == 9
    found = market_map(store)
    kinds = found["people"]
    assert [rank for kind, rank in zip(kinds["kind"], kinds["rank"], strict=True) if kind == "employee"] == [None]
    assert found["shown"]["ties"] == 15
    assert found["ties"]["strength"][-1] == 5  # anna referred hugo, and nothing else is known of the two


def test_some_methods_alone_do_not_replace_the_full_run(store: Store, settings: Settings) -> None:
    two_circles(store)
    full = analyze(store, settings)
    alone = analyze(store, settings, only=["pagerank", "ties"])
    assert alone.id not in (None, full.id)
    assert analyze(store, settings, only=["ties"]).id is None
    assert influencers(store)["run"]["id"] == full.id
    with pytest.raises(UsageError, match="charisma"):
        analyze(store, settings, only=["charisma"])
    with pytest.raises(UsageError, match="charisma"):
        influencers(store, "charisma")


def test_what_an_interrupted_run_left_is_removed(store: Store, settings: Settings) -> None:
    two_circles(store)
    analyze(store, settings)
    store.run_alone("MATCH (r:AnalysisRun) REMOVE r.at")
    with pytest.raises(NotFoundError, match="analysed"):
        influencers(store)
    analyze(store, settings)
    assert store.rows("MATCH (r:AnalysisRun) RETURN count(r) AS n") == [{"n": 1}]
    assert store.rows("MATCH (:Person)-[s:SCORED]->() RETURN count(s) AS n") == [{"n": 8}]
    assert store.rows("MATCH (c:Community) RETURN count(c) AS n") == [{"n": 2}]


def test_without_dealings_accounts_and_orders_tie(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "anna", "ben")
    nodes(store, "Employee", "eve", "frank")
    nodes(store, "Customer", "rhine", "elbe")
    nodes(store, "Purchase", "o1", at=day(5))
    links(store, "WORKS_AT", "Contact", "Customer", [("anna", "rhine"), ("ben", "elbe")])
    links(store, "OWNS", "Employee", "Customer", [("eve", "rhine"), ("eve", "elbe")])
    links(store, "MADE", "Customer", "Purchase", [("rhine", "o1")])
    links(store, "SOLD", "Employee", "Purchase", [("frank", "o1")])
    links(store, "REPORTS_TO", "Person", "Person", [("employee:frank", "employee:eve")])
    run = analyze(store, settings)
    assert (run.basis, run.people, run.ties, run.as_of) == ("structure", 4, 4, day(5))
    found = influencers(store)
    assert [item["key"] for item in found["items"]] == ["contact:anna", "contact:ben"]
    assert found["items"][0]["reasons"][0]["text"] == "Tied to 2 people through accounts, orders and managers"
    texts = [reason["text"] for reason in found["items"][0]["reasons"]]
    assert "1st of 2 by PageRank" in texts  # employees are not ranked
    assert market_map(store)["shown"] == {"people": 4, "ties": 4}
    assert neighbours(store, "contact:anna")["people"]["key"] == ["contact:anna", "employee:eve", "employee:frank"]


def test_northwind_has_structure_only(store: Store, appstore: AppStore, settings: Settings) -> None:
    ingest([DATA / "northwind"], store, appstore, settings)
    run = analyze(store, settings)
    assert (run.basis, run.people) == ("structure", 98)  # two customers never ordered
    assert run.as_of.date() == date(1998, 5, 6)
    assert influencers(store)["total"] == 89
    shown = market_map(store)
    assert shown["run"]["basis"] == "structure"
    assert sorted(set(shown["people"]["kind"])) == ["contact", "employee"]
    assert analyze(store, settings).reused


def test_an_empty_graph_says_what_to_do(store: Store, settings: Settings) -> None:
    with pytest.raises(GuanxiError, match="Nobody is tied"):
        analyze(store, settings)
    assert "clusters" in METHODS


def test_accounts_are_analysed_without_a_network_and_say_what_cannot_be_told(store: Store, settings: Settings) -> None:
    nodes(store, "Customer", "rhine", "elbe")
    nodes(store, "Purchase", "o1", at=day(5), amount=10.0, currency="EUR")
    nodes(store, "Purchase", "o2", at=day(9), amount=20.0, currency="EUR")
    links(store, "MADE", "Customer", "Purchase", [("rhine", "o1"), ("rhine", "o2")])
    run = analyze(store, settings)
    assert (run.people, run.ties, run.accounts, run.as_of) == (0, 0, 2, day(9))
    assert run.notes["lifetime_value"].startswith("Only 1 customers bought more than once: lifetime value needs 30.")
    assert {row["name"]: row["accounts"] for row in segments(store)["lifecycle"]}["repeat"] == 1
    assert influencers(store)["items"] == clusters(store)["items"] == []
    assert market_map(store)["shown"] == {"people": 0, "ties": 0}
    nodes(store, "Purchase", "o3", at=day(9), amount=30.0, currency="CNY")
    links(store, "MADE", "Customer", "Purchase", [("elbe", "o3")])
    mixed = analyze(store, settings)
    assert mixed.notes["rfm"].startswith("Amounts are in several currencies: CNY, EUR.")
    assert {row["name"]: row["accounts"] for row in segments(store)["lifecycle"]}["new"] == 1
    priced = settings.model_copy(update={"money": MoneyConfig(currency="EUR", rates={"CNY": 0.1})})
    assert "rfm" not in analyze(store, priced).notes
    spent = {item["id"]: item["spent"] for item in accounts_in(store)["items"]}
    assert spent == {"rhine": 30.0, "elbe": pytest.approx(3.0)}


def test_a_tie_is_explained_down_to_the_interactions(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "a", "b", "c")
    message(store, "m1", day(0), {"contact:a": "from", "contact:b": "to"})
    message(store, "m2", day(30), {"contact:b": "from", "contact:a": "to", "contact:c": "cc"}, channel="chat")
    analyze(store, settings)
    found = tie(store, settings, "contact:b", "contact:a")
    assert [part["interaction"] for part in found["parts"]] == ["m2", "m1"]
    assert sum(part["mass"] for part in found["parts"]) == pytest.approx(found["mass"], rel=1e-9)
    newest, oldest = found["parts"]
    assert (newest["weight"], newest["participants"], newest["decay"]) == (0.4, 3, 1.0)
    assert oldest["decay"] == pytest.approx(2 ** (-30 / 90))
    assert (found["sent"], found["received"], found["reciprocity"], found["word"]) == (1.0, 1.0, 1.0, "weak")
    with pytest.raises(NotFoundError, match="no tie"):
        tie(store, settings, "contact:a", "contact:nobody")


def test_a_path_avoids_who_opted_out(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "a", "b", "c", "d")
    nodes(store, "Contact", "shortcut", opted_out=True)
    for one, other in (("a", "b"), ("b", "c"), ("c", "d"), ("a", "shortcut"), ("shortcut", "d")):
        meet(store, f"contact:{one}", f"contact:{other}")
    update_ties(store, settings)
    found = introductions(store, "contact:a", "contact:d")
    (only,) = found["paths"]
    assert [person["key"] for person in only["people"]] == ["contact:a", "contact:b", "contact:c", "contact:d"]
    assert only["strength"] == pytest.approx(100 * (only["ties"][0]["strength"] / 100) ** 3) and found["below"] == 0
    assert len(introductions(store, "contact:a", "contact:shortcut")["paths"][0]["people"]) == 2
    with pytest.raises(NotFoundError, match="No path"):
        introductions(store, "contact:a", "contact:nobody")


def test_whoever_of_us_knows_the_way_best_begins_it(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "a", "b", "c")
    nodes(store, "Employee", "x", "y")
    for one, other, times in (("employee:x", "a", 3), ("employee:y", "a", 9), ("employee:y", "b", 2)):
        for number in range(times):
            message(
                store, f"{one}{other}{number}", day(number), {one: "from", f"contact:{other}": "to"}, channel="call"
            )
    for other in ("a", "b"):
        message(store, f"to-{other}", day(9), {f"contact:{other}": "from", "contact:c": "to"}, channel="meeting")
    update_ties(store, settings)
    found = introductions(store, US, "contact:c")["paths"]
    assert [[person["key"] for person in one["people"]] for one in found] == [
        ["employee:y", "contact:a", "contact:c"],
        ["employee:y", "contact:b", "contact:c"],
    ]
    first = found[0]["ties"][0]
    assert (first["count"], first["sent"], len(first["latest"])) == (9, 4.5, 3)
    assert first["latest"][0]["id"] == "employee:ya8" and first["latest"][0]["channel"] == "call"
    assert [row["key"] for row in who_knows(store, "contact:a")] == ["employee:y", "employee:x"]
    assert introductions(store, "employee:x", "contact:c")["paths"][0]["people"][1]["key"] == "contact:a"

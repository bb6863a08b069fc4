"""What a run says of accounts in a real Neo4j: health, who is missing, what hangs on whom, and links."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from graph.analysis.run import analyze
from graph.reports.relations import decide, relations
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError
from ingest.identity.merging import dissolve, join
from tests.company import AS_OF, load_company
from tests.integration.analysis_graph import day, links, message, nodes


@pytest.fixture
def company(store: Store, settings: Settings) -> Store:
    load_company(store)
    analyze(store, settings, only=["health", "coverage", "fragility", "carriers", "links"])
    return store


def scored(store: Store, identifier: str) -> dict[str, object]:
    query = "MATCH (:Customer {id: $id})-[s:SCORED]->(r) RETURN properties(s) AS s ORDER BY r.at DESC LIMIT 1"
    found: dict[str, object] = store.rows(query, id=identifier)[0]["s"]
    return found


def test_run_tells_the_standing_of_accounts(company: Store) -> None:
    harbour, tea = scored(company, "1"), scored(company, "2")
    assert harbour["hangs_by_a_thread"] is True and harbour["warm_people"] == 1
    parts = json.loads(str(harbour["health_parts"]))
    assert (parts["recency"], parts["two_way"], parts["breadth"]) == (100, 100, 25) and parts["trend"] > 90
    assert harbour["health"] > 75 > 20 > tea["health"]
    assert -1 < tea["health_change"] <= 0, "it had fallen silent long before"
    assert harbour["missing_roles"] == ["budget holder", "champion", "evaluator", "user"]
    assert (harbour["single_threaded"], harbour["thread"]) == (True, "contact:1")
    assert tea["silent_champions"] == ["contact:2"] and tea["unreached_roles"] == ["champion"]
    assert harbour["depends_on"] == "contact:1"
    assert harbour["health_at_risk"] == pytest.approx(harbour["health"])
    carried = company.rows(
        "MATCH (p)-[c:CARRIES]->() RETURN p.key AS key, c.cut_off AS n, c.parts AS parts ORDER BY key"
    )
    assert {row["key"]: row["n"] for row in carried if row["n"]} == {"contact:1": 1, "employee:1": 1}
    assert json.loads(carried[0]["parts"])[0]["customer"] == "1"
    (link,) = company.rows("MATCH (a:Customer)-[l:LINKED]->(b) RETURN a.id AS a, b.id AS b, properties(l) AS l")
    assert (link["a"], link["b"], link["l"]["ties"]) == ("1", "2", 1)
    assert json.loads(link["l"]["evidence"])[0]["a"] == "contact:1"


def test_links_are_those_of_the_newest_run_and_of_the_newest_moment(company: Store, settings: Settings) -> None:
    run = analyze(company, settings, only=["links", "carriers"])
    assert company.rows("MATCH ()-[l:LINKED]->() RETURN l.run AS run") == [{"run": run.id}]
    past = analyze(company, settings, as_of=AS_OF - timedelta(days=60), only=["links", "health"])
    assert past.id != run.id
    assert company.rows("MATCH ()-[l:LINKED]->() RETURN l.run AS run") == [{"run": run.id}]
    query = "MATCH (:Customer {id: '1'})-[s:SCORED]->(:AnalysisRun {id: $run}) RETURN s.health_parts AS parts"
    then = json.loads(company.rows(query, run=past.id)[0]["parts"])
    assert then["days"] == pytest.approx(3, abs=0.1), "the last meeting before that day"


def test_guesses_are_kept_apart_and_decisions_outlive_them(store: Store, settings: Settings) -> None:
    nodes(store, "Customer", "1", "2")
    nodes(store, "Contact", "a", "b", "c")
    links(store, "WORKS_AT", "Contact", "Customer", [("a", "1"), ("b", "2"), ("c", "2")])
    for number in range(9):
        evening = day(number * 7) + timedelta(hours=21)
        message(store, f"ab{number}", evening, {"contact:a": "from", "contact:b": "to"}, channel="chat")
        message(store, f"ac{number}", evening, {"contact:a": "from", "contact:c": "to"}, channel="chat")
    analyze(store, settings, only=["relations"])
    found = relations(store)
    assert [(row["a"]["key"], row["b"]["key"], row["kind"]) for row in found] == [
        ("contact:a", "contact:b", "friend"),
        ("contact:a", "contact:c", "friend"),
    ]
    assert found[0]["evidence"][0]["text"] == "9 meetings outside working hours without us"
    assert found[0]["confidence"] == pytest.approx(9 / 13)
    assert store.rows("MATCH ()-[r:RELATED_TO]->() RETURN r") == []
    decide(store, "contact:b", "contact:a", "friend", confirmed=True)
    decide(store, "contact:a", "contact:c", "friend", confirmed=False)
    with pytest.raises(NotFoundError):
        decide(store, "contact:b", "contact:c", "friend", confirmed=True)
    message(store, "new", day(90), {"contact:b": "from", "contact:c": "to"})
    run = analyze(store, settings, only=["relations"])
    assert relations(store) == [] and not run.reused
    assert [row["b"]["key"] for row in relations(store, state="confirmed")] == ["contact:b"]
    assert [row["b"]["key"] for row in relations(store, state="rejected")] == ["contact:c"]
    assert {row["run"] for row in store.rows("MATCH ()-[r:INFERRED]->() RETURN r.run AS run")} == {run.id}


def test_a_decision_goes_with_the_record_that_stands_for_the_one_it_was_about(store: Store) -> None:
    nodes(store, "Contact", "a", "b", "c")
    store.run_alone("CREATE (:AnalysisRun {id: 'r', at: datetime()})")
    store.write("analysis/write_relations", run="r", rows=[
        {"a": "contact:b", "b": "contact:c", "kind": "friend", "confidence": 0.5, "evidence": "[]"}
    ])  # fmt: skip
    decide(store, "contact:b", "contact:c", "friend", confirmed=False)
    join(store, [["contact:a", "contact:c"]])
    (found,) = relations(store, key="contact:a", state="rejected")
    assert {found["a"]["key"], found["b"]["key"]} == {"contact:a", "contact:b"}
    decide(store, "contact:a", "contact:b", "friend", confirmed=True)
    assert [row["state"] for row in relations(store, state=None)] == ["confirmed"]
    dissolve(store, ["contact:a"])
    assert [row["b"]["key"] for row in relations(store, state="confirmed")] == ["contact:c"]

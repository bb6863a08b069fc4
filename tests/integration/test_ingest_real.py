"""Northwind and CollegeMsg: every row arrives, and arrives once."""

from pathlib import Path

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from tests.graph_hash import graph_hash

DATA = Path(__file__).parents[1] / "data"


def _counts(store: Store) -> dict[str, int]:
    nodes = store.rows("MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS n")
    edges = store.rows("MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS n")
    return {row["name"]: row["n"] for row in nodes + edges}


def test_northwind(store: Store, appstore: AppStore, settings: Settings) -> None:
    summary = ingest([DATA / "northwind"], store, appstore, settings)
    assert not summary.refused
    assert (summary.quarantined, summary.waiting) == (0, 0)
    assert {line.kind: line.accepted for line in summary.lines} == {
        "employees": 9,
        "customers": 91,
        "products": 77,
        "contacts": 91,
        "purchases": 2155,
    }
    assert _counts(store) == {
        "Customer": 91,
        "Contact": 91,
        "Employee": 9,
        "Person": 100,
        "Product": 77,
        "Purchase": 2155,
        "Batch": 5,
        "WORKS_AT": 91,
        "REPORTS_TO": 8,
        "OWNS": 89,
        "MADE": 2 * 2155,
        "SOLD": 2155,
        "OF": 2155,
    }
    [figures] = store.rows(
        "MATCH (p:Purchase) RETURN count(DISTINCT p.order) AS orders, round(sum(p.amount), 2) AS revenue,"
        " min(p.at) AS first, max(p.at) AS last"
    )
    assert (figures["orders"], figures["revenue"]) == (830, 1265793.04)
    assert (str(figures["first"])[:10], str(figures["last"])[:10]) == ("1996-07-04", "1998-05-06")
    [chai] = store.rows("MATCH (p:Product {id: 'northwind:1'}) RETURN p.name AS name, p.category AS category")
    assert chai == {"name": "Chai", "category": "Beverages"}
    [boss] = store.rows("MATCH (e:Employee) WHERE NOT (e)-[:REPORTS_TO]->() RETURN e.name AS name")
    assert boss["name"] == "Andrew Fuller"

    before = graph_hash(store)
    again = ingest([DATA / "northwind"], store, appstore, settings)
    assert again.unchanged
    assert again.read == summary.read
    ingest([DATA / "northwind"], store, appstore, settings, again=True)
    assert graph_hash(store) == before


def test_northwind_owners_are_those_with_most_orders(store: Store, appstore: AppStore, settings: Settings) -> None:
    ingest([DATA / "northwind"], store, appstore, settings)
    wrong = store.rows(
        "MATCH (c:Customer)-[:MADE]->(p:Purchase)<-[:SOLD]-(e:Employee)"
        " WITH c, e, count(DISTINCT p.order) AS orders, max(p.at) AS newest"
        " ORDER BY orders DESC, newest DESC, e.id"
        " WITH c, collect(e.id)[0] AS most MATCH (o:Employee)-[:OWNS]->(c) WHERE o.id <> most RETURN c.id AS id"
    )
    assert wrong == []


def test_collegemsg(store: Store, appstore: AppStore, settings: Settings) -> None:
    summary = ingest([DATA / "collegemsg"], store, appstore, settings)
    assert {line.kind: (line.read, line.accepted) for line in summary.lines} == {
        "contacts": (1899, 1899),
        "interactions": (59835, 59835),
    }
    assert _counts(store) == {
        "Contact": 1899,
        "Person": 1899,
        "Interaction": 59835,
        "TOOK_PART": 2 * 59835,
        "Batch": 2,
    }
    [span] = store.rows("MATCH (i:Interaction) RETURN toString(min(i.at)) AS first, toString(max(i.at)) AS last")
    assert span == {"first": "2004-04-15T14:56:01Z", "last": "2004-10-26T07:52:22Z"}
    assert ingest([DATA / "collegemsg"], store, appstore, settings).unchanged

"""Merging and splitting in the graph: whatever is merged, in whatever order, comes apart as it was."""

from __future__ import annotations

import random

import pytest

from graph.store import Store
from ingest.identity.merging import clusters_of, dissolve, existing, join, release, settle
from tests.graph_hash import graph_hash

PEOPLE = [f"contact:s{number % 2}:{number}" for number in range(6)]
FIRMS = [f"customer:{number}" for number in range(4)]


@pytest.fixture
def world(store: Store) -> Store:
    """Six contacts and four customers, tied in every way that files can tell, some of them to each other."""
    chance = random.Random(5)
    store.run_alone(
        "UNWIND $ids AS id CREATE (:Contact:Person {id: id, key: 'contact:' + id, name: 'N' + id, source: left(id, 2),"
        " batch: 'b', label: 'a label of its own', opted_out: id = 's1:3',"
        " email: CASE WHEN id > 's0:3' THEN id + '@x' END})",
        ids=[key.partition(":")[2] for key in PEOPLE],
    )
    store.run_alone(
        "UNWIND $ids AS id CREATE (:Customer {id: id, name: 'F' + id, source: 's', batch: 'b', key: 'own ' + id})",
        ids=[key.partition(":")[2] for key in FIRMS],
    )
    store.run_alone(
        "UNWIND range(0, 4) AS i"
        " CREATE (:Interaction {id: toString(i), at: datetime('2024-01-01'), source: 's', batch: 'b'})"
    )
    store.run_alone("CREATE (:Employee:Person {id: '1', key: 'employee:1', name: 'E', source: 's', batch: 'b'})")
    for kind, starts, ends, properties in (
        ("WORKS_AT", PEOPLE, FIRMS, "since: date('2020-01-01')"),
        ("PART_OF", FIRMS, FIRMS, "x: 1"),
        ("REPORTS_TO", PEOPLE, PEOPLE, "x: 1"),
        ("RELATED_TO", PEOPLE, [*PEOPLE, "employee:1"], "kind: $tag"),
        ("DECIDED", PEOPLE, PEOPLE, "kind: $tag"),
        ("REFERRED", [*PEOPLE, *FIRMS], [*PEOPLE, *FIRMS], "id: $tag"),
        ("TOOK_PART", PEOPLE, [f"interaction:{i}" for i in range(5)], "as: $tag"),
        ("OWNS", ["employee:1"], FIRMS, "x: 1"),
    ):
        for _ in range(9):
            start, end = chance.choice(starts), chance.choice(ends)
            if start != end:
                store.run_alone(
                    "MATCH (a) WHERE toLower(labels(a)[0]) + ':' + a.id = $start"
                    " MATCH (b) WHERE toLower(labels(b)[0]) + ':' + b.id = $end"
                    f" MERGE (a)-[r:{kind} {{{properties}}}]->(b) SET r.source = 's', r.batch = 'b', r.value = $value",
                    start=start,
                    end=end,
                    tag=chance.choice("pq"),
                    value=chance.random(),
                )
    return store


def test_whatever_is_merged_in_any_order_comes_apart_as_it_was(world: Store) -> None:
    before = graph_hash(world)
    for seed in range(12):
        chance = random.Random(seed)
        people, firms = chance.sample(PEOPLE, 6), chance.sample(FIRMS, 4)
        clusters = [people[:2], people[2:5], firms[:2], firms[2:]]
        chance.shuffle(clusters)
        for cluster in clusters:
            join(world, [cluster])
        assert graph_hash(world) != before
        assert not _doubled(world)
        again = chance.sample(clusters, 2)
        for cluster in again:
            dissolve(world, [chance.choice(cluster)])
        for cluster in reversed(again):
            join(world, [cluster])
        assert not _doubled(world)
        chance.shuffle(clusters)
        for cluster in clusters:
            dissolve(world, [chance.choice(cluster)])
        assert graph_hash(world) == before, seed


def test_merged_at_once_or_one_after_another_shows_the_same(world: Store) -> None:
    clusters = [PEOPLE[:3], FIRMS[:2]]
    join(world, clusters)
    at_once = _shown(world)
    dissolve(world, [cluster[0] for cluster in clusters])
    for cluster in clusters:
        join(world, [cluster])
    assert _shown(world) == at_once


def test_the_node_that_stands_keeps_its_own_values_and_is_filled_up(world: Store) -> None:
    join(world, [["contact:s0:0", "contact:s1:3", "contact:s1:5"]])
    found = world.rows(
        "MATCH (n:Contact {id: 's0:0'}) RETURN n.name AS name, n.email AS email, n.opted_out AS opted_out"
    )
    assert found == [{"name": "Ns0:0", "email": "s1:3@x", "opted_out": True}]
    assert clusters_of(world, ["contact:s1:5"]) == [["contact:s0:0", "contact:s1:3", "contact:s1:5"]]
    there = {row["key"]: row["name"] for row in existing(world, ["contact:s1:5", "contact:s0:2", "contact:no"])}
    assert there == {"contact:s1:5": "Ns1:5", "contact:s0:2": "Ns0:2"}
    assert world.rows("MATCH (n:Contact) RETURN count(n) AS n") == [{"n": 4}]


def test_edges_loaded_to_a_merged_record_go_back_to_it(world: Store) -> None:
    world.run_alone(
        "MATCH (p:Contact {id: 's1:1'}), (i:Interaction {id: '0'})"
        " CREATE (p)-[:TOOK_PART {as: 'cc', source: 'new'}]->(i)"
    )
    expected = graph_hash(world)
    world.run_alone("MATCH (:Contact {id: 's1:1'})-[r:TOOK_PART {source: 'new'}]->() DELETE r")
    join(world, [["contact:s0:0", "contact:s1:1"], ["customer:0", "customer:1"]])
    world.run_alone(
        "MATCH (p:Contact {id: 's0:0'}), (i:Interaction {id: '0'})"
        " CREATE (p)-[:TOOK_PART {as: 'cc', source: 'new', via: 'contact:s1:1'}]->(i)"
    )
    settle(world)
    assert not _doubled(world)
    dissolve(world, ["contact:s1:1", "customer:0"])
    assert graph_hash(world) == expected


def test_what_an_analysis_derived_is_counted_anew(world: Store) -> None:
    world.run_alone("MATCH (a:Contact {id: 's0:0'}), (b:Contact {id: 's1:1'}) CREATE (a)-[:KNOWS {mass: 1.0}]->(b)")
    world.run_alone("CREATE (:TieLedger {id: 'knows'})")
    join(world, [["contact:s0:0", "contact:s1:1"]])
    assert world.rows("MATCH ()-[k:KNOWS]->() RETURN count(k) AS n") == [{"n": 0}]
    assert world.rows("MATCH (l:TieLedger) RETURN count(l) AS n") == [{"n": 0}]


def _doubled(store: Store) -> list[dict[str, object]]:
    """Relationships between nodes in sight that are there twice, or lead to where they began."""
    return store.rows(
        "MATCH (a)-[r]->(b) WHERE NOT a:Original AND NOT b:Original AND NOT r:STANDS_FOR"
        " WITH a, b, type(r) AS type, [r.as, r.kind, r.id] AS identity, count(r) AS n WHERE n > 1 OR a = b"
        " RETURN a.id AS a, type, b.id AS b, n"
    )


def _shown(store: Store) -> list[dict[str, object]]:
    return store.rows(
        "MATCH (a)-[r]->(b) WHERE NOT a:Original AND NOT b:Original AND NOT r:STANDS_FOR"
        " RETURN labels(a) AS la, a.id AS a, type(r) AS type, [r.as, r.kind, r.id] AS tag, labels(b) AS lb, b.id AS b"
        " ORDER BY la, a, type, tag, lb, b"
    )


def test_a_record_that_stood_for_others_may_be_stood_for(world: Store) -> None:
    before = graph_hash(world)
    join(world, [["contact:s1:3", "contact:s1:5"]])
    with_via = _shown(world)
    world.transact(lambda tx: release(tx, "Contact", ["s1:5"]))
    assert graph_hash(world) == before
    world.run_alone(
        "MATCH (p:Contact {id: 's1:3'}), (i:Interaction {id: '0'})"
        " CREATE (p)-[:TOOK_PART {as: 'late', source: 'new', via: 'contact:s1:5'}]->(i)"
    )
    join(world, [["contact:s0:0", "contact:s1:3", "contact:s1:5"]])
    assert with_via != _shown(world)
    dissolve(world, ["contact:s1:3"])
    found = world.rows("MATCH (p:Contact)-[r:TOOK_PART {as: 'late'}]->() RETURN p.id AS id, r.via AS via")
    assert found == [{"id": "s1:5", "via": None}]

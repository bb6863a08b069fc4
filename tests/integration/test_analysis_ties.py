"""KNOWS in the graph: added to in pieces, in any order, it equals a count of everything."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graph.analysis.ties import update_ties
from graph.store import Store
from guanxi.config import Settings
from tests.integration.analysis_graph import day, message, nodes, part

PEOPLE = [f"contact:p{i}" for i in range(6)]


def ties(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    rows = store.rows(
        "MATCH (a:Person)-[k:KNOWS]->(b:Person) RETURN a.key AS a, b.key AS b, k.mass AS mass, k.strength AS strength, "
        "k.count AS count, k.sent AS sent, k.received AS received, k.first_at.epochMillis AS first, "
        "k.last_at.epochMillis AS last, k.as_of.epochMillis AS as_of"
    )
    return {(row.pop("a"), row.pop("b")): row for row in rows}


def assert_same_as_rebuilt(store: Store, settings: Settings) -> None:
    kept = ties(store)
    assert update_ties(store, settings, rebuild=True).how == "rebuilt"
    rebuilt = ties(store)
    assert kept.keys() == rebuilt.keys()
    config = settings.strength
    for pair, values in rebuilt.items():
        days = (values["as_of"] - kept[pair]["as_of"]) / 86_400_000
        assert kept[pair]["mass"] * 2 ** (-days / config.half_life_days) == pytest.approx(values["mass"], rel=1e-9)
        assert 0 <= kept[pair]["strength"] - values["strength"] + 1e-9 <= config.fade_points
        for name in ("count", "sent", "received", "first", "last"):
            assert kept[pair][name] == values[name]


def write_some(store: Store, rng: random.Random, batch: str, days: range) -> None:
    for number in range(8):
        people = rng.sample(PEOPLE, rng.choice([1, 2, 2, 3]))
        parts = {people[0]: "from"} | dict.fromkeys(people[1:], "to")
        channel = rng.choice(["mail", "meeting", "call"])
        message(store, f"{batch}-{number}", day(rng.choice(days)), parts, channel=channel, batch=batch)


def test_pieces_equal_a_rebuild_also_when_old_ones_come_late(store: Store, settings: Settings) -> None:
    rng = random.Random(7)
    nodes(store, "Contact", *(key.removeprefix("contact:") for key in PEOPLE))
    batches = [("b1", range(50, 80)), ("b2", range(80, 120)), ("b3", range(0, 40)), ("b4", range(100, 200))]
    done = []
    for batch, days in batches:
        write_some(store, rng, batch, days)
        done.append(update_ties(store, settings).how)
    assert done == ["rebuilt", "added", "added", "added"]
    assert_same_as_rebuilt(store, settings)
    assert all(a < b for a, b in ties(store))


def test_nothing_new_writes_nothing(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "p0", "p1")
    message(store, "m1", day(1), {"contact:p0": "from", "contact:p1": "to"})
    update_ties(store, settings)
    again = update_ties(store, settings)
    assert (again.how, again.written, again.as_of) == ("unchanged", 0, day(1))


def test_a_later_moment_fades_the_ties_where_it_shows(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "p0", "p1", "p2")
    message(store, "m1", day(0), {"contact:p0": "from", "contact:p1": "to"})
    message(store, "m2", day(0), {"contact:p0": "from", "contact:p2": "to"}, channel="mention")
    update_ties(store, settings)
    early = update_ties(store, settings, as_of=day(1))
    assert (early.how, early.written) == ("faded", 0)
    late = update_ties(store, settings, as_of=day(90))
    assert (late.how, late.written) == ("faded", 1)
    found = ties(store)
    assert found["contact:p0", "contact:p1"]["mass"] == pytest.approx(0.2)
    assert found["contact:p0", "contact:p2"]["mass"] == pytest.approx(0.1)


def test_what_changes_the_past_leads_to_a_rebuild(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "p0", "p1", "p2")
    message(store, "m1", day(0), {"contact:p0": "from", "contact:p1": "to"})
    message(store, "m2", day(3), {"contact:p0": "from", "contact:p1": "to"})
    update_ties(store, settings)
    part(store, "m1", {"contact:p2": "cc"})
    assert update_ties(store, settings).how == "rebuilt"
    assert ties(store)["contact:p0", "contact:p2"]["mass"] == pytest.approx(0.2 * 2 ** (-3 / 90))
    store.run_alone("MATCH (i:Interaction {id: 'm1'}) DETACH DELETE i")
    assert update_ties(store, settings).how == "rebuilt"
    assert ties(store).keys() == {("contact:p0", "contact:p1")}
    assert update_ties(store, settings, as_of=day(1)).written == 0
    assert ties(store) == {}
    assert update_ties(store, settings).how == "rebuilt"
    assert ties(store)["contact:p0", "contact:p1"]["count"] == 1


def test_an_interrupted_count_is_done_anew(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "p0", "p1")
    message(store, "m1", day(0), {"contact:p0": "from", "contact:p1": "to"})
    update_ties(store, settings)
    store.run_alone("MATCH (l:TieLedger) SET l.complete = false")
    store.run_alone("MATCH ()-[k:KNOWS]->() SET k.mass = 99")
    assert update_ties(store, settings).how == "rebuilt"
    assert ties(store)["contact:p0", "contact:p1"]["mass"] == pytest.approx(0.4)


def test_interactions_that_have_not_happened_wait(store: Store, settings: Settings) -> None:
    nodes(store, "Contact", "p0", "p1")
    message(store, "m1", day(0), {"contact:p0": "from", "contact:p1": "to"})
    message(store, "m2", day(200_000), {"contact:p0": "from", "contact:p1": "to"}, batch="b2")
    assert update_ties(store, settings).as_of == day(0)
    assert ties(store)["contact:p0", "contact:p1"]["count"] == 1

"""Reach, referral trees and clusters from the graph to the command line, on a company small enough to know by heart."""

from __future__ import annotations

import json
from itertools import combinations, product

import numpy as np
import pytest
from scipy.sparse import csr_array
from typer.testing import CliRunner

from cli.main import app
from graph.analysis.account_data import AccountData
from graph.analysis.cascades import chances
from graph.analysis.influence import worth
from graph.analysis.market import Market
from graph.analysis.run import analyze
from graph.reports.clusters import bridges, clusters, in_two
from graph.reports.influencers import influencers
from graph.reports.population import population_of
from graph.reports.reach import Plan, best_together, compared, whom_they_reach
from graph.reports.referrals import programme, referrals, tree
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError, UsageError
from tests.integration.analysis_graph import day, links, message, nodes
from tests.seeds import won, worlds

CIRCLES = {
    "Berlin": ("anna", "ben", "carl", "dora"),
    "Rome": ("ines", "jan", "kim", "lea"),
    "Oslo": ("pia", "quin", "rosa", "rolf"),
}
SPENT = {"anna": 100.0, "ben": 900.0, "carl": 50.0, "ines": 400.0, "kim": 2000.0, "pia": 30.0}
BROUGHT = [
    ("anna", "ben", "won", 500.0),
    ("anna", "carl", "lost", 0.0),
    ("ben", "ines", "won", 200.0),
    ("ines", "kim", "won", 70.0),
    ("kim", "anna", "won", 9.0),
    ("pia", "quin", "open", 0.0),
]


def company(store: Store) -> None:
    """Three circles of people, each person at a firm of their own; kim opted out, and lea knows most of Oslo."""
    for city, people in CIRCLES.items():
        nodes(store, "Contact", *(name for name in people if name != "kim"))
        for name in people:
            nodes(store, "Customer", f"{name}s", city=city, industry="ships" if city == "Rome" else "retail")
        for one, other in combinations(people, 2):
            meet(store, one, other, 6)
    nodes(store, "Contact", "kim", opted_out=True)
    everybody = [name for people in CIRCLES.values() for name in people]
    links(store, "WORKS_AT", "Contact", "Customer", [(name, f"{name}s") for name in everybody])
    meet(store, "dora", "ines", 2)
    for name in ("pia", "quin", "rosa"):
        meet(store, "lea", name, 4)
    for name, amount in SPENT.items():
        nodes(store, "Purchase", f"of-{name}", at=day(2), amount=amount, currency="EUR")
        links(store, "MADE", "Customer", "Purchase", [(f"{name}s", f"of-{name}")])
    for at, (one, other, status, value) in enumerate(BROUGHT):
        facts = {"at": day(at), "status": status, "value": value, "currency": "EUR"}
        links(store, "REFERRED", "Contact", "Contact", [(one, other)], **facts)


def meet(store: Store, one: str, other: str, times: int) -> None:
    for number in range(times):
        parts = {f"contact:{one}": "organiser", f"contact:{other}": "attendee"}
        message(store, f"{one}-{other}-{number}", day(10 + number), parts, channel="meeting")


@pytest.fixture
def analysed(store: Store, settings: Settings) -> Store:
    company(store)
    analyze(store, settings)
    return store


def test_whom_to_win_together(analysed: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other pair reaches more, simulated apart; each limit is kept; the command says what the report does."""
    data = AccountData(analysed, settings, day(15))
    market = Market(data, False, lambda what, done: None)
    found = worth(market)
    assert (found.basis, found.currency, found.prizes.total) == ("revenue", "EUR", sum(SPENT.values()))
    played = worlds(csr_array(chances(market.network.sway, settings.influence.beta)), 1_500, seed=3)
    keys = market.network.keys.tolist()

    def worth_of(*names: str) -> float:
        people = np.array([keys.index(f"contact:{name}") for name in names])
        return float(won(played, people, found.prizes.of, found.prizes.values).mean())

    plan = best_together(analysed, settings, Plan(k=2))
    names = [item["key"].removeprefix("contact:") for item in plan["items"]]
    everybody = [key.removeprefix("contact:") for key in keys if key != "contact:kim"]
    best = max(worth_of(*pair) for pair in combinations(everybody, 2))
    assert worth_of(*names) >= 0.98 * best
    assert plan["guarantee"]["reach"] == pytest.approx(worth_of(*names), rel=0.05)
    assert plan["guarantee"]["at_least"] <= best <= plan["guarantee"]["at_most"]
    first = plan["items"][0]
    assert (first["key"], first["name"], first["adds"]) == ("contact:ben", "Ben", pytest.approx(first["reach"]))
    assert first["instead"]["key"] not in ("contact:kim", *(item["key"] for item in plan["items"]))
    assert {other["name"] for other in first["reaches"]} <= {"Annas", "Carls", "Ineses", "Iness", "Kims", "Pias"}
    assert first["reasons"][0]["code"] == "reach"
    assert "by revenue so far" in first["reasons"][0]["text"]

    alone = influencers(analysed, "reach", limit=20)
    figures = {item["key"]: item["readings"] for item in alone["items"]}
    assert alone["items"][0]["key"] == "contact:kim"  # who reaches most, though they are not to be asked
    for name in ("ben", "dora", "lea"):
        reach, error = (figures[f"contact:{name}"][column] for column in ("reach", "reach_error"))
        assert reach == pytest.approx(worth_of(name), abs=4 * error + 20)

    both = compared(analysed, settings, "contact:ben", "contact:lea")
    assert both["reach"] == pytest.approx([worth_of("ben"), worth_of("lea")], abs=25)
    assert both["together"] == pytest.approx(worth_of("ben", "lea"), abs=40)
    [ben] = whom_they_reach(analysed, settings, ["contact:ben"])["items"]
    assert "contact:anna" in ben["people"]
    assert "contact:ben" not in ben["people"]
    picked = population_of(analysed, both["run"]).choices({})
    assert picked["industry"] == [("retail", 8), ("ships", 4)]
    assert sum(people for _, people in picked["cluster"]) == 12

    without = best_together(analysed, settings, Plan(k=2, excluded=["contact:ben"], accounts=["iness"], opted_out=True))
    assert not {"contact:ben", "contact:ines"} & {item["key"] for item in without["items"]}
    assert without["items"][0]["key"] == "contact:kim"
    more = best_together(analysed, settings, Plan(k=1, won=["contact:ben"]))
    assert more["items"][0]["key"] == "contact:ines"
    rome = best_together(analysed, settings, Plan(k=3, market={"city": "rome"}))
    assert {item["key"].removeprefix("contact:") for item in rome["items"]} <= set(CIRCLES["Rome"])
    assert rome["worth"]["worth"] == 2400.0
    dear = best_together(analysed, settings, Plan(k=5, budget=3.0, costs={"contact:ben": 4.0}))
    assert dear["cost"] <= 3.0
    assert "contact:ben" not in {item["key"] for item in dear["items"]}
    for wrong in (Plan(excluded=["contact:nobody"]), Plan(market={"moon": "x"}), Plan(market={"city": "Paris"})):
        with pytest.raises(UsageError):
            best_together(analysed, settings, wrong)

    asked = [
        "influencers",
        "--by",
        "reach",
        "-k",
        "2",
        "--exclude",
        "ben",
        "--market",
        "city=Berlin",
        "--cost",
        "anna=1.5",
    ]
    told = CliRunner().invoke(app, [*asked, "--budget", "2", "--format", "json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert {item["key"] for item in answer["items"]} <= {"contact:anna", "contact:carl", "contact:dora"}
    assert 0 < answer["cost"] <= 2
    table = CliRunner().invoke(app, ["influencers", "--by", "reach", "-k", "2"])
    assert "certainty" in table.output


def test_what_referrals_brought_by_a_second_count(analysed: Store, settings: Settings) -> None:
    kept = [row for row in BROUGHT if row[:2] != ("kim", "anna")]  # it would close a circle

    def below(name: str) -> list[tuple[str, str, float]]:
        own = [(other, status, value) for one, other, status, value in kept if one == name]
        return own + [deeper for other, _, _ in own for deeper in below(other)]

    found = referrals(analysed)
    assert found["not_counted"] == {"of_themselves": 0, "later": 0, "in_circles": 1, "opened_at": ["contact:anna"]}
    assert [tuple(row.values()) for row in found["by_depth"]] == [
        (1, 3, 1, pytest.approx(1 / 3), 500.0),
        (2, 1, 1, 1.0, 200.0),
        (3, 1, 1, 1.0, 70.0),
    ]
    assert [item["key"].removeprefix("contact:") for item in found["items"]] == ["anna", "ben", "ines", "pia"]
    for item in found["items"]:
        everything = below(item["key"].removeprefix("contact:"))
        assert item["downstream"] == len(everything)
        assert item["downstream_won"] == sum(status == "won" for _, status, _ in everything)
        assert item["downstream_revenue"] == sum(value for _, status, value in everything if status == "won")
    texts = [reason["text"] for reason in found["items"][0]["reasons"]]
    assert texts[1] == "Their referrals led to 4 people or accounts in 3 steps, 3 of them won, worth 770 EUR"
    assert influencers(analysed, "referrals", limit=2)["items"][0]["score"] == 770.0

    whole = programme(analysed, settings)
    counted = {name: whole["total"][name] for name in ("referred", "won", "lost", "open", "revenue")}
    assert counted == {"referred": 5, "won": 3, "lost": 1, "open": 1, "revenue": 770.0}
    assert [(row["depth"], row["referred"]) for row in whole["by_depth"]] == [(1, 3), (2, 1), (3, 1)]
    later = programme(analysed, settings, since=day(2).date(), until=day(3).date())
    assert (later["total"]["referred"], later["total"]["revenue"]) == (2, 270.0)
    assert programme(analysed, settings, since=day(90).date())["total"]["referred"] == 0

    anna = tree(analysed, settings, "contact:anna")
    assert [(item["name"], item["depth"]) for item in anna["items"]] == [
        ("Ben", 1),
        ("Ines", 2),
        ("Kim", 3),
        ("Carl", 1),
    ]
    assert (anna["referred"], anna["won"], anna["revenue"]) == (4, 3, 770.0)
    with pytest.raises(NotFoundError, match="brought nobody"):
        tree(analysed, settings, "contact:rosa")
    told = CliRunner().invoke(app, ["referrals"])
    assert "1 referrals would close a circle" in told.output


def test_clusters_keep_their_numbers_and_names_and_tell_what_became_of_them(
    analysed: Store, settings: Settings
) -> None:
    first = {item["number"]: item for item in clusters(analysed, members=True)["items"]}
    assert sorted(first) == [0, 1, 2]
    assert {item["change"] for item in first.values()} == {"first"}
    people = {person["key"]: number for number, item in first.items() for person in item["members"]}
    assert {item["name"] for item in first.values()} >= {"Berlin"}

    [divided] = [item for item in in_two(analysed)["items"] if item["key"] == "contact:lea"]
    assert (divided["cluster"], divided["second"]) == (people["contact:ines"], people["contact:pia"])
    assert divided["share"] + divided["second_share"] == pytest.approx(1, abs=0.01)
    over = bridges(analysed)["items"]
    berlin, rome, oslo = (people[f"contact:{name}"] for name in ("anna", "lea", "pia"))
    assert {frozenset((item["number"], item["other"])) for item in over} == {
        frozenset((berlin, rome)),
        frozenset((rome, oslo)),
    }
    assert "contact:lea" in json.dumps(over)

    nodes(analysed, "Contact", "zoe", "yan", "xia", "wim", "vic")
    for one, other in combinations(("zoe", "yan", "xia", "wim", "vic"), 2):
        meet(analysed, one, other, 6)
    analyze(analysed, settings)
    second = {item["number"]: item for item in clusters(analysed, members=True)["items"]}
    assert {number: second[number]["name"] for number in first} == {
        number: item["name"] for number, item in first.items()
    }
    assert [second[number]["change"] for number in (0, 1, 2, 3)] == ["same", "same", "same", "new"]
    assert clusters(analysed)["items"][0]["number"] == 3  # the largest, though not the first
    for one, other in product(CIRCLES["Berlin"], CIRCLES["Rome"]):
        if (one, other) != ("dora", "ines"):
            meet(analysed, one, other, 9)
    analyze(analysed, settings)
    merged = [item for item in clusters(analysed)["items"] if item["change"] == "merged"]
    assert [len(item["came_from"]) for item in merged] == [2]
    for command in (["clusters"], ["clusters", "--bridges"], ["clusters", "--two"], ["influencers", "--by", "core"]):
        told = CliRunner().invoke(app, command)
        assert told.exit_code == 0, told.output

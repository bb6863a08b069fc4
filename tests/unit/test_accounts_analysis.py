"""Health, fragility, coverage and links of accounts: known answers, and brute force over worlds drawn at random."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np
import polars as pl
import pytest

from graph.analysis import account_links, coverage, health
from graph.analysis.fragility import fragility, losses
from graph.analysis.seniority import seniority
from graph.analysis.strength import shares, tally, with_strength
from graph.analysis.touchpoints import EMPLOYMENTS, INTERACTIONS, PARTS, ties_with_us, touchpoints
from guanxi.config import CoverageConfig, HealthConfig, StrengthConfig

DAY = 86_400.0
NOW = 20_000 * DAY
STRENGTH = StrengthConfig(s0=1.0)  # few interactions make strong ties
HEALTH = HealthConfig()
LEVELS = [*HEALTH.seniority]


@dataclass
class World:
    """Interactions (id, day before now, channel, direction, sentiment, about) and who took part in them."""

    interactions: list[tuple[str, float, str, str | None, float | None, list[str]]]
    parts: list[tuple[str, str, str]]
    employments: list[tuple[str, str]]
    levels: dict[str, str | None]

    @property
    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        moved = [(name, NOW - days * DAY, *rest) for name, days, *rest in self.interactions]
        return (
            pl.DataFrame(moved, INTERACTIONS, orient="row"),
            pl.DataFrame(self.parts, PARTS, orient="row"),
            pl.DataFrame(self.employments, EMPLOYMENTS, orient="row"),
        )

    @property
    def touchpoints(self) -> pl.DataFrame:
        return touchpoints(*self.frames, STRENGTH.mutual)

    @property
    def people(self) -> pl.DataFrame:
        rows = [(customer, person, self.levels.get(person)) for person, customer in self.employments]
        return pl.DataFrame(rows, health.PEOPLE, orient="row")

    def ties(self, moment: float = NOW) -> pl.DataFrame:
        interactions, parts, _ = self.frames
        taken = parts.join(interactions.select("interaction", "at", "channel"), on="interaction")
        return ties_with_us(shares(taken, NOW, STRENGTH), NOW, moment, STRENGTH)


def drawn(seed: int) -> World:
    rng = np.random.default_rng(seed)
    contacts = [f"contact:{n}" for n in range(9)]
    employees = [f"employee:{n}" for n in range(4)]
    employments = [(who, f"c{n % 3}") for n, who in enumerate(contacts[:8])] + [(contacts[0], "c2")]
    world = World([], [], employments, {who: rng.choice([*LEVELS, None]) for who in contacts})
    for n in range(int(rng.integers(5, 60))):
        about = [f"c{rng.integers(3)}"] if rng.random() < 0.3 else []
        direction = rng.choice(["inbound", "outbound", None]) if rng.random() < 0.3 else None
        mood = round(float(rng.uniform(-1, 1)), 2) if rng.random() < 0.5 else None
        channel = str(rng.choice(["mail", "meeting", "call"]))
        world.interactions.append((f"i{n}", float(rng.exponential(120)), channel, direction, mood, about))
        present = rng.choice([*contacts, *employees], int(rng.integers(1, 5)), replace=False)
        world.parts += [(f"i{n}", str(who), str(rng.choice(["from", "to", "cc", "attendee"]))) for who in present]
    return world


def weekly() -> World:
    """A year of weekly meetings of one employee with a director, who wrote last; everything is as usual."""
    interactions = [(f"i{n}", 7.0 * n + 1, "meeting", None, 0.5, []) for n in range(60)]
    parts = [(f"i{n}", who, "to") for n in range(60) for who in ("contact:1", "employee:1")]
    return World(interactions, parts, [("contact:1", "a")], {"contact:1": "director"})


def test_health_of_a_weekly_meeting_is_as_computed_by_hand() -> None:
    world = weekly()
    found = health.health(
        world.touchpoints, world.ties(), world.ties(NOW - 90 * DAY), world.people, NOW, HEALTH
    ).to_dicts()[0]
    assert {name: found[name] for name in health.PARTS} == pytest.approx(
        {"recency": 100, "trend": 100, "two_way": 100, "breadth": 25, "seniority": 75, "sentiment": 75}
    )
    assert (found["gap"], found["days"], found["recent"], found["warm"]) == (7, 1, 13, 1)
    assert found["health"] == pytest.approx(25 + 15 + 15 + 5 + 7.5 + 11.25)
    assert found["health_change"] == pytest.approx(0, abs=0.6), (
        "90 days ago it was the same, at another day of the week"
    )


def test_silence_lowers_health_and_unknown_parts_do_not_count() -> None:
    world = weekly()
    silent = World([row for row in world.interactions if row[1] > 60], world.parts, world.employments, world.levels)
    row = health.readings(silent.touchpoints, silent.ties(), silent.people, NOW, HEALTH)
    found = health.scored(row, HEALTH).to_dicts()[0]
    assert found["recency"] == pytest.approx(100 * 2 ** -(found["days"] / 7 - 1)) and found["recency"] < 1
    assert found["trend"] == pytest.approx(100 * found["recent"] / found["usual"]) and found["trend"] < 40
    plain = health.scored(
        row.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("mood", "usual")), HEALTH
    ).to_dicts()[0]
    assert plain["sentiment"] is None and plain["trend"] is None
    weighted = 0.25 * plain["recency"] + 0.15 * plain["two_way"] + 0.2 * plain["breadth"] + 0.1 * plain["seniority"]
    assert plain["health"] == pytest.approx(weighted / 0.7)


def test_health_then_is_health_computed_then() -> None:
    for seed in range(20):
        world = drawn(seed)
        then = NOW - 90 * DAY
        found = health.health(world.touchpoints, world.ties(), world.ties(then), world.people, NOW, HEALTH)
        early = World([row for row in world.interactions if row[1] >= 90], world.parts, world.employments, world.levels)
        alone = health.scored(health.readings(early.touchpoints, early.ties(then), early.people, then, HEALTH), HEALTH)
        known = dict(alone.select("customer", "health").iter_rows())
        for customer, now, change in found.select("customer", "health", "health_change").iter_rows():
            assert 0 <= now <= 100
            assert change == (pytest.approx(now - known[customer]) if customer in known else None)


def by_hand(world: World, gone: str | None = None) -> dict[str, list[dict[str, object]]]:
    """The touchpoints of each account without a person, in plain Python."""
    at_work, taken = defaultdict(set), defaultdict(list)
    for person, customer in world.employments:
        at_work[person].add(customer)
    for interaction, person, role in world.parts:
        taken[interaction].append((person, role))
    found = defaultdict(list)
    for name, days, channel, direction, mood, about in world.interactions:
        people = {person for person, _ in taken[name]}
        ours = {person for person in people if person.startswith("employee:")}
        theirs = people - ours
        gave = {person for person, role in taken[name] if role == "from"}
        took = {person for person, role in taken[name] if role in ("to", "cc")}
        if not ours and gave & theirs and took & theirs:
            continue
        if not ((ours and theirs) or direction):
            continue
        both = (
            channel in STRENGTH.mutual
            or "attendee" in {role for _, role in taken[name]}
            or (gave & ours and gave & theirs)
        )
        them = (
            0.5
            if both
            else 1.0
            if gave & theirs
            else 0.0
            if gave & ours
            else {"inbound": 1.0, "outbound": 0.0}.get(direction or "", 0.5)
        )
        for customer in {*about, *(customer for person in theirs for customer in at_work[person])}:
            of_account = {person for person in theirs if customer in at_work[person]}
            if gone is not None and (of_account == {gone} or ours == {gone}):
                continue
            found[customer].append({"days": days, "them": them, "mood": mood})
    return found


def test_readings_are_those_of_plain_python() -> None:
    for seed in range(20):
        world = drawn(seed)
        found = {row["customer"]: row for row in health.readings(
            world.touchpoints, world.ties(), world.people, NOW, HEALTH).to_dicts()}  # fmt: skip
        wanted = by_hand(world)
        assert set(found) == set(wanted)
        for customer, rows in wanted.items():
            row, days = found[customer], sorted({int((NOW - one["days"] * DAY) // DAY) for one in rows})
            lately = [one for one in rows if one["days"] < 180]
            gaps = np.diff([one for one in days if one > days[-1] - 365])
            assert row["days"] == pytest.approx(min(one["days"] for one in rows))
            assert row["gap"] == (max(7, median(gaps)) if len(gaps) >= 3 else 30)
            assert row["recent"] == sum(one["days"] < 90 for one in rows)
            assert row["them"] == pytest.approx(sum(one["them"] for one in lately))
            assert row["us"] == pytest.approx(sum(1 - one["them"] for one in lately))
            moods = [one["mood"] for one in lately if one["mood"] is not None]
            assert row["mood"] == (pytest.approx(fmean(moods)) if moods else None)
            observed = min(270, max(one["days"] for one in rows) - 90)
            before = sum(90 <= one["days"] < 360 for one in rows)
            assert row["usual"] == (pytest.approx(before * 90 / observed) if observed >= 90 else None)


def test_losses_are_those_of_removing_each_person() -> None:
    cut = 0
    for seed in range(30):
        world = drawn(seed)
        whole = health.scored(health.readings(world.touchpoints, world.ties(), world.people, NOW, HEALTH), HEALTH)
        found = losses(world.touchpoints, world.ties(), world.people, NOW, HEALTH)
        told = {(row["customer"], row["person"]): row for row in found.to_dicts()}
        everybody = {person for _, person, _ in world.parts}
        for gone in everybody:
            kept = world.ties().filter(pl.col("person") != gone, pl.col("colleague") != gone)
            known = health.standing(kept, world.people, HEALTH)
            left = by_hand(world, gone)
            for before in whole.to_dicts():
                row = _without(before, left[before["customer"]], known)
                after = health.scored(row, HEALTH).to_dicts()[0]
                parts = [name for name in health.PARTS if before[name] is not None]
                weights = dict(HEALTH.weights)
                rest = sum(weights[name] * (after[name] or 0) for name in parts) / sum(weights[n] for n in parts)
                one = told.get((before["customer"], gone), {"health_lost": 0.0, "cut_off": False})
                assert one["health_lost"] == pytest.approx(before["health"] - rest, abs=1e-9)
                assert one["cut_off"] == (before["reached"] > 0 and after["reached"] == 0)
                cut += one["cut_off"]
        totals = fragility(found)
        assert totals["cut_off"].sum() == found["cut_off"].sum()
        assert totals["health_lost"].sum() == pytest.approx(found["health_lost"].clip(0).sum())
    assert cut > 20


def _without(before: dict[str, object], rows: list[dict[str, object]], known: pl.DataFrame) -> pl.DataFrame:
    """The readings of an account that are left, with its own rhythm."""
    lately = [row for row in rows if row["days"] < 180]
    moods = [row["mood"] for row in lately if row["mood"] is not None]
    people = {row["customer"]: row for row in known.to_dicts()}.get(
        before["customer"], {"warm": 0, "reached": 0, "level": None}
    )
    return pl.DataFrame(
        {
            "days": float(min((row["days"] for row in rows), default=np.inf)),
            "gap": before["gap"],
            "usual": before["usual"],
            "recent": float(sum(row["days"] < 90 for row in rows)),
            "them": float(sum(row["them"] for row in lately)),
            "us": float(sum(1 - row["them"] for row in lately)),
            "mood": fmean(moods) if moods else None,
            **{name: people[name] for name in ("warm", "reached", "level")},
        },
        schema_overrides={"usual": pl.Float64, "mood": pl.Float64, "level": pl.Float64},
    )


def test_ties_with_us_then_are_those_counted_then() -> None:
    world = drawn(3)
    interactions, parts, _ = world.frames
    then = NOW - 90 * DAY
    taken = parts.join(interactions.select("interaction", "at", "channel"), on="interaction")
    counted = with_strength(tally(taken, then, STRENGTH), STRENGTH.s0).filter(
        pl.col("a").str.starts_with("contact:"), pl.col("b").str.starts_with("employee:")
    )
    found = world.ties(then)
    assert found.select("person", "colleague").rows() == counted.select("a", "b").rows() != []
    np.testing.assert_allclose(found["strength"], counted["strength"])


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Vice President Sales", "director"),
        ("President", "executive"),
        ("Managing Director", "executive"),
        ("Plant director", "director"),
        ("副总经理", "executive"),
        ("采购总监", "director"),
        ("设备经理", "manager"),
        ("Product Owner", "manager"),
        ("Buyer", "staff"),
        ("Headhunter", "staff"),
        (None, None),
    ],
)
def test_longest_word_of_a_title_tells_its_level(title: str | None, level: str | None) -> None:
    assert seniority(pl.Series([title], dtype=pl.String), HEALTH.seniority)[0] == level


def test_coverage_tells_who_is_missing_and_on_whom_it_hangs() -> None:
    config = CoverageConfig()
    words = pl.Series(["Decision-Maker", "决策者", " champion ", "gatekeeper", None])
    assert coverage.buying_roles(words, config.roles).to_list() == ["decision maker"] * 2 + ["champion", None, None]
    world = weekly()
    roles = pl.DataFrame([("a", "contact:1", "champion"), ("a", "contact:2", "user")], coverage.ROLES, orient="row")
    missing = coverage.missing_roles(pl.Series(["a", "b"]), roles, world.ties(), 10, config)
    assert missing.rows() == [
        ("a", ["decision maker", "budget holder", "evaluator"], ["user"]),
        ("b", [*config.roles], []),
    ]
    nothing = coverage.missing_roles(pl.Series(["a"]), roles.clear(), world.ties(), 10, config)
    assert nothing.rows() == [("a", None, None)]
    thread = coverage.threads(world.touchpoints, world.ties(), world.people, NOW, config)
    assert thread.rows() == [("a", "contact:1", 1.0, True)]
    meetings = pl.DataFrame({"person": ["contact:1"] * 60, "at": [NOW - (7.0 * n + 1) * DAY for n in range(60)]})
    assert coverage.silent_champions(meetings, roles, NOW, config).is_empty()
    later = coverage.silent_champions(meetings, roles, NOW + 60 * DAY, config)
    assert later.rows() == [("a", "contact:1", pytest.approx(61), 7.0)]


def test_links_add_up_the_ties_and_referrals_between_accounts() -> None:
    employments = pl.DataFrame(
        [("contact:1", "b"), ("contact:2", "a"), ("contact:3", "a"), ("contact:4", "c")], EMPLOYMENTS, orient="row"
    )
    rows = [("contact:1", "contact:2", 2.0, 3.0, 1.0), ("contact:1", "contact:3", 1.0, 1.0, 0.0),
            ("contact:2", "contact:3", 9.0, 1.0, 1.0), ("contact:1", "contact:9", 1.0, 1.0, 0.0)]  # fmt: skip
    ties = pl.DataFrame(rows, ["a", "b", "mass", "sent", "received"], orient="row").with_columns(
        count=1, first_at=pl.lit(1.0), last_at=pl.lit(2.0)
    )
    ties = with_strength(ties, 11.84)
    brought = [("contact:4", "customer:a", True), ("customer:a", "contact:4", None), ("contact:2", "contact:3", True)]
    referrals = pl.DataFrame(brought, account_links.REFERRALS, orient="row")
    found = account_links.account_links(ties, referrals, employments, 11.84)
    ab, ac = found.to_dicts()
    assert (ab["a"], ab["b"], ab["ties"], ab["mass"]) == ("a", "b", 2, 3.0)
    assert ab["strength"] == pytest.approx(100 * (1 - np.exp(-3 / 11.84)) * (1 + 1 / 4) / 2)
    shown = json.loads(ab["evidence"])
    assert [(one["a"], one["b"]) for one in shown] == [("contact:2", "contact:1"), ("contact:3", "contact:1")]
    assert [ac[name] for name in ("a", "b", "strength", "ties", "brought", "brought_by", "won")] == [
        "a",
        "c",
        0,
        0,
        1,
        1,
        1,
    ]

"""The sample company: the same each time, of the size asked for, with the truth as told."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli.main import app
from cli.sample import trade, words
from cli.sample.generate import Truth, write
from cli.sample.groups import make_groups
from cli.sample.traffic import interactions
from cli.sample.world import make_world

CHINESE = {"customers": "客户", "contacts": "联系人"}
KINDS = ("customers", "contacts", "employees", "contracts", "referrals", "relationships", "feedback", "purchases",
         "interactions")  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, write(folder)


def table(folder: Path, kind: str) -> pl.DataFrame:
    """All rows of a kind as text, blanks for what is missing, under the canonical column names."""
    frames = [pl.read_csv(folder / f"{kind}.csv", infer_schema=False)]
    if kind in CHINESE:
        text = (folder / f"{CHINESE[kind]}.csv").read_bytes().decode("gb18030")
        names = {header: name for name, header in words.HEADERS[CHINESE[kind]].items()}
        frames.append(pl.read_csv(text.encode(), infer_schema=False).rename(names))
    return pl.concat(frames).fill_null("")


def sound(folder: Path, kind: str) -> pl.DataFrame:
    """The distinct rows that can be loaded: those with their key and with a date that there is."""
    rows = table(folder, kind)
    date = next((name for name in ("at", "ends_on") if name in rows.columns), None)
    if date:
        day = pl.col(date).str.replace_all("[/年月]", "-").str.head(10).str.to_date(strict=False)
        rows = rows.with_columns(day=day).filter(pl.col("day").is_not_null())
    return rows.filter(pl.col(rows.columns[0]) != "").unique(maintain_order=True)


def test_same_seed_same_bytes(sample: tuple[Path, Truth], tmp_path: Path) -> None:
    folder, _ = sample
    write(tmp_path)
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write(tmp_path, seed=8)
    assert all(path.read_bytes() != written[path.name] for path in tmp_path.iterdir())


def test_counts_are_as_told(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    assert {kind: sound(folder, kind).height for kind in KINDS} == {kind: truth.rows[kind] for kind in KINDS}
    assert pl.read_excel(folder / "products.xlsx").height == truth.rows["products"]
    assert truth.rows == {
        "customers": 300, "contacts": 1500, "employees": 30, "products": 60, "contracts": 250, "referrals": 1200,
        "relationships": truth.rows["relationships"], "feedback": 900, "purchases": 4000, "interactions": 20_420,
    }  # fmt: skip


def test_planted_rows_are_found(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    for kind in KINDS:
        rows, planted = table(folder, kind), truth.dirt[kind]
        assert rows.filter(pl.col(rows.columns[0]) == "").height == planted["missing_key"] > 0
        extra = planted["missing_key"] + planted.get("bad_date", 0) + planted["duplicates"]
        assert rows.height == truth.rows[kind] + extra
    assert truth.planted("missing_key", "bad_date") > 20


def test_only_planted_references_dangle(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    contacts, employees, customers = (sound(folder, kind) for kind in ("contacts", "employees", "customers"))
    people = {*contacts["id"], *employees["id"], *contacts["email"], *employees["email"]}
    assert len(people) == 2 * (contacts.height + employees.height)
    known = people | {*customers["id"], ""}
    references = {
        "customers": ("owner", "parent"), "contacts": ("customer",), "employees": ("manager",),
        "contracts": ("customer",), "referrals": ("referrer", "referred"), "relationships": ("from", "to"),
        "feedback": ("from",), "purchases": ("customer", "contact", "owner"),
        "interactions": ("from", "to", "cc", "customer"),
    }  # fmt: skip
    for kind, columns in references.items():
        named = [name for column in columns for cell in sound(folder, kind)[column] for name in cell.split(";")]
        dangling = [name for name in named if name not in known]
        assert len(dangling) == len(set(dangling)) == truth.dirt[kind].get("dangling", 0), kind


def test_nobody_is_active_before_being_known(sample: tuple[Path, Truth]) -> None:
    folder, _ = sample
    opened = dict(sound(folder, "customers").select("id", "created_at").iter_rows())
    for kind in ("interactions", "purchases"):
        rows = sound(folder, kind).with_columns(opened=pl.col("customer").replace_strict(opened).str.to_date())
        assert rows.filter(pl.col("day") < pl.col("opened")).is_empty()


def test_referrals_are_trees_in_the_order_of_time(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    referrals = sound(folder, "referrals").filter(pl.col("referred").str.starts_with("C-1"))
    brought = dict(referrals.select("referred", "day").iter_rows())
    assert len(brought) == referrals.height, "nobody is brought twice"
    assert all(day >= brought.get(referrer, day) for referrer, day in referrals.select("referrer", "day").iter_rows())
    brings = Counter(referrals["referrer"])
    assert {name for name, _ in brings.most_common(8)} == set(truth.influencers)


def test_silent_accounts_fall_silent_unhappy_with_contracts_ending(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    rows = sound(folder, "interactions")
    of_silent = rows.filter(pl.col("customer").is_in(truth.silent_accounts))
    newest = rows["day"].max()
    age = of_silent.select(age=(pl.lit(newest) - pl.col("day")).dt.total_days())["age"]
    assert len(truth.silent_accounts) == 15
    last = dict(of_silent.group_by("customer").agg(pl.col("day").max()).iter_rows())
    gap = [(date.fromisoformat(since) - last[account]).days for account, since in truth.silent_since.items()]
    assert len(gap) == 15
    assert all(0 <= days <= 60 for days in gap)
    assert age.min() >= 100
    before = of_silent.filter(age > 300)["sentiment"].cast(pl.Float64, strict=False).mean()
    last = of_silent.filter(age < 150)["sentiment"].cast(pl.Float64, strict=False).mean()
    assert before > 0.1 > -0.1 > last
    ending = sound(folder, "contracts").filter(pl.col("customer").is_in(truth.silent_accounts))
    assert (ending["day"] - newest).dt.total_days().is_between(0, 70).all()


def test_opted_out_get_no_newsletter_and_most_talk_stays_in_its_circle(sample: tuple[Path, Truth]) -> None:
    folder, truth = sample
    rows = sound(folder, "interactions")
    mailing = rows.filter(pl.col("to").str.count_matches(";") > 20)["to"].str.split(";").explode()
    assert len(mailing) > 1000
    assert not set(mailing) & set(truth.opted_out)
    circle = dict(zip(truth.contacts, truth.community, strict=True))
    pairs = rows.select("from", pl.col("to").str.split(";")).explode("to").iter_rows()
    same = [circle[a] == circle[b] for a, b in pairs if a in circle and b in circle]
    assert 0.9 < sum(same) / len(same) < 0.99


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_every_seed_makes_a_whole_company(seed: int) -> None:
    world = make_world(seed, 1)
    assert len(set(world.influencers)) == 8
    assert len(set(world.bridges) - set(world.influencers)) == 24
    assert world.contacts.names["email"].n_unique() == 1500
    assert trade.referrals(world, seed).height == 1200


def test_larger_companies_are_made_week_by_week() -> None:
    world = make_world(7, 5)
    sizes = [f.height for f in interactions(world, make_groups(world, 7), trade.products(7)["name"], 7)]
    assert sum(sizes) == 100_000
    assert max(sizes) < 2500
    assert world.contacts.ids.n_unique() == 7500


def test_command_writes_files_and_truth(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["sample", str(tmp_path / "files"), "--truth", str(tmp_path / "truth.json")])
    assert result.exit_code == 0
    assert result.stdout == ""
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert len(truth["communities"]) == 1500
    assert len(truth["community_names"]) == 12
    assert {path.name for path in (tmp_path / "files").iterdir()} >= {"客户.csv", "products.xlsx", "interactions.csv"}

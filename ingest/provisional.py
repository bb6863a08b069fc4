"""Provisional people: whom mails and meetings name, as long as no contact or staff list does.

An import of mails or meetings leaves a note of everybody that it names (`Met`). Who is provisional follows from these
notes and from what else is known, and from nothing else: it does not matter in which order files come, and an import
that is undone takes its people along. An address gets a provisional person where no contact or employee has it, it is
not a shared mailbox (`info@`), and was not of somebody whom its source has deleted: an Employee where the domain is our
own, else a Contact, who works at the customer whose domain it is.

References to shared mailboxes wait until a contact has that address; machines were left out when the file was read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from graph.model import PERSON_LABELS
from graph.native import native
from graph.store import Store, Transaction
from guanxi.config import Settings
from ingest import cleaning
from ingest.creating import wait
from ingest.domains import customers_of, is_own, own_domains
from ingest.ends import OWN_ID, targets, waiting_rows
from ingest.identity.merging import dissolve
from ingest.jobs import Job
from ingest.mailboxes import shared_mailboxes
from ingest.records import KINDS, Kind, Link
from ingest.references import Known, is_provisional
from ingest.validate import LONGEST_KEY

__all__ = ["FOLLOWED", "meet", "settle"]

FOLLOWED = ("Employee", "Customer", "Contact")
"""Records of these labels change who is provisional."""

_PEOPLE = ("from", "to", "cc")
_LEFT_OUT = "Left out"
_NAME_PARTS = r"^\s*([^<]*?)\s*<"
_ODD = r"[@\d()\[\]_/|\\]"
_HAN = r"^\p{Han}{2,4}$"
_WORDS = r"^\S+(?: \S+){1,3}$"


def meet(job: Job, store: Store, batch_rows: int) -> list[str]:
    """Note whom the mails or meetings of a table name, before they are loaded; what to say of those left out."""
    people = _best_names(pl.concat([_people(frame) for frame in job.mapper.records(job.record)]))
    origin = {"source": job.mapper.guess.source, "batch": job.batch}
    store.write_batches("ingest/meet", people.to_dicts(), batch_rows, **origin)
    reasons = job.mapper.table.scan().select(pl.col(_LEFT_OUT).value_counts(name="rows")).unnest(_LEFT_OUT).collect()
    counts = reasons.drop_nulls().sort("rows", _LEFT_OUT, descending=[True, False]).iter_rows()
    said = ", ".join(f"{rows} {reason}" for reason, rows in counts)
    return [f"left out: {said}"] if said else []


def settle(store: Store, settings: Settings) -> bool:
    """Make the provisional people be who they are by all that is known; whether anything changed.

    A provisional person of whom a contact or staff list tells by now is absorbed: what mentioned them belongs to the
    real one from then on. Cut short anywhere, it can be done again.
    """
    if not store.read("ingest/has_met")[0]["met"]:
        return False
    store.write("ingest/forget_met")
    rows = settings.graph.batch_rows
    wanted, real = _wanted(store, settings)
    merged = _read(store, "merged_provisional", "key", "address")
    outdated = merged.join(wanted, on="key", how="anti")["key"].to_list()
    if outdated:
        dissolve(store, outdated)
        wanted, real = _wanted(store, settings)
    wanted = wanted.join(merged.filter(~pl.col("key").is_in(outdated)), on="key", how="anti")
    people = ["key", "address", "name", "source", "batch"]
    there = _read(store, "provisional", *people, "customer")
    changed = wanted.join(there, on=people, how="anti", nulls_equal=True)
    store.write_batches("ingest/set_provisional", changed.select(*people, "label").to_dicts(), rows)
    obsolete = there.join(wanted, on="key", how="anti")
    successors = pl.concat(
        [real, wanted.select("address", pl.col("key").alias("to"), pl.lit(None, pl.String).alias("via"))]
    )
    moving = obsolete.join(successors, on="address", how="left").select("key", "to", "via").to_dicts()
    for start in range(0, len(moving), rows):
        _dissolve(store, moving[start : start + rows], rows)
    placed = wanted.join(there, on=["key", "customer", "source", "batch"], how="anti", nulls_equal=True)
    places = placed.filter(pl.col("label") == "Contact").select("key", "customer", "source", "batch")
    store.write_batches("ingest/place_provisional", places.to_dicts(), rows)
    return not (changed.is_empty() and obsolete.is_empty() and places.is_empty())


def _read(store: Store, query: str, *columns: str) -> pl.DataFrame:
    """The texts that a query of the import returns."""
    return store.frame(f"ingest/{query}", schema=dict.fromkeys(columns, pl.String))


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    """The `address` and `name` of everybody whom mapped rows name."""
    good = frame.filter(pl.col("_problem").is_null())
    if "_deleted" in good.columns:
        good = good.filter(~pl.col("_deleted").fill_null(False))
    columns = [good[name].str.split(";").alias("cell") for name in _PEOPLE if name in good.columns]
    named = pl.concat(columns).explode().drop_nulls().unique().to_frame()
    return named.select(
        cleaning.reference(pl.col("cell")).alias("address"),
        cleaning.person_name(cleaning.text(pl.col("cell").str.extract(_NAME_PARTS))).alias("name"),
    ).filter(pl.col("address").str.contains("@", literal=True), pl.col("address").str.len_chars() <= LONGEST_KEY)


def _best_names(people: pl.DataFrame) -> pl.DataFrame:
    """One row an address, with the name that looks most like a person's: whichever order they come in, the same."""
    name = pl.col("name")
    like_one = name.str.contains(_HAN) | name.str.contains(_WORDS)
    rank = pl.when(name.is_null()).then(0).when(name.str.contains(_ODD)).then(1).when(like_one).then(3).otherwise(2)
    ranked = people.with_columns(rank.alias("rank"), name.str.len_chars().alias("length"))
    ranked = ranked.sort("address", "rank", "length", "name", descending=[False, True, True, False], nulls_last=True)
    return ranked.unique("address", keep="first", maintain_order=True).drop("rank", "length")


def _wanted(store: Store, settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who shall be provisional, and for addresses that a real person has: `address`, whom `to` take, and `via`."""
    met = _read(store, "met", "address", "name", "source", "batch")
    found = Known(store).resolve(met.select(pl.col("address").alias("reference")).unique(), PERSON_LABELS)
    known = found.filter((pl.col("matches") > 1) | (~is_provisional() & (pl.col("matches") == 1)))
    known = known.rename({"reference": "address"})
    key = pl.concat_str(pl.col("label").str.to_lowercase(), pl.lit(":"), "id")
    real = known.filter(pl.col("matches") == 1).select("address", key.alias("to"), "via")
    deleted = _read(store, "addresses_of_deleted", "address")
    shared = pl.col("address").str.extract(r"^([^@]+)@").is_in(list(shared_mailboxes()))
    people = met.filter(~shared).join(known, on="address", how="anti").join(deleted, on="address", how="anti")
    origin = (
        people.sort("address", "batch", "source").unique("address", keep="first").select("address", "source", "batch")
    )
    own = own_domains(settings.ingest.own_domains, _read(store, "addresses_of_employees", "address")["address"])
    is_ours = is_own(pl.col("address"), own)
    wanted = (
        _best_names(people.select("address", "name"))
        .join(origin, on="address")
        .with_columns(
            pl.when(is_ours).then(pl.lit("Employee")).otherwise(pl.lit("Contact")).alias("label"),
            pl.coalesce("name", "address").alias("name"),
        )
    )
    wanted = wanted.with_columns(
        pl.concat_str(pl.col("label").str.to_lowercase(), pl.lit(":mail:"), "address").alias("key")
    )
    customers = customers_of(
        wanted.filter(pl.col("label") == "Contact")["address"],
        own,
        _read(store, "addresses_of_customers", "customer", "website", "email"),
        _read(store, "addresses_at_customers", "customer", "address"),
    )
    return wanted.join(customers, on="address", how="left"), real


def _dissolve(store: Store, people: list[dict[str, Any]], limit: int) -> None:
    """Take provisional people away: what others take over is moved, all else waits for who may come."""
    moving = [person for person in people if person["to"] is not None]
    moved = 1
    while moving and moved:
        moved = store.transact(
            lambda transaction: transaction.write("ingest/move_participations", rows=moving, limit=limit)
        ).relationships_deleted
    keys = [person["key"] for person in people]

    def take_away(transaction: Transaction) -> None:
        transaction.write("ingest/take_turn")
        _wait_again(transaction, keys)
        transaction.write("ingest/delete_people", keys=keys)
        transaction.write("ingest/forget_ties")

    store.transact(take_away)


def _wait_again(transaction: Transaction, keys: list[str]) -> None:
    """Let the relationships of people wait, as if nobody had been known by their addresses."""
    groups: dict[tuple[str, Link, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in transaction.read("ingest/edges_of_people", keys=keys):
        kind, link = _brought_by(row)
        properties = {name: native(value) for name, value in row["properties"].items()}
        own, other = ("start", "end") if row["starts"] else ("end", "start")
        ends = {
            "_row": 0,
            own: row["address"],
            f"{own}_label": None,
            other: properties.get(f"{other}_reference", row["id"]),
            f"{other}_label": row["labels"][0],
        }
        groups[kind.name, link, properties["source"], properties["batch"]].append({**properties, **ends})
    kinds = {kind.name: kind for kind in KINDS}
    for (name, link, source, batch), rows in groups.items():
        frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("^(start|end)_label$").cast(pl.String))
        wait(transaction, waiting_rows(kinds[name], link, frame), {"source": source, "batch": batch})


def _brought_by(row: dict[str, Any]) -> tuple[Kind, Link]:
    """The kind of records, and its link, by which a relationship between a person and something came."""
    side = "start" if row["starts"] else "end"
    for kind in KINDS:
        for link in kind.links:
            column, other = (link.start, link.end) if side == "start" else (link.end, link.start)
            fits = link.fixed is None or row["properties"].get(link.fixed[0]) == link.fixed[1]
            if link.type == row["type"] and fits and column != OWN_ID and _means(kind, other, row["labels"]):
                return kind, link
    raise KeyError(row["type"])


def _means(kind: Kind, column: str, labels: list[str]) -> bool:
    return not set(targets(kind, column).removeprefix("=").split("|")).isdisjoint(labels)

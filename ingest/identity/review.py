"""Deciding about pairs by hand: the queue, what both records say, and what a decision does to the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.store import Store
from guanxi.appstore import AppStore
from ingest.identity import decisions
from ingest.identity.clusters import Clusters
from ingest.identity.decisions import DIFFERENT, MERGED, OPEN, SPLIT
from ingest.identity.errors import DecisionError, NoRecordError
from ingest.identity.merging import clusters_of, dissolve, existing, join, label_of

__all__ = ["FIELDS", "both", "mark_different", "merge", "names", "record", "reopen", "split"]

FIELDS = ("name", "other_name", "email", "phone", "title", "role", "company", "city", "country", "website", "industry")
"""What is compared side by side, in this order; then whatever else a record has."""

_BOOKKEEPING = frozenset(
    {"key", "label", "own_key", "own_label", "batch", "provisional", "email_role", "email_disposable"}
)


def record(store: Store, key: str) -> dict[str, Any]:
    """A record as its source gave it, merged or not: `key`, `source`, `fields`, `interactions` and `accounts`.

    Raises NoRecordError.
    """
    for row in store.read("identity/record", key=key, customer=key.partition(":")[2] if _is_customer(key) else ""):
        own = row["properties"] | {"company": ", ".join(row["accounts"]) or None}
        names = [*FIELDS, *sorted(own.keys() - {*FIELDS, *_BOOKKEEPING, "id", "source"})]
        fields = {name: own[name] for name in names if own.get(name) is not None}
        return {"key": key, "source": own.get("source"), "id": own.get("id"), "fields": fields} | {
            name: row[name] for name in ("accounts", "interactions", "last_at", "file")
        }
    raise NoRecordError("There is no record {key}.", "Keys look like contact:hubspot:7 or customer:7.", key=key)


def both(store: Store, pair: dict[str, Any]) -> dict[str, Any]:
    """A pair with both records and, field by field, what they say: `name`, `a`, `b` and whether they `differ`."""
    a, b = record(store, pair["a"]), record(store, pair["b"])
    names = list(dict.fromkeys([*a["fields"], *b["fields"]]))
    names.sort(key=lambda name: FIELDS.index(name) if name in FIELDS else len(FIELDS))
    lines = []
    for name in names:
        here, there = a["fields"].get(name), b["fields"].get(name)
        lines.append({"name": name, "a": here, "b": there, "differ": here != there and None not in (here, there)})
    return {**pair, "records": [a, b], "lines": lines}


def names(store: Store, keys: Sequence[str]) -> dict[str, str | None]:
    """What those of these records that there are are called in their source, by key."""
    return {row["key"]: row["name"] for row in existing(store, keys)}


def merge(store: Store, appstore: AppStore, a: str, b: str, by: str) -> None:
    """Make two records one, as somebody said. Raises DecisionError where another decision forbids it."""
    _check(store, a, b)
    members = decisions.together(appstore, [a]) | decisions.together(appstore, [b])
    for one, other, _ in decisions.pairs_among(appstore, sorted(members), DIFFERENT):
        if {one, other} <= members and {one, other} != {a, b}:
            raise DecisionError(
                "{a} and {b} would become one too, and it was decided that they are not.",
                "Split or reopen that pair first.",
                a=one,
                b=other,
            )
    decisions.decide(appstore, label_of(a), [(a, b)], MERGED, by)
    _apply(store, appstore, a)


def mark_different(store: Store, appstore: AppStore, a: str, b: str, by: str) -> None:
    """Keep two records apart, as somebody said. Raises DecisionError where they are merged."""
    _check(store, a, b)
    if b in decisions.together(appstore, [a]):
        raise DecisionError("{a} and {b} are merged.", "Take them apart first: guanxi duplicates split {a}", a=a, b=b)
    decisions.decide(appstore, label_of(a), [(a, b)], DIFFERENT, by)


def reopen(store: Store, appstore: AppStore, a: str, b: str) -> None:
    """Take the decision about a pair back: it is open again, and apart."""
    _check(store, a, b)
    decisions.decide(appstore, label_of(a), [(a, b)], OPEN, None)
    _apply(store, appstore, a)
    _apply(store, appstore, b)


def split(store: Store, appstore: AppStore, key: str, by: str) -> list[str]:
    """Give every record that is merged with this one its own node back, for good; the records.

    Raises DecisionError where it is not merged.
    """
    clusters = clusters_of(store, [key])
    if not clusters:
        record(store, key)
        raise DecisionError("{key} is merged with nothing.", "guanxi duplicates list --merged shows what is.", key=key)
    keys = clusters[0]
    pairs = [(one, other) for place, one in enumerate(keys) for other in keys[place + 1 :]]
    decisions.decide(appstore, label_of(key), pairs, SPLIT, by)
    dissolve(store, [key])
    return keys


def _apply(store: Store, appstore: AppStore, key: str) -> None:
    """Bring the graph to what is decided about this record and those it is, or was, merged with."""
    before = {member for cluster in clusters_of(store, [key]) for member in cluster}
    members = decisions.together(appstore, {key, *before})
    there = {row["key"]: row["provisional"] for row in existing(store, sorted(members))}
    grown = Clusters(set())
    for a, b, _ in decisions.pairs_among(appstore, sorted(members), MERGED):
        if a in there and b in there:
            grown.decided(a, b)
    dissolve(store, sorted(members))
    join(store, [sorted(c, key=lambda k: (there[k], k)) for c in grown.all()])


def _check(store: Store, a: str, b: str) -> None:
    if a == b:
        raise DecisionError("{a} is one record.", "Name two.", a=a)
    absent = sorted({a, b} - {row["key"] for row in existing(store, [a, b])})
    if absent:
        raise NoRecordError(
            "There is no record {key}.", "Keys look like contact:hubspot:7 or customer:7.", key=absent[0]
        )
    if label_of(a) != label_of(b):
        raise DecisionError(
            "{a} and {b} are not of the same kind.", "Only records of one kind can be the same.", a=a, b=b
        )


def _is_customer(key: str) -> bool:
    return label_of(key) == "Customer"

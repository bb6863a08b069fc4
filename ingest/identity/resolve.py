"""Looks for duplicates among what was loaded, merges what is certain or likely enough, and queues what is not."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection

import polars as pl
from filelock import FileLock

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.identity import decisions
from ingest.identity.clusters import Clusters
from ingest.identity.features import RECORDS
from ingest.identity.matching import COMPANY, EMPLOYEE, PERSON, Sort, judged, scored
from ingest.identity.merging import dissolve, join, settle
from ingest.summary import Resolution

__all__ = ["apply", "rejoin", "resolve"]

Progress = Callable[[str, int, int | None], None]


_SORTS = (COMPANY, PERSON, EMPLOYEE)
"""Companies first: people are compared by the company that stands for theirs."""


def resolve(
    store: Store,
    appstore: AppStore,
    settings: Settings,
    *,
    everything: bool = False,
    tell: Progress = lambda what, done, total: None,
) -> Resolution:
    """Look for duplicates among the records that are new since the last time, or among `everything`.

    Pairs that were decided are left as they are, and merged again where the graph was loaded anew. Where nothing is
    new, nothing is read but that.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.home / "identity.lock"):
        new = {row["id"]: row["kind"] for row in store.read("identity/unresolved")}
        found = Resolution()
        if new or everything:
            for sort in _SORTS:
                if everything or set(new.values()) & set(sort.kinds):
                    tell(f"looking for the same {sort.label.lower()}s", 0, None)
                    _resolve_label(store, appstore, settings, sort, None if everything else set(new), found)
            settle(store)
            store.write("identity/resolved", batches=sorted(new))
        return found


def apply(store: Store, appstore: AppStore, label: str, keys: Collection[str], provisional: Collection[str]) -> int:
    """Make the graph's clusters among these records those that were decided; how many records were merged now.

    `keys` are records that there are; `provisional` those of them that stand for others only where no other can.
    """
    merged = [pair for pair, (status, _) in decisions.statuses(appstore, label).items() if status == decisions.MERGED]
    known = set(keys)
    grown = Clusters(set())
    for a, b in merged:
        if a in known and b in known:
            grown.decided(a, b)
    last = set(provisional)
    wanted = {tuple(sorted(cluster, key=lambda key: (key in last, key))) for cluster in grown.all()}
    there = {tuple(row["keys"]) for row in store.read("identity/clusters") if row["label"] == label}
    there = {cluster for cluster in there if set(cluster) & known}
    same = {(cluster[0], frozenset(cluster)) for cluster in there} & {(c[0], frozenset(c)) for c in wanted}
    dissolve(store, [c[0] for c in there if (c[0], frozenset(c)) not in same])
    joined = sorted(cluster for cluster in wanted if (cluster[0], frozenset(cluster)) not in same)
    join(store, joined)
    before = {key for cluster in there for key in cluster[1:]}
    return sum(key not in before for cluster in joined for key in cluster[1:])


def rejoin(store: Store, appstore: AppStore, settings: Settings) -> None:
    """Make all of the graph's clusters those that were decided, where some were taken apart; nothing is looked for."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.home / "identity.lock"):
        for sort in _SORTS:
            if decisions.count(appstore, status=decisions.MERGED, label=sort.label):
                records = store.frame(f"identity/{sort.label.lower()}s", RECORDS).unique("key")
                provisional = records.filter("provisional")["key"].to_list()
                apply(store, appstore, sort.label, records["key"].to_list(), provisional)
        settle(store)


def _resolve_label(
    store: Store, appstore: AppStore, settings: Settings, sort: Sort, batches: set[str] | None, found: Resolution
) -> None:
    records = store.frame(f"identity/{sort.label.lower()}s", RECORDS).unique("key", maintain_order=True).sort("key")
    new = pl.repeat(True, records.height, eager=True)
    if batches is not None:
        brought = records["batch"].is_in(sorted(batches)).fill_null(False)
        new = brought | records["key"].is_in(_changed(store, sort, batches))
    pairs = scored(sort, records, new, settings)
    found.compared += pairs.height
    kept = decisions.statuses(appstore, sort.label)
    rows, clusters = judged(sort, pairs, kept, settings)
    still_open = [pair for pair, (status, _) in kept.items() if status == decisions.OPEN]
    through_others = [pair for pair in still_open if clusters.together(*pair)]
    decisions.decide(appstore, sort.label, through_others, decisions.MERGED, decisions.SCORE)
    decisions.keep_found(appstore, sort.label, rows)
    found.to_review += sum(row["status"] == decisions.OPEN for row in rows)
    provisional = records.filter("provisional")["key"].to_list()
    found.merged += apply(store, appstore, sort.label, records["key"].to_list(), provisional)


def _changed(store: Store, sort: Sort, batches: set[str]) -> list[str]:
    """The keys of records that were there before these imports, and were changed by them."""
    found: set[str] = set()
    for row in store.read("identity/changed", batches=sorted(batches)):
        if row["kind"] in sort.kinds:
            said = pl.read_parquet(io.BytesIO(row["rows"]), columns=["record", "before"])
            found |= set(said.filter(pl.col("before").is_not_null())["record"])
    return [f"{sort.label.lower()}:{identifier}" for identifier in sorted(found)]

"""Looks for duplicates among what was loaded, merges what is certain or likely enough, and queues what is not."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.identity import decisions
from ingest.identity.blocking import candidates, company_keys, person_keys
from ingest.identity.certain import CONTRADICTS, certain_companies, certain_people
from ingest.identity.clusters import Clusters, Link
from ingest.identity.features import RECORDS, company_features, person_features
from ingest.identity.merging import dissolve, join, settle
from ingest.identity.model import COMPANIES, PEOPLE, TRAINED_FROM, Model, score, train, trained_on, weights
from ingest.summary import Resolution

__all__ = ["apply", "resolve"]

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class _Sort:
    """How records with one label are compared; without a model, by certain keys alone."""

    label: str
    model: Model | None
    kinds: tuple[str, ...]
    features: Callable[[pl.DataFrame], pl.DataFrame]
    keys: Callable[[pl.DataFrame], list[pl.DataFrame]]
    certain: Callable[[pl.DataFrame, pl.DataFrame], pl.Expr]


_SORTS = (
    _Sort("Customer", COMPANIES, ("customers",), company_features, company_keys, certain_companies),
    _Sort("Contact", PEOPLE, ("contacts", "interactions"), person_features, person_keys, certain_people),
    _Sort("Employee", None, ("employees",), person_features, person_keys, certain_people),
)
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
    wanted = {tuple(sorted(cluster, key=lambda key: (key in last, key))) for cluster in grown.all() if len(cluster) > 1}
    there = {tuple(row["keys"]) for row in store.read("identity/clusters") if row["label"] == label}
    there = {cluster for cluster in there if set(cluster) & known}
    same = {(cluster[0], frozenset(cluster)) for cluster in there} & {(c[0], frozenset(c)) for c in wanted}
    dissolve(store, [c[0] for c in there if (c[0], frozenset(c)) not in same])
    joined = sorted(cluster for cluster in wanted if (cluster[0], frozenset(cluster)) not in same)
    join(store, joined)
    before = {key for cluster in there for key in cluster[1:]}
    return sum(key not in before for cluster in joined for key in cluster[1:])


def _resolve_label(
    store: Store, appstore: AppStore, settings: Settings, sort: _Sort, batches: set[str] | None, found: Resolution
) -> None:
    records = store.frame(f"identity/{sort.label.lower()}s", RECORDS).unique("key", maintain_order=True).sort("key")
    new = pl.repeat(True, records.height, eager=True)
    if batches is not None:
        brought = records["batch"].is_in(sorted(batches)).fill_null(False)
        new = brought | records["key"].is_in(_changed(store, sort, batches))
    scored = _scored(sort, records, new, settings)
    found.compared += scored.height
    rows = _judged(appstore, sort, scored, settings)
    decisions.keep_found(appstore, sort.label, rows)
    found.to_review += sum(row["status"] == decisions.OPEN for row in rows)
    provisional = records.filter("provisional")["key"].to_list()
    found.merged += apply(store, appstore, sort.label, records["key"].to_list(), provisional)


def _changed(store: Store, sort: _Sort, batches: set[str]) -> list[str]:
    """The keys of records that were there before these imports, and were changed by them."""
    found: set[str] = set()
    for row in store.read("identity/changed", batches=sorted(batches)):
        if row["kind"] in sort.kinds:
            said = pl.read_parquet(io.BytesIO(row["rows"]), columns=["record", "before"])
            found |= set(said.filter(pl.col("before").is_not_null())["record"])
    return [f"{sort.label.lower()}:{identifier}" for identifier in sorted(found)]


def _scored(sort: _Sort, records: pl.DataFrame, new: pl.Series, settings: Settings) -> pl.DataFrame:
    """Pairs with a new record: `a`, `b`, `probability`, `certain`, `contradicts` and the levels and weights."""
    features = sort.features(records)
    pairs = candidates(sort.keys(features), new)
    model = sort.model or PEOPLE
    path = _kept(settings, sort.label)
    if sort.model and features.height >= TRAINED_FROM and features.height > 2 * trained_on(path):
        train(model, features, path)
    scored = score(model, features, pairs, path if sort.model else None)
    return scored.with_columns(
        a=features["key"][scored["left"]],
        b=features["key"][scored["right"]],
        certain=sort.certain(scored, features),
        contradicts=(pl.col("level_name") == CONTRADICTS).fill_null(False),
    )


def _judged(appstore: AppStore, sort: _Sort, scored: pl.DataFrame, settings: Settings) -> list[dict[str, Any]]:
    """The pairs that are to be merged or reviewed, as rows for the app store."""
    merge_above, review_above = settings.identity.merge_above, settings.identity.review_above
    kept = decisions.statuses(appstore, sort.label)
    clusters = Clusters({p for p, (s, _) in kept.items() if s in (decisions.DIFFERENT, decisions.SPLIT)})
    for (a, b), (status, _) in kept.items():
        if status == decisions.MERGED:
            clusters.decided(a, b)
    worth = (pl.col("probability") >= review_above) | pl.col("certain").is_not_null() | pl.col("contradicts")
    scored = scored.filter(worth if sort.model else pl.col("certain").is_not_null() | pl.col("contradicts"))
    columns = ("a", "b", "probability", "certain", "contradicts")
    links = {(link.a, link.b): link for link in (Link(*row) for row in scored.select(columns).iter_rows())}
    clusters.know(links.values(), review_above)
    names = [comparison.name for comparison in (sort.model or PEOPLE).comparisons]
    evidence = {(row["a"], row["b"]): weights(row, names) for row in scored.iter_rows(named=True)}
    rows: list[dict[str, Any]] = []
    for link in sorted(links.values(), key=lambda link: (link.certain is None, -link.probability, link.a, link.b)):
        pair = (link.a, link.b)
        if kept.get(pair, (decisions.OPEN, None))[0] != decisions.OPEN:
            continue
        sure = link.certain is not None or (link.probability >= merge_above and not link.contradicts)
        merged = sure and clusters.join(link)
        if merged or sure or link.probability >= review_above:
            rows.append(
                {
                    "a": link.a,
                    "b": link.b,
                    "probability": 1.0 if link.certain else link.probability,
                    "evidence": evidence[pair] + ([{"of": "certain", "level": link.certain}] if link.certain else []),
                    "status": decisions.MERGED if merged else decisions.OPEN,
                    "decided_by": (decisions.CERTAIN if link.certain else decisions.SCORE) if merged else None,
                }
            )
    through_others = [
        pair for pair, (status, _) in kept.items() if status == decisions.OPEN and clusters.together(*pair)
    ]
    decisions.decide(appstore, sort.label, through_others, decisions.MERGED, decisions.SCORE)
    return [row for row in rows if row["status"] == decisions.MERGED or not clusters.together(row["a"], row["b"])]


def _kept(settings: Settings, label: str) -> Path:
    return settings.home / "identity" / f"{label.lower()}s.json"

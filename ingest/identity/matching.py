"""Records to judged pairs: compared, scored, and merged or queued by what the scores and certain keys say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from guanxi.config import Settings
from ingest.identity.blocking import candidates, company_keys, person_keys
from ingest.identity.certain import CONTRADICTS, certain_companies, certain_people
from ingest.identity.clusters import Clusters, Link
from ingest.identity.decisions import CERTAIN, DIFFERENT, MERGED, OPEN, SCORE, SPLIT
from ingest.identity.features import company_features, person_features
from ingest.identity.model import COMPANIES, PEOPLE, TRAINED_FROM, Model, score, train, trained_on, weights

__all__ = ["COMPANY", "EMPLOYEE", "PERSON", "Sort", "judged", "scored"]

_LINK = ("a", "b", "probability", "certain", "contradicts")
Status = tuple[str, str | None]
"""What was decided about a pair, and by whom."""


@dataclass(frozen=True)
class Sort:
    """How records with one label are compared; where only certain keys count, nothing is merged by score."""

    label: str
    model: Model
    kinds: tuple[str, ...]
    features: Callable[[pl.DataFrame], pl.DataFrame]
    keys: Callable[[pl.DataFrame], list[pl.DataFrame]]
    certain: Callable[[pl.DataFrame, pl.DataFrame], pl.Expr]
    only_certain: bool = False


COMPANY = Sort("Customer", COMPANIES, ("customers",), company_features, company_keys, certain_companies)
PERSON = Sort("Contact", PEOPLE, ("contacts", "interactions"), person_features, person_keys, certain_people)
EMPLOYEE = Sort("Employee", PEOPLE, ("employees",), person_features, person_keys, certain_people, only_certain=True)


def scored(sort: Sort, records: pl.DataFrame, new: pl.Series, settings: Settings) -> pl.DataFrame:
    """Pairs of which one is `new` (a boolean a record), with how likely they are one.

    Columns `a`, `b` (keys), `probability`, `certain` (the key that leaves no doubt), `contradicts` (something
    does), and the levels and weights of `model.score`. Where there are many, the model is trained on them first.
    """
    features = sort.features(records)
    pairs = candidates(sort.keys(features), new)
    path = settings.home / "identity" / f"{sort.label.lower()}s.json"
    if not sort.only_certain and features.height >= TRAINED_FROM and features.height > 2 * trained_on(path):
        train(sort.model, features, path)
    found = score(sort.model, features, pairs, None if sort.only_certain else path)
    return found.with_columns(
        a=features["key"][found["left"]],
        b=features["key"][found["right"]],
        certain=sort.certain(found, features),
    ).with_columns(contradicts=_contradict(found, features))


def _contradict(found: pl.DataFrame, features: pl.DataFrame) -> pl.Series:
    """Whether names differ, or numbers in them, or both the address and the telephone of two people do."""
    numbers = features["core"].str.extract_all(r"\d+").list.join(" ")
    against = (found["level_name"] == CONTRADICTS).fill_null(False)
    against |= (numbers.gather(found["left"]) != numbers.gather(found["right"])).fill_null(False)
    if {"level_email", "level_phone"} <= set(found.columns):
        against |= ((found["level_email"] == CONTRADICTS) & (found["level_phone"] == CONTRADICTS)).fill_null(False)
    return against


def judged(
    sort: Sort, scored: pl.DataFrame, kept: Mapping[tuple[str, str], Status], settings: Settings
) -> tuple[list[dict[str, Any]], Clusters]:
    """The pairs that are to be merged or reviewed, as rows for the app store, and the clusters that result.

    What is `kept` about pairs is respected: decided ones stay as they are.
    """
    merge_above, review_above = settings.identity.merge_above, settings.identity.review_above
    worth = pl.col("certain").is_not_null() | pl.col("contradicts")
    if not sort.only_certain:
        worth |= pl.col("probability") >= review_above
    rows = {(row["a"], row["b"]): row for row in scored.filter(worth).iter_rows(named=True)}
    links = [
        Link(*(row[name] for name in ("a", "b", "probability", "certain", "contradicts"))) for row in rows.values()
    ]
    clusters = _decided(kept)
    clusters.know(links, review_above)
    found = []
    for link in sorted(links, key=lambda link: (link.certain is None, -link.probability, link.a, link.b)):
        pair = (link.a, link.b)
        if kept.get(pair, (OPEN, None))[0] != OPEN:
            continue
        likely = not sort.only_certain and link.probability >= review_above
        sure = link.certain is not None or (likely and link.probability >= merge_above and not link.contradicts)
        if sure and clusters.join(link):
            found.append(_row(sort, rows[pair], link, MERGED, CERTAIN if link.certain else SCORE))
        elif sure or likely:
            found.append(_row(sort, rows[pair], link, OPEN, None))
    return [row for row in found if row["status"] == MERGED or not clusters.together(row["a"], row["b"])], clusters


def _decided(kept: Mapping[tuple[str, str], Status]) -> Clusters:
    clusters = Clusters({pair for pair, (status, _) in kept.items() if status in (DIFFERENT, SPLIT)})
    for (a, b), (status, _) in kept.items():
        if status == MERGED:
            clusters.decided(a, b)
    return clusters


def _row(sort: Sort, row: dict[str, Any], link: Link, status: str, by: str | None) -> dict[str, Any]:
    evidence = weights(row, [comparison.name for comparison in sort.model.comparisons])
    if link.certain:
        evidence.append({"of": "certain", "level": link.certain})
    return {
        "a": link.a,
        "b": link.b,
        "probability": 1.0 if link.certain else link.probability,
        "evidence": evidence,
        "status": status,
        "decided_by": by,
    }

"""What was decided about pairs of records, kept in the app store so that the next import does not ask again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select

from guanxi.appstore import AppStore
from guanxi.appstore.models import DuplicatePair
from ingest.identity.errors import NoRecordError

__all__ = [
    "CERTAIN", "DIFFERENT", "MERGED", "OPEN", "SCORE", "SPLIT", "count", "decide", "keep_found", "listed", "numbered",
    "of", "pair_of", "pairs_among", "statuses", "together",
]  # fmt: skip

OPEN, MERGED, DIFFERENT, SPLIT = "open", "merged", "different", "split"
CERTAIN, SCORE = "certain", "score"
"""Who decided, where it was a rule."""

_LONGEST_KEY = 300
_KEYS_AT_ONCE = 400


def of(pair: DuplicatePair) -> dict[str, Any]:
    """A pair as lists and the web API show it."""
    return {
        "id": pair.id,
        "label": pair.label,
        "a": pair.a,
        "b": pair.b,
        "probability": pair.probability,
        "evidence": pair.evidence,
        "status": pair.status,
        "decided_by": pair.decided_by,
        "decided_at": pair.decided_at,
    }


def listed(
    appstore: AppStore,
    *,
    status: str | None = None,
    label: str | None = None,
    among: Collection[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Pairs, of these records if any are named, the likeliest first; decided ones the newest decision first."""
    query = _chosen(select(DuplicatePair), status, label, among)
    order = (DuplicatePair.probability.desc(),) if status == OPEN else (DuplicatePair.decided_at.desc(),)
    with appstore.session() as session:
        found = session.scalars(query.order_by(*order, DuplicatePair.id).limit(limit).offset(offset))
        return [of(pair) for pair in found]


def count(
    appstore: AppStore,
    *,
    status: str | None = None,
    label: str | None = None,
    among: Collection[str] | None = None,
) -> int:
    """How many pairs there are, of these records if any are named."""
    with appstore.session() as session:
        return session.scalar(_chosen(select(func.count(DuplicatePair.id)), status, label, among)) or 0


def numbered(appstore: AppStore, number: int) -> dict[str, Any]:
    """The pair with this number. Raises NoRecordError."""
    with appstore.session() as session:
        pair = session.get(DuplicatePair, number)
        if pair is None:
            raise NoRecordError("There is no pair {number}.", "guanxi duplicates list shows all.", number=number)
        return of(pair)


def pair_of(a: str, b: str) -> tuple[str, str]:
    """The two keys as a pair is kept: the smaller first."""
    return (a, b) if a < b else (b, a)


def statuses(appstore: AppStore, label: str) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Of every pair of this label, its status and who decided."""
    query = select(DuplicatePair.a, DuplicatePair.b, DuplicatePair.status, DuplicatePair.decided_by)
    with appstore.session() as session:
        return {(a, b): (status, by) for a, b, status, by in session.execute(query.where(DuplicatePair.label == label))}


def pairs_among(appstore: AppStore, keys: Sequence[str], *status: str) -> list[tuple[str, str, str]]:
    """Pairs of which at least one record is among these, with their status."""
    found: set[tuple[str, str, str]] = set()
    columns = select(DuplicatePair.a, DuplicatePair.b, DuplicatePair.status).where(DuplicatePair.status.in_(status))
    with appstore.session() as session:
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            part = keys[start : start + _KEYS_AT_ONCE]
            query = columns.where(or_(DuplicatePair.a.in_(part), DuplicatePair.b.in_(part)))
            found |= {(a, b, state) for a, b, state in session.execute(query)}
    return sorted(found)


def together(appstore: AppStore, keys: Iterable[str]) -> set[str]:
    """All records that merged pairs tie to these, directly or through others."""
    reached, frontier = set(keys), list(keys)
    while frontier:
        ends = {key for a, b, _ in pairs_among(appstore, frontier, MERGED) for key in (a, b)}
        frontier = sorted(ends - reached)
        reached |= ends
    return reached


def keep_found(appstore: AppStore, label: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep pairs that were found: `a`, `b`, `probability`, `evidence`, `status` and `decided_by`.

    One that is open is replaced; one that was decided stays as it is.
    """
    rows = [row for row in rows if len(row["a"]) <= _LONGEST_KEY and len(row["b"]) <= _LONGEST_KEY]
    kept = statuses(appstore, label)
    free = [row for row in rows if kept.get((row["a"], row["b"]), (OPEN, None))[0] == OPEN]
    again = [row for row in free if (row["a"], row["b"]) in kept]
    with appstore.session() as session:
        for row in again:
            session.execute(delete(DuplicatePair).where(DuplicatePair.a == row["a"], DuplicatePair.b == row["b"]))
        if free:
            session.execute(insert(DuplicatePair), [{"label": label, **_decided(row), **row} for row in free])


def decide(appstore: AppStore, label: str, pairs: Iterable[tuple[str, str]], status: str, by: str | None) -> None:
    """Give pairs a status; those that are not kept yet are added."""
    with appstore.session() as session:
        for a, b in sorted(pair_of(*pair) for pair in pairs):
            pair = session.scalar(select(DuplicatePair).where(DuplicatePair.a == a, DuplicatePair.b == b))
            if pair is None:
                pair = DuplicatePair(label=label, a=a, b=b, probability=1.0 if status == MERGED else 0.0, evidence=[])
                session.add(pair)
            pair.status, pair.decided_by = status, by
            pair.decided_at = None if status == OPEN else _now()


def _decided(row: dict[str, Any]) -> dict[str, Any]:
    return {"decided_at": None if row["status"] == OPEN else _now()}


def _chosen(query: Any, status: str | None, label: str | None, among: Collection[str] | None) -> Any:
    if status is not None:
        query = query.where(DuplicatePair.status == status)
    if among is not None:
        query = query.where(or_(DuplicatePair.a.in_(among), DuplicatePair.b.in_(among)))
    return query if label is None else query.where(DuplicatePair.label == label)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

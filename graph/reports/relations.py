"""Relations between people that an analysis guesses, and what somebody decided about them.

Evidence, as codes with parameters: `address`, `phone`, `private_domain` and `company_domain` (nothing), `surname`
(nothing), `private_meetings`, `meetings` and `joint_dealings` (count).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from graph.analysis.relations import KINDS
from graph.reports.plain import read
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = ["STATES", "decide", "evidence_sentence", "relations"]

STATES = ("open", "confirmed", "rejected")

_SENTENCES = {
    "address": "the same postal address",
    "phone": "the same telephone number",
    "private_domain": "the same private e-mail domain",
    "company_domain": "an e-mail address of the other's company",
    "surname": "the same surname",
    "private_meetings": "{count} meetings outside working hours without us",
    "meetings": "{count} meetings",
    "joint_dealings": "{count} dealings with us together",
}


def relations(
    store: Store,
    *,
    key: str | None = None,
    account: str | None = None,
    kind: str | None = None,
    state: str | None = "open",
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Guesses and decisions, of one person or of the people of an account where one is named, the surest first.

    Returns [{"a", "b" (key and name), "kind", "state", "decided_at", "confidence", "evidence": [{"code", "weight",
    "count", "text"}]}]; `confidence` is None where it is not guessed any more. What files say is not among these.
    Raises UsageError for a kind or state that there is not.
    """
    _check(kind, KINDS, "kind of relation")
    _check(state, STATES, "state")
    wanted = {"kind": kind, "state": state, "limit": limit}
    if key is None and account is None:
        rows = read(store, "analysis/relations_of", **wanted)
    else:
        people = [key] if key else [one for row in store.read("maps/of_account", id=account) for one in row["people"]]
        rows = read(store, "analysis/relations_around", keys=people, **wanted)
    return [
        {
            **{name: row[name] for name in ("kind", "state", "decided_at", "confidence")},
            "a": {"key": row["a"], "name": row["a_name"]},
            "b": {"key": row["b"], "name": row["b_name"]},
            "evidence": [{**piece, "text": evidence_sentence(piece)} for piece in json.loads(row["evidence"] or "[]")],
        }
        for row in rows
    ]


def decide(store: Store, one: str, other: str, kind: str, *, confirmed: bool) -> None:
    """Confirm or reject that two people, named by key, have a relation; later analyses leave that as it is.

    Raises NotFoundError where it was never guessed, UsageError for a kind that there is not.
    """
    _check(kind, KINDS, "kind of relation")
    a, b = sorted((one, other))
    known = relations(store, key=a, kind=kind, state=None, limit=10_000)
    if not any((row["a"]["key"], row["b"]["key"]) == (a, b) for row in known):
        raise NotFoundError(
            f"Nobody guesses that {one} and {other} are {kind}.", "guanxi relations lists what is guessed."
        )
    store.write("analysis/decide_relation", a=a, b=b, kind=kind, confirmed=confirmed, at=datetime.now(UTC))


def evidence_sentence(piece: dict[str, Any]) -> str:
    """A piece of evidence in English."""
    return _SENTENCES[piece["code"]].format(count=piece["count"])


def _check(value: str | None, known: tuple[str, ...], what: str) -> None:
    if value is not None and value not in known:
        raise UsageError(f"There is no {what} {value!r}.", f"Choose from {', '.join(known)}.")

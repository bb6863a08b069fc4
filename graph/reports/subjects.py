"""What comments and follow-ups are about: a person or an account, with all records that it stands for."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["keys_of", "standing_for"]


def keys_of(store: Store, subject: str) -> list[str]:
    """The keys under which something may be kept about a person or an account (`contact:7`, `customer:7`).

    That of the person or account itself comes first, also where `subject` was merged into it; then those of all records
    that were. Raises NotFoundError.
    """
    found = store.read("screens/record_keys", key=subject)
    if not found:
        raise NotFoundError(f"There is no person or account {subject!r}.", "Search by name to find the right one.")
    return list(dict.fromkeys([found[0]["key"], *found[0]["merged"]]))


def standing_for(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """Who stands for those of these records that were merged into others."""
    return {row["was"]: row["key"] for row in store.read("screens/merged_keys", keys=list(keys))}

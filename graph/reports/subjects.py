"""What comments and follow-ups are about: a person or an account, with all records that it stands for."""

from __future__ import annotations

from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["keys_of"]


def keys_of(store: Store, subject: str) -> list[str]:
    """The keys under which something may be kept about a person or an account (`contact:7`, `customer:7`).

    That of the person or account itself comes first, also where `subject` was merged into it; then those of all records
    that were. Raises NotFoundError.
    """
    found = store.read("screens/record_keys", key=subject)
    if not found:
        raise NotFoundError(f"There is no person or account {subject!r}.", "Search by name to find the right one.")
    return list(dict.fromkeys([found[0]["key"], *found[0]["merged"]]))

"""As of when everything is: the newest interaction, the newest analysis, the newest import."""

from __future__ import annotations

from typing import Any

from graph.reports.plain import read
from graph.store import Store

__all__ = ["freshness"]


def freshness(store: Store) -> dict[str, dict[str, Any]]:
    """{"interaction" | "analysis" | "import" | "interactions": {"id", "at", "status"}}; what there is not is left out.

    `interactions` has as `id` how many there are; `status` is that of an import.
    """
    return {row.pop("what"): row for row in read(store, "screens/freshness")}

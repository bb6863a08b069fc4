"""Search: accounts and people by the beginning of words in their name or e-mail, in either script."""

from __future__ import annotations

import re
from typing import Any

from graph.reports.plain import read
from graph.store import Store

__all__ = ["full_text_query", "search"]

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W{_CJK}][\w.']*?(?=[{_CJK}]|[^\w.']|$)")


def search(store: Store, text: str, limit: int = 10) -> list[dict[str, Any]]:
    """The best matches for what somebody typed: [{"kind", "key", "name", "detail"}].

    `kind` is customer, contact or employee; `key` is an account's id or a person's key.
    """
    query = full_text_query(text)
    rows = read(store, "screens/search", query=query, limit=limit) if query else []
    return [{"kind": row["kind"], "key": row["key"], "name": row["name"], "detail": _detail(row)} for row in rows]


def full_text_query(text: str) -> str:
    """Typed text as a query in Lucene's syntax: every word must occur, the last letters may be missing.

    Nothing that is typed is read as syntax. The index holds Chinese text as pairs of characters, so a run of
    them is looked for as a phrase, and a single one as the beginning of a pair.
    """
    return " AND ".join(_term(run.lower().strip(".'")) for run in _RUNS.findall(text[:200]) if run.strip(".'"))


def _term(run: str) -> str:
    if len(run) > 1 and re.fullmatch(f"[{_CJK}]+", run):
        return f'"{run}"'
    return f"{run}*"


def _detail(row: dict[str, Any]) -> str:
    parts = (row["industry"], row["city"]) if row["kind"] == "customer" else (row["title"], row["account"])
    return " · ".join(part for part in parts if part)

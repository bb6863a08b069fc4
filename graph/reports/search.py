"""Search: accounts and people by what somebody types, in either script and with typos."""

from __future__ import annotations

import re
from typing import Any

from graph.reports.plain import read
from graph.search.keeper import index_of
from graph.store import Store

__all__ = ["asked", "full_text_query", "search"]

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W{_CJK}][\w.']*?(?=[{_CJK}]|[^\w.']|$)")
_GROUP = re.compile(r"^\s*([^\W\d]+)\s*[:：]")
_GROUPS = {
    ("contact", "employee"): ("person", "people", "人", "人员"),
    ("contact",): ("contact", "contacts", "联系人"),
    ("customer",): ("account", "accounts", "company", "customer", "客户", "公司", "账户"),
    ("employee",): ("us", "employee", "employees", "我们", "同事", "员工"),
}
_KINDS = {word: kinds for kinds, group in _GROUPS.items() for word in group}
_ALL = ("contact", "employee", "customer")


def search(store: Store, text: str, limit: int = 10) -> list[dict[str, Any]]:
    """The best matches for what somebody typed: [{"kind", "key", "name", "detail", "opted_out"}].

    A word finds whose name or e-mail has a word that is it, begins with it, or begins with it but for one or two typos,
    in this order; of two that match alike the one who matters more comes first. People are found by their account's
    name too, Chinese names by their pinyin and its initials, merged records by what stands for them. `person:`,
    `account:` and `us:` (`人：`, `客户：`, `我们：`) before the words narrow it. `kind` is customer, contact or
    employee; `key` is `customer:ID` or a person's key. While the index of a large graph is first made, Neo4j's
    full-text index answers: without typos and pinyin.
    """
    kinds, words = asked(text)
    index = index_of(store)
    found = index.find(words, kinds, limit) if index else _full_text(store, words, kinds, limit)
    shown = ("kind", "key", "name", "opted_out")
    return [{**{name: row[name] for name in shown}, "detail": _detail(row)} for row in found]


def full_text_query(text: str) -> str:
    """Typed text as a query in Lucene's syntax: every word must occur, the last letters may be missing.

    Nothing that is typed is read as syntax. The index holds Chinese text as pairs of characters, so a run of
    them is looked for as a phrase, and a single one as the beginning of a pair.
    """
    return " AND ".join(_term(run.lower().strip(".'")) for run in _RUNS.findall(text[:200]) if run.strip(".'"))


def asked(text: str) -> tuple[tuple[str, ...], str]:
    """The kinds that are wanted, and the words. A key such as `contact:7` is no group."""
    found = _GROUP.match(text)
    word = found[1].lower() if found else ""
    if found is None or word not in _KINDS or re.fullmatch(r"(contact|employee|customer):\S+", text.strip()):
        return _ALL, text
    return _KINDS[word], text[found.end() :]


def _full_text(store: Store, text: str, kinds: tuple[str, ...], limit: int) -> list[dict[str, Any]]:
    query = full_text_query(text)
    return read(store, "screens/search", query=query, kinds=list(kinds), limit=limit) if query else []


def _term(run: str) -> str:
    if len(run) > 1 and re.fullmatch(f"[{_CJK}]+", run):
        return f'"{run}"'
    return f"{run}*"


def _detail(row: dict[str, Any]) -> str:
    parts = (row["industry"], row["city"]) if row["kind"] == "customer" else (row["title"], row["account"])
    return " · ".join(part for part in parts if part)

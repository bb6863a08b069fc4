"""What a record is, from all that imports said of it, without one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.changes import clears_values
from ingest.journal import Entry
from ingest.records import Kind

__all__ = ["Folded", "State", "fold"]

State = dict[str, Any]
"""A record as the journal keeps it: `properties`, `names` (by column: text, batch and source of each), `deleted_by`."""

Same = Callable[[str, str, str], bool]
"""Whether two references in a column mean the same record."""


@dataclass(frozen=True)
class Folded:
    """What is left of a record: None where nothing is; what it was created as, and what was said of it since."""

    state: State | None
    base: State | None
    said: list[Entry]


def fold(now: State, entries: list[Entry], without: str, kind: Kind, same: Same) -> Folded:
    """A record that is `now` as it is, after these entries, as it would be without one import."""
    anew = bool(entries) and entries[0].anew
    base = next((entry.before for entry in entries if entry.before is not None), now)
    said = [entry for entry in entries[anew:] if entry.batch != without]
    if base["properties"]["batch"] == without:
        while said and _deletes(said[0]):
            said = said[1:]
        if not said:
            return Folded(None, None, [])
        first, said = said[0], said[1:]
        origin = {"batch": first.batch, "source": first.source}
        kept = {name: base["properties"][name] for name in ("id", "key") if name in base["properties"]}
        base = _after({"properties": {**kept, **origin}, "names": {}, "deleted_by": None}, first, kind, same)
    state = base
    for entry in said:
        state = _after(state, entry, kind, same)
    return Folded(state, base, said)


def _deletes(entry: Entry) -> bool:
    return bool(entry.said and entry.said.get("_deleted"))


def _after(state: State, entry: Entry, kind: Kind, same: Same) -> State:
    if _deletes(entry):
        return {**state, "deleted_by": state["deleted_by"] or entry.batch}
    clears = clears_values(entry.source, state["properties"]["source"])
    columns = {column.name for column in kind.references}
    properties, names = dict(state["properties"]), dict(state["names"])
    for name, value in (entry.said or {}).items():
        if name in columns:
            if value or clears:
                earlier = names.get(name, [])
                names[name] = [_named(name, text, earlier, entry, same) for text in value]
        elif value is not None:
            properties[name] = value
        elif clears:
            properties.pop(name, None)
    return {"properties": properties, "names": names, "deleted_by": None}


def _named(column: str, text: str, earlier: list[list[str]], entry: Entry, same: Same) -> list[str]:
    """Who first said it keeps it."""
    return next((known for known in earlier if same(column, known[0], text)), [text, entry.batch, entry.source])

"""What a declaration of the graph consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Node", "Property", "Relationship"]

Type = Literal["string", "integer", "float", "boolean", "date", "datetime", "string list", "byte array"]


@dataclass(frozen=True)
class Property:
    """One property: its name, its type in Neo4j, and what it means."""

    name: str
    type: Type
    meaning: str
    indexed: bool = False


@dataclass(frozen=True)
class Node:
    """A node type. `key` identifies a node; `shared` are labels it has beside its own.

    A `loaded` node comes from files; the others are results or bookkeeping. An `event` is written together with the
    relationships that its row names.
    """

    label: str
    meaning: str
    properties: tuple[Property, ...]
    key: str = "id"
    shared: tuple[str, ...] = ()
    loaded: bool = True
    event: bool = False

    @property
    def pattern(self) -> str:
        return "(:" + ":".join((self.label, *self.shared)) + ")"


@dataclass(frozen=True)
class Relationship:
    """A relationship type between node labels; `ends` lists the (from, to) pairs that occur.

    Two nodes have at most one such relationship for each value of `identity`.
    """

    type: str
    meaning: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    identity: tuple[str, ...] = ()
    loaded: bool = True

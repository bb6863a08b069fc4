"""What the graph is made of, declared once.

Constraints, indexes, load statements (`cypher/schema`, `cypher/load`) and docs/graph-model.md are written
from these declarations by `graph.generate`; a test checks that they are current.
"""

from __future__ import annotations

from graph.model.nodes import NODES
from graph.model.relationships import RELATIONSHIPS
from graph.model.types import Node, Property, Relationship

__all__ = [
    "NODES",
    "PERSON_LABELS",
    "RELATIONSHIPS",
    "Node",
    "Property",
    "Relationship",
    "naming",
    "node",
    "person_key",
    "provenance",
]

PERSON_LABELS = ("Contact", "Employee")

_PROVENANCE = (
    Property("source", "string", "the system or file that this came from"),
    Property("batch", "string", "the import that brought it"),
)


_NAMING = (
    Property("start_reference", "string", "how the file named its start, where that was not by id"),
    Property("end_reference", "string", "how the file named its end, where that was not by id"),
    Property("via", "string", "the key of the merged record that the file meant, where an end stands for several"),
)


def person_key(label: str, identifier: str) -> str:
    """The key that no other person has, whether contact or employee: `contact:7`."""
    return f"{label.lower()}:{identifier}"


def provenance() -> tuple[Property, ...]:
    """The properties that every loaded node and relationship carries."""
    return _PROVENANCE


def naming() -> tuple[Property, ...]:
    """The properties of a loaded relationship that tell how its ends were named."""
    return _NAMING


def node(label: str) -> Node:
    """The declared node type with this label. Raises KeyError with the label."""
    for declared in NODES:
        if declared.label == label:
            return declared
    raise KeyError(label)

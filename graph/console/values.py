"""Neo4j's values as values that JSON can hold, and the part of a result that is a graph."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

__all__ = ["GraphPart", "kind_of", "plain", "tell"]

_NO_FRACTION = re.compile(r"(?<=\d)\.0{9}(?!\d)")
_SAFE_INTEGER = 2**53
"""From here on JSON's readers round integers, so that they travel as text."""


def plain(value: Any) -> Any:
    """`value` as JSON can hold it.

    Times become ISO 8601 text, integers beyond 2^53 and numbers that are none become text, bytes base64. A
    node, relationship, path or point becomes a map whose `_type` says what it is.
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE_INTEGER else str(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Node():
            return {
                "_type": "node",
                "id": value.element_id,
                "labels": sorted(value.labels),
                "properties": {name: plain(item) for name, item in value.items()},
            }
        case Relationship():
            return _plain_relationship(value)
        case Path():
            return {
                "_type": "path",
                "nodes": [plain(node) for node in value.nodes],
                "relationships": [plain(relationship) for relationship in value.relationships],
            }
        case Point():
            return {"_type": "point", "srid": value.srid, "coordinates": list(value)}
        case Date() | Time() | DateTime() | Duration():
            return _NO_FRACTION.sub("", value.iso_format())
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple() | set():
            return [plain(item) for item in value]
    return str(value)


def kind_of(value: Any) -> str:
    """What a plain value is: number, text, boolean, list, map, node, relationship, path or point."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "list"
    return str(value.get("_type", "map")) if isinstance(value, dict) else "text"


def tell(value: Any) -> Any:
    """A plain value with nodes, relationships and paths as people would call them: `王芳 (Contact)`."""
    match value:
        case {"_type": "node", "properties": properties, "labels": labels}:
            names = [str(properties[name]) for name in ("name", "title", "subject", "id") if properties.get(name)]
            return f"{names[0] if names else '·'} ({', '.join(labels)})"
        case {"_type": "relationship", "type": type_}:
            return f"[{type_}]"
        case {"_type": "path", "nodes": nodes, "relationships": relationships}:
            steps = (f" {tell(tie)} {tell(node)}" for tie, node in zip(relationships, nodes[1:], strict=True))
            return f"{tell(nodes[0])}{''.join(steps)}"
        case {"_type": "point", "coordinates": coordinates}:
            return ", ".join(str(number) for number in coordinates)
        case list():
            return [tell(item) for item in value]
    return value


@dataclass
class GraphPart:
    """The nodes and relationships of a result, also those inside lists, maps and paths; at most `limit` nodes."""

    limit: int
    nodes: dict[str, Node] = field(default_factory=dict)
    relationships: dict[str, Relationship] = field(default_factory=dict)
    complete: bool = True

    def add(self, value: Any) -> None:
        """Add what `value`, as the driver gives it, holds of the graph."""
        match value:
            case Node():
                self._add_node(value)
            case Relationship():
                self.relationships.setdefault(value.element_id, value)
            case Path():
                for item in (*value.nodes, *value.relationships):
                    self.add(item)
            case Mapping():
                for item in value.values():
                    self.add(item)
            case list() | tuple():
                for item in value:
                    self.add(item)

    def unseen_ends(self) -> list[str]:
        """The element ids of the ends of relationships whose nodes are not in the result; so many as there is room."""
        ends = {
            node.element_id
            for relationship in self.relationships.values()
            for node in relationship.nodes
            if node is not None
        }
        unseen = sorted(ends - self.nodes.keys())
        room = max(0, self.limit - len(self.nodes))
        self.complete = self.complete and len(unseen) <= room
        return unseen[:room]

    def _add_node(self, node: Node) -> None:
        if node.element_id in self.nodes:
            return
        if len(self.nodes) >= self.limit:
            self.complete = False
        else:
            self.nodes[node.element_id] = node


def _plain_relationship(relationship: Relationship) -> dict[str, Any]:
    start, end = relationship.nodes
    return {
        "_type": "relationship",
        "id": relationship.element_id,
        "type": relationship.type,
        "start": start.element_id if start is not None else None,
        "end": end.element_id if end is not None else None,
        "properties": {name: plain(item) for name, item in relationship.items()},
    }

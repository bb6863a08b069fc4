"""What there is to query: labels, relationship types and properties, with their meaning and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.console.allowed import FUNCTIONS, PROCEDURES
from graph.model import NODES, RELATIONSHIPS, Property, provenance
from graph.store import Store

__all__ = ["schema"]


def schema(store: Store) -> dict[str, Any]:
    """The declared graph with counts, and what is in this graph besides.

    `labels`: name, meaning, count, properties; `relationships`: type, meaning, ends, count, properties;
    `other_properties`: names that came with files; `functions`, `procedures`: what a query may use.
    """
    counts = store.read("console/counts")[0]
    of_label = {entry["label"]: entry["count"] for entry in counts["nodes"] if entry.get("label")}
    of_type = {
        entry["relationshipType"]: entry["count"]
        for entry in counts["relationships"]
        if entry.get("relationshipType") and not entry.get("startLabel") and not entry.get("endLabel")
    }
    labels = [
        {
            "name": node.label,
            "meaning": node.meaning,
            "count": of_label.pop(node.label, 0),
            "properties": _properties((Property("id", "string", "its key"), *node.properties), loaded=node.loaded),
        }
        for node in NODES
    ]
    relationships = [
        {
            "type": declared.type,
            "meaning": declared.meaning,
            "ends": [list(ends) for ends in declared.ends],
            "count": of_type.pop(declared.type, 0),
            "properties": _properties(declared.properties, loaded=declared.loaded),
        }
        for declared in RELATIONSHIPS
    ]
    labels += [{"name": name, "meaning": "", "count": n, "properties": []} for name, n in sorted(of_label.items()) if n]
    relationships += [
        {"type": name, "meaning": "", "ends": [], "count": n, "properties": []}
        for name, n in sorted(of_type.items())
        if n
    ]
    known = {item["name"] for part in (*labels, *relationships) for item in part["properties"]}
    return {
        "labels": labels,
        "relationships": relationships,
        "other_properties": [row["name"] for row in store.read("console/property_names") if row["name"] not in known],
        "functions": sorted(FUNCTIONS),
        "procedures": sorted(PROCEDURES),
    }


def _properties(properties: Sequence[Property], *, loaded: bool) -> list[dict[str, str]]:
    every = (*properties, *(provenance() if loaded else ()))
    return [{"name": item.name, "type": item.type, "meaning": item.meaning} for item in every]

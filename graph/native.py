"""Neo4j's values as Python's own, for tables and notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

__all__ = ["native"]


def native(value: Any) -> Any:
    """`value` with times as Python's (with a zone: in UTC), nodes and relationships as dicts, paths as lists of nodes.

    A duration becomes a timedelta where it has no months, else ISO 8601 text.
    """
    match value:
        case DateTime():
            moment = value.to_native()
            return moment.astimezone(UTC) if moment.tzinfo else moment
        case Date() | Time():
            return value.to_native()
        case Duration():
            if value.months:
                return value.iso_format()
            return timedelta(days=value.days, seconds=value.seconds, microseconds=value.nanoseconds / 1000)
        case Node():
            return {"labels": sorted(value.labels), **native(dict(value))}
        case Relationship():
            return {"type": value.type, **native(dict(value))}
        case Path():
            return [native(node) for node in value.nodes]
        case Point():
            return list(value)
        case Mapping():
            return {name: native(item) for name, item in value.items()}
        case list():
            return [native(item) for item in value]
    return value

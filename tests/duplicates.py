"""Three pairs of records that are probably the same, waiting for somebody to decide."""

from __future__ import annotations

from graph.store import Store
from guanxi.appstore import AppStore
from ingest.identity import decisions
from tests.graph_rows import write_edges, write_nodes

__all__ = ["write"]

_EVIDENCE = [
    {"of": "name", "level": "nearly the same", "weight": 6.5},
    {"of": "city", "level": "other", "weight": -1.5},
]


def write(store: Store, appstore: AppStore, prefix: str = "") -> None:
    """Dora (94 %), 王芳 (93 %) and Harbour (90 %), each in two systems; their ids begin with `prefix`."""
    firms = [{"id": f"{prefix}hs:c", "name": "Harbour GmbH"}, {"id": f"{prefix}sf:c", "name": "Harbour"}]
    people = [
        {"id": f"{prefix}hs:1", "name": "Dora Klein", "title": "Buyer", "phone": "+4930777777"},
        {"id": f"{prefix}sf:1", "name": "Dora Klain", "title": "Buyer", "city": "Hamburg"},
        {"id": f"{prefix}hs:2", "name": "王芳", "city": "杭州"},
        {"id": f"{prefix}sf:2", "name": "Wang Fang", "city": "上海"},
    ]
    write_nodes(store, "Customer", firms)
    write_nodes(store, "Contact", people)
    write_edges(store, "WORKS_AT", "Contact", "Customer", [{"start": f"{prefix}sf:1", "end": f"{prefix}sf:c"}])
    for label, number, probability in (("Contact", "1", 0.94), ("Contact", "2", 0.93), ("Customer", "c", 0.9)):
        keys = {side: f"{label.lower()}:{prefix}{system}:{number}" for side, system in (("a", "hs"), ("b", "sf"))}
        found = {"probability": probability, "evidence": _EVIDENCE, "status": decisions.OPEN, "decided_by": None}
        decisions.keep_found(appstore, label, [{**keys, **found}])

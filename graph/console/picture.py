"""The graph part of a result as a map: the columns that the map of the web app draws."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx
import numpy as np
from neo4j.graph import Node
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.analysis.communities import communities
from graph.analysis.layout import EXTENT, layout
from graph.console.values import GraphPart

__all__ = ["picture"]

_SPRUNG_NODES = 150
"""Graphs up to this size are laid out by springs, larger ones by clusters."""

_SHARED_LABELS = frozenset({"Person"})
_SEED = 42


def picture(graph: GraphPart) -> dict[str, Any]:
    """The nodes and relationships of a result as a map.

    Each label is one of the map's clusters, so that it has a colour and a place in the legend; `strength` is
    a relationship's own where it has one, else 50; `complete` tells whether all nodes of the result are there.
    Places are the same for the same result.
    """
    nodes = list(graph.nodes.values())
    places = {element_id: i for i, element_id in enumerate(graph.nodes)}
    ties = sorted(_ties(graph, places), key=lambda tie: (-tie[2], tie[:2]))
    labels = [_label(node) for node in nodes]
    numbers = {label: i for i, (label, _) in enumerate(Counter(labels).most_common())}
    adjacency = _adjacency(ties, len(nodes))
    degrees = np.diff(adjacency.indptr)
    xy = _layout(adjacency, np.array([numbers[label] for label in labels], dtype=np.int64), degrees)
    return {
        "run": None,
        "reading": "degree",
        "shown": {"people": len(nodes), "ties": len(ties)},
        "total": {"people": len(nodes), "ties": len(ties)},
        "complete": graph.complete,
        "clusters": [
            {"id": label, "number": number, "name": label, "description": "", "size": labels.count(label)}
            for label, number in numbers.items()
        ],
        "people": {
            "key": [_key(node, label) for node, label in zip(nodes, labels, strict=True)],
            "name": [_name(node) for node in nodes],
            "kind": [label.lower() for label in labels],
            "account": [_about(node, label) for node, label in zip(nodes, labels, strict=True)],
            "x": xy[:, 0].round(1).tolist(),
            "y": xy[:, 1].round(1).tolist(),
            "score": degrees.tolist(),
            "rank": [None] * len(nodes),
            "cluster": [numbers[label] for label in labels],
        },
        "ties": {
            "source": [source for source, _, _ in ties],
            "target": [target for _, target, _ in ties],
            "strength": [strength for _, _, strength in ties],
        },
    }


def _ties(graph: GraphPart, places: dict[str, int]) -> list[tuple[int, int, float]]:
    """Pairs of nodes, each once, with the strongest of the relationships between them."""
    found: dict[tuple[int, int], float] = {}
    for relationship in graph.relationships.values():
        ends = sorted(places[n.element_id] for n in relationship.nodes if n is not None and n.element_id in places)
        if len(ends) == 2 and ends[0] != ends[1]:
            strength = relationship.get("strength")
            value = float(strength) if isinstance(strength, int | float) else 50.0
            found[ends[0], ends[1]] = max(found.get((ends[0], ends[1]), 0.0), value)
    return [(source, target, strength) for (source, target), strength in found.items()]


def _adjacency(ties: list[tuple[int, int, float]], size: int) -> csr_array:
    source = np.array([tie[0] for tie in ties], dtype=np.int64)
    target = np.array([tie[1] for tie in ties], dtype=np.int64)
    ones = np.ones(2 * len(ties))
    both = (np.concatenate([source, target]), np.concatenate([target, source]))
    return csr_array(coo_array((ones, both), shape=(size, size)))


def _layout(adjacency: csr_array, labels: NDArray[np.int64], degrees: NDArray[Any]) -> NDArray[np.float64]:
    if adjacency.nnz == 0:
        return layout(adjacency, labels, degrees.astype(np.float64), seed=_SEED)
    if adjacency.shape[0] > _SPRUNG_NODES:
        return layout(adjacency, communities(adjacency, seed=_SEED), degrees.astype(np.float64), seed=_SEED)
    network = nx.from_scipy_sparse_array(adjacency)
    sprung = nx.spring_layout(network, seed=_SEED, iterations=100, scale=EXTENT)
    return np.array([sprung[i] for i in range(len(labels))])


def _label(node: Node) -> str:
    own = sorted(set(node.labels) - _SHARED_LABELS)
    return own[0] if own else "Node"


def _key(node: Node, label: str) -> str:
    if node.get("key"):
        return str(node["key"])
    return f"customer:{node['id']}" if label == "Customer" and node.get("id") else f"node:{node.element_id}"


def _name(node: Node) -> str:
    return next((str(node[name]) for name in ("name", "title", "subject", "id") if node.get(name)), "·")


def _about(node: Node, label: str) -> str:
    details = [str(node[name]) for name in ("title", "industry", "channel", "category", "kind") if node.get(name)]
    return " · ".join([label, *details[:1]])

"""Made-up maps of any size, in the shape that the server sends: islands of people, most of them unimportant."""

from __future__ import annotations

from typing import Any

import numpy as np

ISLANDS = 14


def network(people: int, seed: int = 1) -> dict[str, Any]:
    """A map of `people` in 14 islands, with three ties for each of them."""
    random = np.random.default_rng(seed)
    island = np.sort(random.choice(ISLANDS, people, p=np.arange(ISLANDS, 0, -1) / np.arange(ISLANDS + 1).sum()))
    angle, turn = island * 2 * np.pi / ISLANDS, random.uniform(0, 2 * np.pi, people)
    reach = 120 * np.sqrt(random.random(people))
    score = random.pareto(1.6, people)
    ties = 3 * people
    ends = random.integers(0, max(1, people), (2, ties))
    names = [("王芳", "Iris Okafor", "刘丽明", "Paul Larsen")[i % 4] + f" {i}" for i in range(people)]
    return {
        "run": None,
        "reading": "pagerank",
        "shown": {"people": people, "ties": ties},
        "total": {"people": 10 * people, "ties": 10 * ties},
        "clusters": [
            {"id": str(i), "number": i, "name": f"Island {i}", "description": "", "size": int((island == i).sum())}
            for i in range(ISLANDS)
        ],
        "people": {
            "key": [f"contact:{i}" for i in range(people)],
            "name": names,
            "kind": ["contact"] * people,
            "account": ["Acme"] * people,
            "x": (800 * np.cos(angle) + reach * np.cos(turn)).round(1).tolist(),
            "y": (800 * np.sin(angle) + reach * np.sin(turn)).round(1).tolist(),
            "score": score.tolist(),
            "rank": (1 + np.argsort(np.argsort(-score))).tolist(),
            "cluster": island.tolist(),
        },
        "ties": {
            "source": ends[0].tolist(),
            "target": ends[1].tolist(),
            "strength": np.sort(random.uniform(0, 100, ties))[::-1].round(1).tolist(),
        },
    }

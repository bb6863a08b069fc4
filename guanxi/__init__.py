"""Guanxi (关系): who matters among the people a company deals with.

>>> import guanxi
>>> graph = guanxi.connect()  # doctest: +SKIP
>>> graph.table("MATCH (c:Customer) RETURN c.name AS name LIMIT 3")  # doctest: +SKIP
>>> graph.table("segments/by_industry")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import Store

__version__ = "0.1.0"


def connect(config: str | None = None) -> Store:
    """Open the graph that config.yaml names, starting the local Neo4j where that is asked for.

    `config` is a path to a config.yaml; without it the usual places are searched.
    Raises GraphUnavailableError when the server cannot be reached.
    """
    from graph.connect import open_store
    from guanxi.config import load

    return open_store(load(config))

"""Names of clusters: what members share with figures, and no name twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from graph.analysis.cluster_names import FACTS, ClusterName, name_clusters


def names(rows: list[tuple[int, str, str | None, str | None, str | None]]) -> list[ClusterName]:
    """From (cluster, name, company, industry, city); the first of a cluster is its best connected member."""
    facts = pl.DataFrame(
        [
            (f"contact:{place}", name, company, industry, city, None)
            for place, (_, name, company, industry, city) in enumerate(rows)
        ],
        schema=FACTS,
        orient="row",
    )
    return name_clusters(np.array([row[0] for row in rows]), facts, np.arange(len(rows), 0, -1, dtype=float))


def test_industry_and_city_name_a_cluster_with_their_shares() -> None:
    found = names(
        [(0, f"p{i}", f"firm {i}", "logistics" if i < 8 else "retail", "上海" if i < 7 else "北京") for i in range(10)]
        + [(1, f"q{i}", f"shop {i}", "retail" if i < 9 else "logistics", "Berlin") for i in range(10)]
    )
    assert [cluster.name for cluster in found] == ["logistics · 上海", "Berlin · retail"]
    assert (
        found[0].description
        == "80% work in logistics, 10% elsewhere; 70% are in 上海, 0% elsewhere. Best connected: p0."
    )
    assert [fact["code"] for fact in found[1].facts] == ["shared_city", "shared_industry", "centre"]
    assert found[1].facts[1]["params"] == {"value": "retail", "share": 0.9, "elsewhere": 0.2}


def test_what_everybody_shares_names_nobody() -> None:
    found = names([(cluster, f"p{i}{cluster}", None, "retail", None) for cluster in (0, 1) for i in range(4)])
    assert [cluster.name for cluster in found] == ["p00", "p01"]
    assert found[0].description == "Best connected: p00."


def test_no_name_occurs_twice() -> None:
    rows = [(cluster, "王芳", None, "retail", None) for cluster in (0, 1) for _ in range(3)]
    rows += [(cluster, "Bo", None, "ships", None) for cluster in (2, 3) for _ in range(8)]
    rows += [(4, "王芳", None, None, None), (5, "王芳", None, None, None)]
    found = [cluster.name for cluster in names(rows)]
    assert found == ["retail", "retail (王芳)", "ships", "ships (Bo)", "王芳", "王芳 2"]

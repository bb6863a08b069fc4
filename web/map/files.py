"""A map as a file for other programs: GEXF 1.2 for Gephi, GraphML for NetworkX and most others."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

import polars as pl

from graph.reports.whole_map import WholeMap

__all__ = ["FORMATS"]

_COLUMNS = {
    "label": "string",
    "kind": "string",
    "account": "string",
    "cluster": "string",
    "rank": "integer",
    "score": "double",
    "x": "double",
    "y": "double",
}
_GRAPHML_TYPES = {"integer": "int"}
_FORBIDDEN = r"[^\t\n\r\x20-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def gexf(found: WholeMap) -> str:
    """The map as GEXF 1.2; ties are weighted by their strength, 0 to 100."""
    people = _people(found)
    attributes = "\n".join(
        f'<attribute id="{name}" title="{name}" type="{kind}"/>' for name, kind in _COLUMNS.items() if name != "label"
    )
    values = [_given(f'<attvalue for="{name}" value="', name, '"/>') for name in _COLUMNS if name != "label"]
    nodes = people.select(
        pl.concat_str(
            pl.format('<node id="{}" label="{}"><attvalues>', "key", "label"),
            *values,
            pl.format('</attvalues><viz:position x="{}" y="{}" z="0.0"/></node>', "x", "y"),
        )
    )
    ties = _ties(found, people).select(
        pl.format('<edge id="{}" source="{}" target="{}" weight="{}"/>', "id", "source", "target", "strength")
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
            f"<meta><creator>Guanxi</creator><description>{_about(found)}</description></meta>",
            '<graph defaultedgetype="undirected" mode="static">',
            f'<attributes class="node" mode="static">\n{attributes}\n</attributes>',
            "<nodes>",
            *nodes.to_series(),
            "</nodes>",
            "<edges>",
            *ties.to_series(),
            "</edges>",
            "</graph>",
            "</gexf>",
            "",
        ]
    )


def graphml(found: WholeMap) -> str:
    """The map as GraphML; `weight` of a tie is its strength, 0 to 100."""
    people = _people(found)
    keys = "\n".join(
        f'<key id="{name}" for="node" attr.name="{name}" attr.type="{_GRAPHML_TYPES.get(kind, kind)}"/>'
        for name, kind in _COLUMNS.items()
    )
    values = [_given(f'<data key="{name}">', name, "</data>") for name in _COLUMNS]
    nodes = people.select(pl.concat_str(pl.format('<node id="{}">', "key"), *values, pl.lit("</node>")))
    ties = _ties(found, people).select(
        pl.format('<edge source="{}" target="{}"><data key="weight">{}</data></edge>', "source", "target", "strength")
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
            f"<desc>{_about(found)}</desc>",
            keys,
            '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
            '<graph edgedefault="undirected">',
            *nodes.to_series(),
            *ties.to_series(),
            "</graph>",
            "</graphml>",
            "",
        ]
    )


FORMATS: dict[str, tuple[Callable[[WholeMap], str], str]] = {
    "gexf": (gexf, "application/gexf+xml"),
    "graphml": (graphml, "application/graphml+xml"),
}
"""How each format is written, and its media type."""


def _people(found: WholeMap) -> pl.DataFrame:
    """The columns of the file, texts ready to stand in XML."""
    names = {cluster["number"]: cluster["name"] for cluster in found.head["clusters"]}
    clusters = pl.DataFrame(
        {"number": list(names), "group": list(names.values())}, {"number": pl.Int64, "group": pl.String}
    )
    return (
        found.people.join(clusters, left_on="cluster", right_on="number", how="left", maintain_order="left")
        .select(
            "key",
            pl.col("name").alias("label"),
            "kind",
            "account",
            pl.col("group").alias("cluster"),
            "rank",
            "score",
            "x",
            "y",
        )
        .with_columns(
            pl.col(pl.String).str.replace_all(_FORBIDDEN, "").str.replace_many(list(_MARKS), list(_MARKS.values())),
            pl.col("x", "y").round(2),
        )
    )


def _ties(found: WholeMap, people: pl.DataFrame) -> pl.DataFrame:
    keys = people["key"]
    return found.ties.with_row_index("id").with_columns(
        source=keys.gather(found.ties["source"]), target=keys.gather(found.ties["target"])
    )


def _given(before: str, name: str, after: str) -> pl.Expr:
    """What stands for a value; nothing where there is none."""
    return (
        pl.when(pl.col(name).is_null())
        .then(pl.lit(""))
        .otherwise(pl.concat_str(pl.lit(before), pl.col(name).cast(pl.String), pl.lit(after)))
    )


def _about(found: WholeMap) -> str:
    reading, as_of = found.head["reading"], found.head["run"]["as_of"]
    return escape(f"{found.people.height} people and {found.ties.height} ties by {reading}, as of {as_of}")

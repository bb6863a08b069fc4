"""A map as one HTML file that needs nothing else: drawn by vis-network through pyvis, with nothing to fetch.

pyvis writes names into its page as they stand, loads Bootstrap from elsewhere and turns a title that holds
`href` into HTML. So only its data and its copy of vis-network are used here, in a page of our own: every name is
escaped, titles are text, and a content policy lets no script but the page's own run and nothing be fetched.
"""

from __future__ import annotations

import secrets
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

__all__ = ["render"]

COLOURS = (
    "#145cb0",
    "#51a015",
    "#830b18",
    "#ba7ca0",
    "#571974",
    "#516f58",
    "#98500c",
    "#164547",
    "#8e347d",
    "#7d73c3",
    "#9f916f",
    "#072c99",
)
OTHER = "#8b95a1"
_SHAPES = {"customer": "square", "employee": "diamond"}
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "keyboard": {"enabled": True, "bindToWindow": False}},
    "nodes": {"borderWidth": 1.5, "font": {"size": 15, "color": "#1b2430", "strokeWidth": 4, "strokeColor": "#ffffff"}},
    "edges": {"smooth": False, "selectionWidth": 1.5},
}


def render(data: dict[str, Any], title: str, as_of: str | None) -> str:
    """The page for a map of `graph.reports.surroundings`."""
    from pyvis.network import Network

    network = Network()
    names = {cluster["number"]: cluster["name"] for cluster in data["clusters"]}
    people = _rows(data["people"])
    for person in people:
        _add(network, person, names, centred=person["key"] == data["centre"])
    for source, target, strength in zip(
        *(data["ties"][name] for name in ("source", "target", "strength")), strict=True
    ):
        weight = (strength or 0.0) / 100
        network.add_edge(
            people[source]["key"],
            people[target]["key"],
            width=round(0.6 + 5 * weight, 2),
            title=f"{people[source]['name']} – {people[target]['name']}: {strength or 0:.0f}",
            color={"color": _colour(people[source]["cluster"]), "opacity": round(0.18 + 0.5 * weight, 2)},
        )
    environment = Environment(loader=PackageLoader("web", "map"), autoescape=select_autoescape())
    return environment.get_template("offline.html").render(
        title=title,
        as_of=as_of,
        nodes=network.nodes,
        edges=network.edges,
        options=_OPTIONS,
        people=sorted(people, key=lambda person: (-person["score"], person["key"])),
        clusters=[{**cluster, "colour": _colour(cluster["number"])} for cluster in data["clusters"]],
        shown=data["shown"],
        left_out=data["left_out"],
        nonce=secrets.token_urlsafe(16),
        vis=_vis_network(),
    )


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _add(network: Any, person: dict[str, Any], clusters: dict[int, str], *, centred: bool) -> None:
    facts = (person["name"], person["title"], person["account"], clusters.get(person["cluster"], ""))
    network.add_node(
        person["key"],
        label=person["name"] or person["key"],
        title="\n".join(fact for fact in facts if fact),
        shape=_SHAPES.get(person["kind"], "dot"),
        size=round(22 if centred else 6 + 10 * person["score"] / 100, 1),
        color=_colour(person["cluster"]),
        x=round(person["x"], 1),
        y=round(-person["y"], 1),
    )


def _colour(cluster: int | None) -> str:
    return COLOURS[cluster] if cluster is not None and cluster < len(COLOURS) else OTHER


def _vis_network() -> Markup:
    """The script of vis-network that pyvis brings, ready to stand inside a script element."""
    script = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js").read_text(encoding="utf-8")
    return Markup(script)  # noqa: S704  # holds no end tag of its own

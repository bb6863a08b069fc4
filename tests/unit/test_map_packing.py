"""Packing a map loses nothing but the last digits, and its files open again in NetworkX."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reports.whole_map import WholeMap
from web.map.files import FORMATS
from web.map.packing import pack

HEAD = {
    "run": {"as_of": "2026-01-02T00:00:00+00:00"},
    "reading": "pagerank",
    "clusters": [{"id": "0", "number": 0, "name": 'R&D <"一">', "description": "", "size": 2}],
}
PEOPLE = {
    "key": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "account": pl.String,
    "rank": pl.Int64,
    "cluster": pl.Int64,
    "score": pl.Float64,
    "x": pl.Float64,
    "y": pl.Float64,
}
TIES = {"source": pl.UInt32, "target": pl.UInt32, "strength": pl.Float64}

_place = st.floats(-1000, 1000)
_person = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["contact", "employee"]),
    st.none() | st.sampled_from(["Acme", "甲乙", "A&B"]),
    st.none() | st.integers(1, 200_000),
    st.none() | st.integers(0, 70_000),
    st.floats(0, 1e6),
    _place,
    _place,
)


def whole(people: list[tuple[Any, ...]], ties: list[tuple[int, int, float]]) -> WholeMap:
    """A map of these people, whose keys are their places, the highest score first."""
    ordered = sorted(people, key=lambda person: -person[5])
    rows = [(f"contact:{i}", *person) for i, person in enumerate(ordered)]
    return WholeMap(HEAD, pl.DataFrame(rows, PEOPLE, orient="row"), pl.DataFrame(ties, TIES, orient="row"))


def unpack(packed: bytes) -> dict[str, Any]:
    """As the browser reads it."""
    assert packed[:4] == b"GXM1"
    (length,) = struct.unpack("<I", packed[4:8])
    head = json.loads(packed[8 : 8 + length])
    at = 8 + length
    for part in ("people", "ties"):
        columns = {}
        for section in head[part]:
            columns[section["name"]] = _column(section, packed[at : at + section["bytes"]])
            at += section["bytes"]
        head[part] = columns
    assert at == len(packed)
    return dict(head)


def _column(section: dict[str, Any], body: bytes) -> list[Any]:
    if section["kind"] == "texts":
        return body.decode().split("\x00") if section["rows"] else []
    planes = np.frombuffer(body, np.uint8).reshape(section["planes"], section["rows"]).astype(np.int64)
    values = sum((plane << 8 * i for i, plane in enumerate(planes)), np.zeros(section["rows"], np.int64))
    if section["delta"]:
        values = np.cumsum(np.where(values % 2 == 1, -(values + 1) // 2, values // 2))
    if section["kind"] == "choices":
        return [section["choices"][value] for value in values]
    if section["optional"]:
        return [None if value == 0 else value - 1 for value in values.tolist()]
    scaled = values**2 if section["squared"] else values
    return (section["start"] + section["step"] * scaled).tolist()


@given(people=st.lists(_person, max_size=30), data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_packed_is_unpacked(people: list[tuple[Any, ...]], data: st.DataObject) -> None:
    ends = st.integers(0, max(0, len(people) - 1))
    ties = data.draw(st.lists(st.tuples(ends, ends, st.floats(0, 100)), max_size=40)) if people else []
    found = whole(people, ties)

    got = unpack(pack(found))

    assert got["clusters"] == HEAD["clusters"]
    sent = found.people.to_dict(as_series=False)
    assert got["people"]["key"] == sent["key"]
    assert got["people"]["name"] == [name.replace("\x00", "") for name in sent["name"]]
    for name in ("kind", "account", "rank", "cluster"):
        assert got["people"][name] == sent[name]
    for name in ("x", "y"):
        np.testing.assert_allclose(got["people"][name], sent[name], atol=0.02)
    top = max(sent["score"], default=0.0)
    np.testing.assert_allclose(np.sqrt(got["people"]["score"]), np.sqrt(sent["score"]), atol=1e-5 + top**0.5 / 60_000)
    assert got["people"]["score"] == sorted(got["people"]["score"], reverse=True)
    by_ends = found.ties.sort("source", "target")
    assert got["ties"]["source"] == by_ends["source"].to_list()
    assert got["ties"]["target"] == by_ends["target"].to_list()
    np.testing.assert_allclose(got["ties"]["strength"], by_ends["strength"], atol=0.26)


@pytest.mark.parametrize("name", FORMATS)
def test_files_open_in_networkx(name: str) -> None:
    people = [
        ('<b onclick="x">"王" & \x01Co</b>\n', "contact", "A&B", 1, 0, 9.5, -10.25, 3.0),
        ("Bo", "employee", None, None, None, 1.0, 0.0, 1000.0),
    ]
    write, _ = FORMATS[name]

    text = write(whole(people, [(0, 1, 42.5)])).encode()

    graph = (nx.read_gexf if name == "gexf" else nx.read_graphml)(io.BytesIO(text))
    first, second = graph.nodes["contact:0"], graph.nodes["contact:1"]
    assert first["label"] == '<b onclick="x">"王" & Co</b>\n'
    assert (first["kind"], first["account"], first["cluster"]) == ("contact", "A&B", 'R&D <"一">')
    assert (first["rank"], first["score"], first["x"], first["y"]) == (1, 9.5, -10.25, 3.0)
    assert second["kind"] == "employee"
    assert {"account", "cluster", "rank"}.isdisjoint(second)
    assert graph.edges["contact:0", "contact:1"]["weight"] == 42.5

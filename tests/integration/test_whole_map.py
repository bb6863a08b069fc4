"""Whole maps: the same by the column as by the row, packed once for a run, as files, and where people were before."""

from __future__ import annotations

import gzip
import io

import networkx as nx
import numpy as np
import polars as pl
import pytest
from flask.testing import FlaskClient

from graph.analysis.run import analyze
from graph.reports.network_map import market_map
from graph.reports.whole_map import whole_map
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from tests.integration.analysis_graph import nodes
from tests.integration.test_influence import CIRCLES, company, meet
from tests.integration.test_web_shell import PASSWORD, post
from tests.unit.test_map_packing import unpack
from web import create_app
from web.login import users
from web.map.packing import TYPE


@pytest.fixture
def client(settings: Settings, store: Store, appstore: AppStore) -> FlaskClient:
    company(store)
    analyze(store, settings)
    users.add(appstore, "ann", PASSWORD, "marketer")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    post(client, "/login", name="ann", password=PASSWORD)
    return client


def test_whole_and_small_maps_agree(client: FlaskClient, store: Store) -> None:
    for reading, cluster in (("pagerank", None), ("degree", 0)):
        small = market_map(store, reading, cluster=cluster)
        whole = whole_map(store, reading, cluster=cluster)
        assert whole.head == {name: small[name] for name in whole.head}
        columns = whole.people.to_dict(as_series=False)
        for name in ("key", "name", "kind", "account", "rank", "cluster"):
            assert columns[name] == small["people"][name]
        assert np.allclose(columns["x"], small["people"]["x"], atol=0.1)
        pairs = [
            {frozenset(pair) for pair in zip(ties["source"], ties["target"], strict=True)}
            for ties in (small["ties"], whole.ties.to_dict(as_series=False))
        ]
        assert pairs[0] == pairs[1]
        assert whole.ties["strength"].to_list() == small["ties"]["strength"]


def test_packed_maps_are_made_once_for_a_run_and_anew_when_the_graph_changes(client: FlaskClient, store: Store) -> None:
    accept = {"Accept": f"{TYPE}, application/json;q=0.5", "Accept-Encoding": "gzip"}
    first = client.get("/api/map", headers=accept)
    assert first.mimetype == TYPE and first.headers["Content-Encoding"] == "gzip"
    packed = unpack(gzip.decompress(first.data))
    assert packed["people"]["key"] == whole_map(store).people["key"].to_list()
    again = client.get("/api/map", headers={**accept, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    store.run_alone("MATCH (p:Contact {id: 'rosa'}) DETACH DELETE p")
    later = client.get("/api/map?format=packed", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "contact:rosa" not in unpack(gzip.decompress(later.data))["people"]["key"]
    assert client.get("/api/map").mimetype == "application/json"


def test_maps_are_given_as_files_and_pages(client: FlaskClient) -> None:
    for name, read in (("gexf", nx.read_gexf), ("graphml", nx.read_graphml)):
        answer = client.get(f"/api/map?reading=degree&format={name}")
        assert f".{name}" in answer.headers["Content-Disposition"]
        graph = read(io.BytesIO(answer.data))
        assert graph.number_of_nodes() == 12
        assert graph.nodes["contact:anna"]["label"] == "Anna"
        assert graph.nodes["contact:anna"]["cluster"]
        assert graph.number_of_edges() == client.get("/api/map").json["shown"]["ties"]  # type: ignore[index]
    page = client.get("/maps/contact:anna.html")
    assert page.mimetype == "text/html" and "attachment" in page.headers["Content-Disposition"]
    assert ">Anna</h1>" in page.text and "Dora" in page.text


def test_people_are_found_where_they_were(settings: Settings, store: Store) -> None:
    """A newcomer to one circle moves none to where another was: what one has learnt of the map stays true."""
    company(store)
    analyze(store, settings)
    before = whole_map(store).people
    nodes(store, "Contact", "sven")
    for name in ("pia", "quin", "rosa", "rolf"):
        meet(store, name, "sven", 9)
    analyze(store, settings)
    after = whole_map(store).people

    assert after.height == before.height + 1
    then, now = (
        np.array([_middle(found, [f"contact:{name}" for name in people]) for people in CIRCLES.values()])
        for found in (before, after)
    )
    apart = np.hypot(*(now[:, None, :] - then[None, :, :]).transpose(2, 0, 1))
    assert apart.argmin(axis=1).tolist() == [0, 1, 2]
    assert apart.diagonal().max() < 0.5 * np.hypot(*(then[:, None, :] - then[None, :, :]).transpose(2, 0, 1)).max()


def _middle(people: pl.DataFrame, keys: list[str]) -> tuple[float, ...]:
    return people.filter(pl.col("key").is_in(keys)).select(pl.mean("x", "y")).row(0)

"""The map of 1,000 to 100,000 people in a real Chromium, beside pyvis's page of the same where that still opens.

Each map has three ties for each person, clusters by Leiden, sizes by PageRank and places by Guanxi's layout.
Measured are the bytes that are sent, the time from asking for the page until the map is drawn, and the main thread's
work for each frame while the map is dragged and zoomed. Frames themselves depend on the graphics card.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
import threading
import time
from typing import Any

import numpy as np
import polars as pl
from flask import Response, render_template_string
from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from bench.analysis import network, sparse
from graph.analysis.communities import communities
from graph.analysis.layout import layout
from graph.analysis.pagerank import pagerank
from graph.reports.whole_map import WholeMap
from guanxi.appstore import open_appstore
from guanxi.config import Settings
from tests.browser import chromium
from web import create_app, offline_map
from web.login import users
from web.login.access import public
from web.map.packing import TYPE, pack

_PYVIS_UP_TO = 5000
_FRAME = """{% extends "shell/base.html" %}{% from "map/map.html" import map with context %}
{% block layout %}full{% endblock %}
{% block styles %}<link rel="stylesheet" href="{{ url_for('static', filename='css/map.css') }}">{% endblock %}
{% block scripts %}<script type="module" src="{{ url_for('static', filename='dist/map.js') }}"></script>{% endblock %}
{% block main %}{{ map("/bench/data/" ~ people) }}{% endblock %}"""

_DRAWN = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const there = () => document.querySelector('[data-map][data-state="ready"], #stage canvas');
  while (!there()) await new Promise((done) => setTimeout(done, 4));
  await frame();
  await frame();
  return performance.now();
}"""
_COUNT = """() => {
  window.frames_drawn = 0;
  const count = () => { window.frames_drawn += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""
_HEAP = "() => Math.round(performance.memory.usedJSHeapSize / 1e6)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1000, 10_000, 100_000])
    sizes = parser.parse_args().people
    maps = {people: _made_up(people) for people in sizes}
    bodies = {people: gzip.compress(pack(found), 6) for people, found in maps.items()}
    with tempfile.TemporaryDirectory() as home:
        os.environ["GUANXI_HOME"] = home
        url = _serve(bodies, {people: found for people, found in maps.items() if people <= _PYVIS_UP_TO})
        print("| people | ties | sent kB | as JSON kB | first picture ms | work a frame ms | heap MB |")
        print("|---|---|---|---|---|---|---|")
        for people, found in maps.items():
            told = (
                f"| {people:,} | {found.ties.height:,} | {len(bodies[people]) / 1e3:,.0f} | {_json(found) / 1e3:,.0f} |"
            )
            print(told, _measured(f"{url}/bench/map/{people}"), flush=True)
            if people <= _PYVIS_UP_TO:
                print(f"| {people:,} by pyvis | {found.ties.height:,} | | |", _measured(f"{url}/bench/pyvis/{people}"))


def _made_up(people: int) -> WholeMap:
    edges = network(people, mean_degree=6.3)
    adjacency = sparse(people, edges)
    importance, membership = pagerank(adjacency), communities(adjacency)
    places = layout(adjacency, membership, importance)
    order = np.argsort(-importance, kind="stable")
    row = np.empty(people, np.uint32)
    row[order] = np.arange(people)
    names = pl.Series(["王芳", "Iris Okafor", "刘丽明", "Paul Larsen", "陈杰", "Kara Müller"])
    found = pl.DataFrame(
        {
            "key": [f"contact:{i}" for i in order],
            "name": names.gather(order % len(names)) + " " + pl.Series(order.astype(str)),
            "kind": ["contact"] * people,
            "account": [f"Account {i // 10}" for i in order],
            "rank": np.arange(1, people + 1),
            "cluster": membership[order],
            "score": importance[order],
            "x": places[order, 0],
            "y": places[order, 1],
        }
    )
    strength = np.random.default_rng(1).beta(2, 4, len(edges)) * 100
    ties = pl.DataFrame({"source": row[edges[:, 0]], "target": row[edges[:, 1]], "strength": strength.round(1)})
    sizes = np.bincount(membership)
    clusters = [
        {"id": str(i), "number": i, "name": f"Cluster {i}", "description": "", "size": int(size)}
        for i, size in enumerate(sizes)
    ]
    whole = {"people": people, "ties": ties.height}
    run = {"id": "bench", "at": "2026-01-01", "as_of": "2026-01-01", "basis": "ties", **whole}
    head = {"run": run, "reading": "pagerank", "shown": whole, "total": whole, "clusters": clusters}
    return WholeMap(head, found, ties.sort(-pl.col("strength")))


def _json(found: WholeMap) -> int:
    """The bytes of the same as JSON, compressed."""
    columns = {"people": found.people.to_dict(as_series=False), "ties": found.ties.to_dict(as_series=False)}
    return len(gzip.compress(json.dumps({**found.head, **columns}, ensure_ascii=False).encode(), 6))


def _serve(bodies: dict[int, bytes], small: dict[int, WholeMap]) -> str:
    """The app on a free port, with the maps at addresses of their own; it needs no graph for these."""
    settings = Settings()
    appstore = open_appstore(settings)
    users.add(appstore, "bench", "a password of bench", "admin")
    app = create_app(settings, appstore=appstore)
    pages = {people: _pyvis(found) for people, found in small.items()}

    @app.get("/bench/map/<int:people>")
    @public
    def frame(people: int) -> str:
        return render_template_string(_FRAME, people=people)

    @app.get("/bench/data/<int:people>")
    @public
    def data(people: int) -> Response:
        return Response(bodies[people], mimetype=TYPE, headers={"Content-Encoding": "gzip"})

    @app.get("/bench/pyvis/<int:people>")
    @public
    def pyvis(people: int) -> str:
        return pages[people]

    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}"


def _pyvis(found: WholeMap) -> str:
    columns = found.people.with_columns(title=pl.lit(""), score=pl.lit(30.0)).to_dict(as_series=False)
    data: dict[str, Any] = {
        "people": columns,
        "ties": found.ties.to_dict(as_series=False),
        "centre": columns["key"][0],
        "clusters": found.head["clusters"],
        "shown": found.head["shown"],
        "left_out": 0,
    }
    return offline_map.render(data, "bench", None)


def _measured(url: str) -> str:
    """The rest of a row: first picture, work a frame, heap."""
    program = chromium.find()
    arguments = [
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--enable-precise-memory-info",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page.set_default_timeout(120_000)
        page.goto(url, wait_until="commit")
        first = page.evaluate(_DRAWN)
        page.wait_for_timeout(1500)
        work = _work(page)
        heap = page.evaluate(_HEAP)
        browser.close()
    return f"{first:,.0f} | {work:.1f} | {heap} |"


def _work(page: Page, seconds: float = 4.0) -> float:
    """Milliseconds of the main thread for each frame while the map is dragged to and fro, and zoomed."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate(_COUNT)
    page.mouse.move(640, 400)
    before, end = _busy(session), time.monotonic() + seconds
    page.mouse.down()
    step = 0
    while time.monotonic() < end:
        page.mouse.move(640 + 200 * np.sin(step / 12), 400 + 120 * np.cos(step / 9))
        step += 1
        if step % 40 == 0:
            page.mouse.up()
            page.mouse.wheel(0, -120 if step % 80 else 120)
            page.mouse.down()
    page.mouse.up()
    return (_busy(session) - before) * 1000 / max(1, page.evaluate("window.frames_drawn"))


def _busy(session: Any) -> float:
    """Seconds that the page's main thread has worked."""
    return next(
        row["value"] for row in session.send("Performance.getMetrics")["metrics"] if row["name"] == "TaskDuration"
    )


if __name__ == "__main__":
    main()

"""The map itself: keys, buttons, the table, other renderers, larger networks."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
from playwright.sync_api import Page

from tests.browser.company import HUB
from tests.browser.conftest import LiveApp
from tests.browser.fixture import ISLANDS, network
from tests.browser.maps import ink, look, place, ready, until


def _open(live_app: LiveApp) -> Page:
    page = live_app.log_in()
    page.goto(f"{live_app.url}/influencers")
    ready(page)
    return page


def test_keys_walk_open_and_clear(live_app: LiveApp) -> None:
    page = _open(live_app)
    live = page.locator("[data-part=live]")
    page.locator(".map-stage").focus()

    page.keyboard.press("ArrowRight")
    until(page, lambda: live.inner_text().startswith("Steel Person 0, "))
    page.keyboard.press("ArrowLeft")
    until(page, lambda: live.inner_text() and not live.inner_text().startswith("Steel Person 0, "))
    walked = live.inner_text().rsplit(",", 1)[0]
    page.keyboard.press("Enter")
    until(page, lambda: page.locator(".map-card h3").inner_text() == walked)
    page.keyboard.press("Escape")
    until(page, lambda: not page.locator(".map-card").is_visible())


def test_buttons_zoom_and_show_all(live_app: LiveApp) -> None:
    page = _open(live_app)

    page.get_by_role("button", name="Zoom in").click()
    until(page, lambda: look(page, "view.camera.ratio") < 0.7)
    page.get_by_role("button", name="Show all").click()
    until(page, lambda: look(page, "view.camera") == {"x": 0.5, "y": 0.5, "ratio": 1})
    page.mouse.click(*place(page, HUB))
    page.get_by_role("button", name="Begin again").click()
    until(page, lambda: look(page, "view.selected") is None)


def test_a_plain_canvas_does_where_webgl_is_missing(live_app: LiveApp) -> None:
    page = live_app.log_in()
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.includes('webgl') ? null : get.call(this, kind, ...rest); };"
    )
    page.goto(f"{live_app.url}/influencers")
    ready(page)

    assert page.locator("[data-map]").get_attribute("data-renderer") == "canvas"
    assert ink(page) > 5000
    page.mouse.click(*place(page, HUB))
    until(page, lambda: look(page, "view.selected") == HUB)
    page.get_by_role("button", name="Close").click()
    page.locator(".map-stage").hover(position={"x": 60, "y": 300})
    page.mouse.wheel(0, -400)
    until(page, lambda: look(page, "view.camera.ratio") < 1)


def test_names_never_lie_over_each_other(live_app: LiveApp) -> None:
    page = _open(live_app)

    for size in (2_000, 10_000):
        look(page, f"view.show({json.dumps(network(size))}) ?? null")
        until(page, lambda size=size: look(page, "view.network.people.size") == size)  # type: ignore[misc]
        page.wait_for_timeout(500)
        names = look(page, "view.labelled")
        assert 10 < len(names) < 60
        rectangles = look(page, "view.labels.rects.map(({ left, top, right, bottom }) => [left, top, right, bottom])")
        crossing = [
            (a, b)
            for i, a in enumerate(rectangles)
            for b in rectangles[i + 1 :]
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        ]
        assert crossing == []


def test_a_map_that_cannot_be_had_says_why(live_app: LiveApp) -> None:
    page = _open(live_app)

    look(page, "view.load('/api/map?reading=nonsense')")

    until(page, lambda: page.locator("[data-map]").get_attribute("data-state") == "error")
    assert page.locator("[data-part=state]").inner_text() != ""
    live_app.said.clear()


def test_an_empty_map_says_so(live_app: LiveApp) -> None:
    page = _open(live_app)

    look(page, f"view.show({json.dumps(network(0))}) ?? null")

    assert page.locator("[data-part=state]").inner_text() == "There is nobody to show here yet."


def test_a_large_map_groups_opens_and_is_kept(live_app: LiveApp, tmp_path: Path) -> None:
    """20,000 people come as clusters; one opens by a click and is closed again; table, thinning, hiding, files."""
    page = _open(live_app)
    look(page, f"view.show({json.dumps(network(20_000))}) ?? null")
    until(page, lambda: look(page, "view.network.people.size") == ISLANDS)
    shown = page.locator("[data-part=shown]")
    assert "20,000 of 200,000 people: 0 one by one, the others in 14 groups" in shown.inner_text()
    assert look(page, "[...view.network.ties.values()].reduce((n, tie) => n + tie.count, 0)") > 50_000

    island = "group:Island 13"
    people = look(page, "view.network.groups.get(key).size", island)
    page.mouse.click(*place(page, island))
    until(page, lambda: look(page, "view.network.counts.single") >= people)
    until(page, lambda: "one by one, the others in 1" in shown.inner_text())
    inside = look(page, "view.network.members.all.find(({ cluster }) => cluster === 13).key")
    look(page, "view.select(key) ?? null", inside)
    page.get_by_role("button", name="Close Island 13").click()
    until(page, lambda: look(page, "view.network.counts.single") == 0)
    look(page, "view.select(key, true) ?? null", inside)
    until(page, lambda: look(page, "view.network.people.has(key)", inside))
    page.get_by_role("button", name="Close the groups").click()
    until(page, lambda: look(page, "view.network.counts.single") == 0)

    look(page, "view.hide(view.network.members.all.slice(0, 500).map(({ key }) => key)) ?? null")
    until(page, lambda: "(500 hidden)" in shown.inner_text())
    look(page, "view.filter(({ cluster }) => cluster < 2) ?? null")
    assert look(page, "view.network.people.size") == 2
    look(page, "view.filter(null) ?? view.group(({ rank }) => (rank <= 5 ? null : `Half ${rank % 2}`)) ?? null")
    assert look(page, "[...view.network.groups.keys()].sort().join()") == "group:Half 0,group:Half 1"

    page.locator(".map-table summary").click()
    page.get_by_role("button", name="Ties on the map").click()
    head = page.locator(".map-table th[aria-sort=descending]")
    until(page, lambda: head.inner_text() == "Ties on the map")
    ties = [int(text) for text in page.locator(".map-table tbody td:last-child").all_inner_texts()]
    assert len(ties) == 200 and ties == sorted(ties, reverse=True)
    page.get_by_role("button", name="Next").click()
    until(page, lambda: "201–400 of 19,500" in page.locator(".map-pager").inner_text())

    for name, begins in (("Picture (PNG)", b"\x89PNG"), ("Drawing (SVG)", b"<svg")):
        page.locator(".map-menu summary").click()
        with page.expect_download() as waited:
            page.get_by_role("button", name=name).click()
        file = tmp_path / waited.value.suggested_filename
        waited.value.save_as(file)
        assert file.read_bytes().startswith(begins)
    drawn = ElementTree.parse(file)  # noqa: S314  # what the test itself had drawn
    live_app.said.clear()
    assert "Half 0" in {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}


def test_a_map_from_the_server_is_kept_as_files(live_app: LiveApp, tmp_path: Path) -> None:
    page = _open(live_app)
    page.mouse.click(*place(page, HUB))
    until(page, lambda: look(page, "view.selected") == HUB)
    for name, ending in (("For Gephi", "gexf"), ("For other programs", "graphml"), ("Page that needs", "html")):
        page.locator(".map-menu summary").click()
        with page.expect_download() as waited:
            page.locator(".map-menu a", has_text=name).click()
        page.locator(".map-menu summary").click()
        assert waited.value.suggested_filename.endswith(ending)
        file = tmp_path / f"map.{ending}"
        waited.value.save_as(file)
        assert "Steel Person 0" in file.read_text(encoding="utf-8")
    assert nx.read_gexf(tmp_path / "map.gexf").number_of_nodes() == 160
    assert nx.read_graphml(tmp_path / "map.graphml").nodes[HUB]["cluster"]

"""The map itself: keys, buttons, the table, other renderers, larger networks."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from tests.browser.company import HUB
from tests.browser.conftest import LiveApp
from tests.browser.fixture import network
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
        "  return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
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

"""How the browser tests look into a map: through the module that the page itself uses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

_VIEW = """async (key) => {
  const { mapOf } = await import("/static/dist/map.js");
  const view = mapOf(document.querySelector("[data-map]"));
  const stage = view.element.querySelector("[data-part=stage]").getBoundingClientRect();
  return %s;
}"""


def until(page: Page, found: Callable[[], Any], seconds: float = 20) -> Any:
    """What `found` gives as soon as it is true; the page's policy forbids waiting inside it."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(50)
    return value


def ready(page: Page) -> None:
    """Wait until the map of the page is drawn and stands still."""
    until(page, lambda: page.locator("[data-map]").get_attribute("data-state") in ("ready", "empty", "error"))
    page.wait_for_timeout(700)


def look(page: Page, expression: str, key: str | None = None) -> Any:
    """An expression about `view` (a MapView), `stage` (its rectangle) and `key`."""
    return page.evaluate(_VIEW % expression, key)


def place(page: Page, key: str) -> tuple[float, float]:
    """Where a person is on the page, in pixels, once the map is drawn as it is now."""
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    point = look(page, "(({ x, y }) => [x + stage.x, y + stage.y])(view.place(key))", key)
    return point[0], point[1]


def ink(page: Page) -> int:
    """How many pixels of the map differ from its ground, of all its canvases."""
    count = """[...view.element.querySelectorAll("canvas")].reduce((sum, canvas) => {
      const copy = new OffscreenCanvas(canvas.width || 1, canvas.height || 1).getContext("2d");
      copy.drawImage(canvas, 0, 0);
      const pixels = copy.getImageData(0, 0, copy.canvas.width, copy.canvas.height).data;
      for (let i = 3; i < pixels.length; i += 4) sum += pixels[i] > 40 ? 1 : 0;
      return sum;
    }, 0)"""
    return int(look(page, count))

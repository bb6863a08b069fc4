"""The stand-alone map in a real Chromium: drawn, nothing fetched, and no name is ever read as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from graph.reports.rings import rings
from web.offline_map import render

HOSTILE = [
    "<script>window.hurt = 1</script>",
    '<a href="https://example.com/x">href</a>',
    '"><img src=x onerror="window.hurt = 2">',
    "</script><script>window.hurt = 3</script>",
    "{{ 7 * 7 }} ${window.hurt=4} \u2028 王芳",
]
_INK = """() => {
  const canvas = document.querySelector("canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let ink = 0;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) ink += 1;
  return ink;
}"""


def _map(people: int) -> dict[str, Any]:
    keys = [f"contact:{i}" for i in range(people)]
    ties = [(keys[0], key, 90 - i % 80) for i, key in enumerate(keys[1:])]
    places = rings(keys[0], keys, ties)
    names = [HOSTILE[i % len(HOSTILE)] for i in range(people)]
    return {
        "centre": keys[0],
        "left_out": 12,
        "shown": {"people": people, "ties": len(ties)},
        "clusters": [{"number": 0, "name": HOSTILE[0]}],
        "people": {
            "key": keys,
            "name": names,
            "kind": ["contact"] * people,
            "title": names,
            "account": names,
            "cluster": [0] * people,
            "x": [places[key].x for key in keys],
            "y": [places[key].y for key in keys],
            "score": [places[key].strength for key in keys],
        },
        "ties": {
            "source": [0] * len(ties),
            "target": list(range(1, people)),
            "strength": [strength for _, _, strength in ties],
        },
    }


@pytest.mark.parametrize("people", [5, 500])
def test_it_opens_alone_and_runs_no_name(browser: Browser, tmp_path: Path, people: int) -> None:
    file = tmp_path / "map.html"
    file.write_text(render(_map(people), HOSTILE[0], "2026-01-01"), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(file.as_uri())
    page.mouse.move(640, 360)
    page.wait_for_timeout(400)

    assert asked == [file.as_uri()]
    assert said == []
    assert page.evaluate("window.hurt") is None
    assert page.locator("img, iframe, a[href]").count() == 0
    assert page.title().startswith("<script>")
    assert page.evaluate(_INK) > 1000
    assert page.locator("tbody tr").count() == people
    context.close()

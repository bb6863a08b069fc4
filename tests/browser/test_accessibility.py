"""Every screen under axe: WCAG 2.2 AA, in light and dark, English and Chinese; and none scrolls sideways on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.company import HUB
from tests.browser.conftest import LiveApp
from tests.browser.maps import until

SCREENS = (
    "/today",
    "/influencers",
    "/accounts",
    "/accounts/0-0",
    f"/people/{HUB}",
    "/explore",
    "/clusters",
    "/segments",
    "/referrals",
    "/data",
    "/data/import",
    "/console",
    "/views",
    "/search?q=Steel",
)
AXES_OWN = "Applying inline style violates"
"""What the browser says of axe's own measuring; other tests see to it that pages apply none."""

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
"""axe would fetch the style sheets once more, from places where they are not."""


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("zh", "dark", 390)])
def test_every_screen_is_accessible(live_app: LiveApp, language: str, theme: str, width: int) -> None:
    page = live_app.log_in(width=width, height=844, language=language, theme=theme)

    found: dict[str, Any] = {}
    for screen in SCREENS:
        page.goto(live_app.url + screen)
        _settle(page)
        problems = _problems(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append("scrolls sideways")
        if problems:
            found[screen] = problems

    live_app.said[:] = [said for said in live_app.said if not said.startswith(AXES_OWN)]
    assert found == {}


def _settle(page: Page) -> None:
    until(page, lambda: page.locator("[aria-busy=true]").count() == 0)
    page.evaluate("document.fonts.ready.then(() => {})")


def _problems(page: Page) -> list[str]:
    """What axe finds, each with where: `color-contrast: <span class=…>`."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in violations for node in rule["nodes"]]

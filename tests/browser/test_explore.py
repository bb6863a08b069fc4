"""The screen Explore in a real browser: from a search step by step, and every step back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.company import BRIDGE, HUB
from tests.browser.conftest import LiveApp
from tests.browser.maps import look, ready, until


def _asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _people(page: Page) -> int:
    return int(look(page, "view.network?.counts.people ?? 0"))


def test_from_a_search_step_by_step_and_back(live_app: LiveApp) -> None:
    page = live_app.log_in("account_manager")
    page.goto(f"{live_app.url}/explore")
    assert page.get_by_role("heading", name="Most influential people").is_visible()

    search = page.get_by_label("Add a person or an account")
    search.fill("steel persn 0")
    page.locator("#explore-found [role=option]", has_text="Steel Person 0").first.wait_for()
    search.press("Enter")
    until(page, lambda: _people(page) == 1)
    ready(page)
    assert _asked(page) == {"roots": HUB, "person": HUB}

    person = page.locator(".explore-person")
    person.get_by_role("button", name="Contacts they know").click()
    until(page, lambda: _people(page) == 26)
    more = person.get_by_role("button", name="more")
    assert more.inner_text() == "+14 more"
    more.click()
    until(page, lambda: _people(page) == 40)
    stood = look(page, "view.network.find(key).x", "contact:0-1")
    page.keyboard.press("Control+z")
    until(page, lambda: _people(page) == 26)
    page.keyboard.press("Control+Shift+z")
    until(page, lambda: _people(page) == 40)
    assert look(page, "view.network.find(key).x", "contact:0-1") == stood

    tree = page.get_by_role("tree")
    tree.get_by_role("treeitem").first.focus()
    page.keyboard.press("ArrowDown")
    second = tree.get_by_role("treeitem").nth(1)
    name = second.locator("b").inner_text()
    until(page, lambda: page.locator("[data-part=live]").inner_text().startswith(f"{name}, "))
    page.keyboard.press("h")
    until(page, lambda: _people(page) == 39)
    assert page.locator("[data-part=hidden-count]").inner_text() == "1 hidden"


def test_paths_in_chinese_on_a_phone(live_app: LiveApp) -> None:
    page = live_app.log_in(width=390, height=844, language="zh", theme="dark")
    page.goto(f"{live_app.url}/explore?roots={BRIDGE}&ways={BRIDGE}~contact:2-9~steps")
    ready(page)
    paths = page.locator(".explore-paths")
    until(page, lambda: "最短路径" in paths.inner_text())
    assert "步" in paths.inner_text() and paths.locator(".explore-path").count() >= 1
    paths.get_by_role("button", name="最强路径").click()
    until(page, lambda: _asked(page)["ways"].endswith("~strength"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

"""The screen Explore in a real browser: from a search step by step, and every step back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.company import BRIDGE, HUB
from tests.browser.conftest import LiveApp
from tests.browser.maps import look, place, ready, until


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


def test_people_are_moved_and_several_chosen_by_hand_and_by_keys(live_app: LiveApp) -> None:
    """Whoever is moved stays there, in the address too, with where one looks; keys choose what a line would."""
    page = live_app.log_in("account_manager")
    page.goto(f"{live_app.url}/explore?roots={HUB}&open={HUB}~knows~25")
    ready(page)
    leaf = look(page, "[...view.network.people.keys()][3]")
    others = look(page, "view.network.members.all.map(({ key, x, y }) => [key, x, y])")

    x, y = place(page, leaf)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    until(page, lambda: "pin" in _asked(page))
    until(page, lambda: max(abs(a - b) for a, b in zip(place(page, leaf), (x + 60, y + 40), strict=True)) < 8)
    assert look(page, "view.selected") is None
    there = look(page, "view.network.members.all.map(({ key, x, y }) => [key, x, y])")
    assert [one for one in there if one[0] != leaf] == [one for one in others if one[0] != leaf]

    near = look(page, "view.camera.ratio") / 1.5
    page.get_by_role("button", name="Zoom in").click()
    until(page, lambda: _asked(page).get("camera", "").endswith(f",{round(near, 3):g}"))
    put = place(page, leaf)
    page.reload()
    ready(page)
    until(page, lambda: max(abs(a - b) for a, b in zip(place(page, leaf), put, strict=True)) < 3)

    page.locator(".map-stage").focus()
    look(page, "view.hover(key) ?? null", leaf)
    before = _asked(page)["pin"]
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    until(page, lambda: _asked(page)["pin"] != before)
    until(page, lambda: page.locator("[data-part=live]").inner_text().endswith(" stays here."))
    page.keyboard.press("Control+z")
    until(page, lambda: _asked(page)["pin"] == before)

    page.locator(".map-stage").focus()
    look(page, "view.hover(key) ?? null", HUB)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+Space")
    chosen = page.locator("[data-part=chosen-count]")
    until(page, lambda: chosen.inner_text() == "1 chosen")
    page.locator(".map-table summary").click()
    page.locator(".map-table tbody input[type=checkbox]:not(:checked)").first.check()
    until(page, lambda: chosen.inner_text() == "2 chosen")
    page.get_by_role("treeitem").nth(20).focus()
    page.keyboard.press("Shift+ArrowDown")
    until(page, lambda: chosen.inner_text() in ("3 chosen", "4 chosen"))
    kept = int(chosen.inner_text().split()[0])
    page.get_by_role("button", name="Keep only these").click()
    until(page, lambda: _people(page) == kept)


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

"""The screen Influencers in a real browser: list, map and address in step."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

from tests.browser.company import BRIDGE, HOSTILE, HUB
from tests.browser.conftest import LiveApp
from tests.browser.maps import ink, look, place, ready, until


def _open(live_app: LiveApp, query: str = "?aim=authority", **options: Any) -> Page:
    page = live_app.log_in(**options)
    page.goto(f"{live_app.url}/influencers{query}")
    ready(page)
    return page


def _asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _row(page: Page, key: str) -> Locator:
    return page.locator(f'.ranked > [data-key="{key}"]')


def _first(page: Page) -> str:
    return str(page.locator(".ranked > li").first.get_attribute("data-key"))


def test_the_list_ranks_with_reasons_beside_a_map(live_app: LiveApp) -> None:
    page = _open(live_app, user="marketer")

    assert _first(page) == HUB
    assert "Connected with" in _row(page, HUB).inner_text()
    assert page.locator(".ranked > li").count() == 50
    assert "50 of 156" in page.locator(".panel-line").inner_text()
    assert "4 people of this market do not want to be written to" in page.locator(".opted").inner_text()
    assert "160 of 160 people" in page.locator(".map-shown").inner_text()
    assert look(page, "view.network.people.size") == 160
    assert "Steel Person 0" in look(page, "view.labelled")
    assert ink(page) > 5000
    assert "1 Jun 2025" in page.locator(".influencers-list header").inner_text()


def test_hovering_the_list_points_on_the_map_and_back(live_app: LiveApp) -> None:
    page = _open(live_app)

    _row(page, HUB).hover()
    until(page, lambda: "ties" in page.locator("[data-part=live]").inner_text())
    assert look(page, "view.labelled")[0] == "Steel Person 0"

    page.mouse.move(*place(page, HUB))
    until(page, lambda: "pointed" in (_row(page, HUB).get_attribute("class") or ""))


def test_a_click_on_the_map_opens_the_card_and_marks_the_row(live_app: LiveApp) -> None:
    page = _open(live_app)

    page.mouse.click(*place(page, HUB))

    card = page.locator(".map-card")
    until(page, lambda: "Strongest ties" in card.inner_text())
    assert "Steel Person 0" in card.inner_text() and "No. 1" in card.inner_text()
    assert _row(page, HUB).get_attribute("aria-current") == "true"
    assert _asked(page)["person"] == HUB
    assert card.get_by_role("link", name="Open the person's page").get_attribute("href") == f"/people/{HUB}"

    card.get_by_role("button", name="Close").click()
    until(page, lambda: "person" not in _asked(page))
    assert not card.is_visible()


def test_neighbours_come_by_twenty_five_and_go_again(live_app: LiveApp) -> None:
    page = _open(live_app, f"?aim=authority&person={HUB}")
    card = page.locator(".map-card")

    card.get_by_role("button", name="Show neighbours").click()
    more = card.get_by_role("button", name="more")
    until(page, lambda: more.count() == 1)
    assert more.inner_text() == "+14 more"
    assert look(page, "[view.network.expansion(key).shown, view.network.expansion(key).more]", HUB) == [25, 14]

    more.click()
    until(page, lambda: look(page, "view.network.expansion(key).more", HUB) == 0)
    assert look(page, "view.network.degree(key)", HUB) >= 39

    card.get_by_role("button", name="Collapse").click()
    until(page, lambda: look(page, "view.network.expansion(key) ?? null", HUB) is None)
    assert look(page, "view.network.people.size") == 160


def test_a_double_click_brings_our_own_people_onto_the_map(live_app: LiveApp) -> None:
    page = _open(live_app)
    assert look(page, "view.network.people.has('employee:1')") is False

    page.mouse.dblclick(*place(page, "contact:0-2"))

    until(page, lambda: look(page, "view.network.people.has('employee:1')"))
    until(page, lambda: "Erin Own" in look(page, "view.labelled"))


def test_the_map_finds_a_person(live_app: LiveApp) -> None:
    page = _open(live_app)

    page.locator("[data-part=find]").fill("王芳0")
    until(page, lambda: page.locator("[data-part=found] li[role=option]").count() >= 1)
    page.keyboard.press("Enter")

    until(page, lambda: _asked(page).get("person") == "contact:2-0")
    until(page, lambda: "王芳0" in page.locator(".map-card").inner_text())
    page.locator("[data-part=find]").fill("nobody at all")
    until(page, lambda: page.get_by_text("Nobody is called that.").count() == 1)


def test_another_reading_ranks_and_draws_anew(live_app: LiveApp) -> None:
    page = _open(live_app)

    page.get_by_role("link", name="Bridge").click()

    until(page, lambda: _asked(page).get("aim") == "bridge")
    until(page, lambda: BRIDGE in [_first(page), page.locator(".ranked > li").nth(1).get_attribute("data-key")])
    until(page, lambda: "bridges" in page.locator(".map-legend").inner_text())
    page.go_back()
    until(page, lambda: _first(page) == HUB and _asked(page)["aim"] == "authority")


def test_the_legend_picks_a_cluster_for_list_and_map(live_app: LiveApp) -> None:
    page = _open(live_app)
    cluster = look(page, "view.network.get(key).cluster", HUB)

    page.locator(f"[data-cluster='{cluster}']").click()

    until(page, lambda: _asked(page).get("cluster") == str(cluster))
    until(page, lambda: look(page, "view.network.people.size") < 160)
    until(page, lambda: page.locator(".ranked > li").count() < 50)
    assert page.locator(f"[data-cluster='{cluster}']").get_attribute("aria-pressed") == "true"
    assert page.locator("[data-cluster]").count() > 1
    page.get_by_role("link", name="Everybody again").click()
    until(page, lambda: look(page, "view.network.people.size") == 160)


def test_a_copied_link_shows_the_same(live_app: LiveApp) -> None:
    page = _open(live_app, f"?aim=connections&person={HUB}&k=20")
    page.get_by_role("button", name="Zoom in").click()
    until(page, lambda: "camera" in _asked(page))
    page.wait_for_timeout(900)
    page.get_by_role("button", name="Copy link").click()
    link = until(page, lambda: page.evaluate("navigator.clipboard.readText()"))
    seen = look(page, "view.camera")

    again = live_app.log_in()
    again.goto(link)
    ready(again)

    restored = look(again, "view.camera")
    assert {name: round(value, 2) for name, value in restored.items()} == {
        name: round(value, 2) for name, value in seen.items()
    }
    assert look(again, "view.selected") == HUB
    assert again.locator(".aims summary").inner_text() == "Connections"
    assert again.locator(".ranked > li").count() == 20


def test_chinese_and_dark(live_app: LiveApp) -> None:
    page = _open(live_app, f"?aim=authority&person={HUB}", language="zh", theme="dark")

    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("h1").inner_text() == "影响者"
    assert "最强的关系" in until(
        page, lambda: page.locator(".map-card h4").count() and page.locator(".map-card").inner_text()
    )
    assert sum(look(page, "view.style.theme.background")) < 200
    assert ink(page) > 5000


def test_a_phone_shows_the_list_first_and_the_map_as_a_tab(live_app: LiveApp) -> None:
    page = _open(live_app, width=390, height=844)

    assert _row(page, HUB).is_visible() and not page.locator(".map-stage").is_visible()
    page.get_by_role("link", name="Map", exact=True).click()
    until(page, lambda: page.locator(".map-stage").is_visible())
    page.wait_for_timeout(500)
    assert ink(page) > 2000
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_hostile_name_stays_text(live_app: LiveApp) -> None:
    page = _open(live_app, "?aim=authority&person=contact:3-1")

    until(page, lambda: HOSTILE in page.locator(".map-card h3").inner_text())
    page.locator(".map-table summary").click()
    until(page, lambda: page.locator(".map-table tbody tr").count() == 160)
    assert HOSTILE in page.locator(".map-table tbody").inner_text()
    assert page.evaluate("window.hurt") is None
    assert page.locator("main img").count() == 0

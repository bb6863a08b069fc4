"""The account screen in a real Chromium, for people with and without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LiveApp


def test_from_log_in_to_an_account_and_a_tie(live_app: LiveApp) -> None:
    page = live_app.log_in("account_manager")
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    page.get_by_role("link", name="Steel A").click()
    expect(page.get_by_role("heading", name="Steel A", exact=True)).to_be_visible()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready")
    people = page.get_by_role("region", name="People 20")
    expect(people.get_by_role("row").nth(1)).to_contain_text("Erin Own")
    people.get_by_role("link", name="More").click()
    expect(page.get_by_role("region", name="People 20").get_by_role("row")).to_have_count(11)
    page.get_by_role("region", name="Strongest ties").locator("td a.plain").first.click()
    expect(page.get_by_role("heading", name="What it is made of")).to_be_visible()
    assert page.get_by_role("row").count() > 1


def test_filters_are_in_the_address(live_app: LiveApp) -> None:
    page = live_app.log_in("account_manager")
    page.get_by_label("Industry").select_option("航运")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.reload()
    expect(page.get_by_role("link", name="航运 A")).to_be_visible()
    page.get_by_role("link", name="Clear").click()
    expect(page.locator("tbody tr")).to_have_count(8)


def test_search_by_keyboard_alone(live_app: LiveApp) -> None:
    page = live_app.log_in("account_manager")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("王芳0")
    option = page.get_by_role("option", name="王芳0")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="王芳0", exact=True)).to_be_visible()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize("width", [1280, 390])
def test_language_and_theme_are_kept_and_the_page_fits(live_app: LiveApp, width: int) -> None:
    page = live_app.log_in("marketer", width=width)
    page.goto(f"{live_app.url}/accounts/0-0?people=10")
    menu = page.locator(".menu summary").first
    menu.click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    menu.click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("navigation").get_by_role("link", name="客户", exact=True).first).to_be_visible()
    assert page.url.endswith("/accounts/0-0?people=10")
    expect(page.locator("body")).to_have_css("background-color", "rgb(15, 20, 26)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    menu.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

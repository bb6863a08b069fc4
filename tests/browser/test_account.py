"""The account screen in a real Chromium, for people with and without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LiveApp


def test_from_my_accounts_to_a_brief_on_paper(live_app: LiveApp) -> None:
    page = live_app.log_in("Erin Own")
    page.goto(f"{live_app.url}/accounts")
    expect(page.get_by_role("heading", name="My accounts")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("link", name="Steel A").click()
    expect(page.get_by_role("heading", name="Steel A", exact=True)).to_be_visible()
    expect(page.locator(".parts tbody tr")).to_have_count(6)

    tabs = page.get_by_role("navigation", name="Parts of this page")
    tabs.get_by_role("link", name="People").click()
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "ready")
    expect(page.locator(".committee .who:not(.ghost)")).to_contain_text("Steel Person 2")
    people = page.get_by_role("region", name="People 20")
    expect(people.get_by_role("row").nth(1)).to_contain_text("Erin Own")
    people.get_by_role("link", name="More").click()
    expect(page.get_by_role("region", name="People 20").get_by_role("row")).to_have_count(11)

    page.locator(".ghost", has_text="Budget holder").get_by_role("link").click()
    step = page.get_by_label("The next step")
    expect(step).to_have_value("Find out who the budget holder is")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".next-steps li")).to_have_count(1)

    tabs.get_by_role("link", name="Connections").click()
    whom = page.get_by_role("combobox", name="Whom do you want to meet?")
    whom.fill("Food Pers")
    expect(page.get_by_role("listbox", name="Whom do you want to meet?").get_by_role("option").first).to_be_visible()
    whom.press("ArrowDown")
    whom.press("Enter")
    page.wait_for_url(lambda url: "to=contact" in url)
    expect(page.locator(".introduction > li").first).to_contain_text("Erin Own")
    page.locator(".introduction .hop a").first.click()
    expect(page.get_by_role("heading", name="What it is made of")).to_be_visible()

    page.goto(f"{live_app.url}/accounts/0-0")
    page.get_by_role("button", name="Done: Find out").click()
    expect(page.locator(".next-steps .done")).to_contain_text("done on")
    page.get_by_role("link", name="Brief to print").click()
    expect(page.get_by_role("heading", name="Health and its parts")).to_be_visible()
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 2


def test_a_list_is_turned_round_a_chart_opened_and_a_timeline_paged(live_app: LiveApp) -> None:
    page = live_app.log_in("Erin Own")
    page.goto(f"{live_app.url}/accounts")
    heading = page.get_by_role("columnheader", name="Account")
    names = page.locator("tbody th a")
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    upwards = names.all_inner_texts()
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert names.all_inner_texts() == upwards[::-1]
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == upwards[::-1]

    page.goto(f"{live_app.url}/accounts/0-0?tab=people")
    level = page.locator(".level").first
    expect(level.locator(".who:not(.more)")).to_have_count(8)
    level.get_by_role("link", name="+12 more").click()
    expect(level.locator(".who")).to_have_count(20)
    page.get_by_role("link", name="Show fewer").click()
    expect(level.locator(".who:not(.more)")).to_have_count(8)

    page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name="Timeline").click()
    events = page.locator(".timeline time")
    expect(events).to_have_count(20)
    newest = events.last.get_attribute("datetime") or ""
    page.locator(".pager").get_by_role("link", name="More").click()
    page.wait_for_url(lambda url: "offset=20" in url)
    assert (events.first.get_attribute("datetime") or "") <= newest
    page.get_by_role("navigation", name="Of which kind").get_by_role("link", name="Purchases").click()
    expect(page.get_by_text("None are known.")).to_be_visible()


def test_an_account_in_chinese(live_app: LiveApp) -> None:
    page = live_app.log_in("Erin Own", width=390, language="zh", theme="dark")
    page.goto(f"{live_app.url}/accounts")
    expect(page.get_by_role("heading", name="我的客户")).to_be_visible()
    page.get_by_role("link", name="航运 A").click()
    expect(page.get_by_role("heading", name="下一步")).to_be_visible()
    for tab in ("people", "timeline", "business", "connections"):
        page.goto(f"{live_app.url}/accounts/2-0?tab={tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
    page.get_by_role("combobox", name="您想认识谁？").fill("contact:2-7")
    page.get_by_role("button", name="查找路径").click()
    expect(page.locator(".introduction > li").first).to_contain_text("认识")


def test_filters_are_in_the_address(live_app: LiveApp) -> None:
    page = live_app.log_in("account_manager")
    page.goto(f"{live_app.url}/accounts")
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
    page = live_app.log_in("Lin Gua", width=width)  # whoever chooses a language keeps it
    page.goto(f"{live_app.url}/accounts/0-0?people=10")
    menu = page.locator(".menu summary[aria-label^=Language], .menu summary[aria-label^=语言]")
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

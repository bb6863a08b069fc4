"""Today and Segments in a real browser: from a chart to the accounts behind it, to one of them; in both languages."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.conftest import LiveApp
from tests.browser.maps import until


def _figure(page: Page, name: str) -> Locator:
    figure = page.locator("figure.chart", has=page.get_by_role("heading", name=name))
    until(page, lambda: figure.locator("canvas").count() == 1)
    return figure


def _click(page: Page, figure: Locator, right: float, down: float) -> None:
    """Clicks so far right (a share of the width) and down (pixels) on the chart."""
    stage = figure.locator(".chart-stage")
    stage.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    box = stage.bounding_box()
    assert box
    page.mouse.click(box["x"] + right * box["width"], box["y"] + down)


def test_from_a_figure_to_the_accounts_behind_it(live_app: LiveApp) -> None:
    page = live_app.log_in(user="account_manager")
    until(page, lambda: page.url.endswith("/today"))
    assert "Next steps due" in page.locator(".today-list h2").first.inner_text()
    assert "There is no analysis of that time to compare with" in page.locator("#main").inner_text()

    _click(page, _figure(page, "Customers by stage of life"), 0.5, 15)
    until(page, lambda: "/segments/accounts?" in page.url and "lifecycle=prospect" in page.url)
    assert page.locator("tbody tr").count() == 8
    page.get_by_role("link", name="Account", exact=True).click()
    until(page, lambda: "sort=name" in page.url)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 9
    page.get_by_role("link", name="Steel A").click()
    until(page, lambda: page.locator("h1").inner_text() == "Steel A")

    page.get_by_role("navigation", name="Screens").get_by_role("link", name="Segments").click()
    _click(page, _figure(page, "How accounts moved"), 0.5, 100)
    until(page, lambda: "before=prospect" in page.url and "after=prospect" in page.url)
    assert page.locator("tbody tr").count() == 8


def test_figures_in_chinese_by_the_keyboard(live_app: LiveApp) -> None:
    page = live_app.log_in(user="marketer", language="zh", theme="dark", width=390)
    until(page, lambda: page.url.endswith("/today"))
    assert page.locator("h1").inner_text() == "今日"
    assert page.locator(".today-list h2").first.inner_text().startswith("新晋影响者")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    figure = _figure(page, "按生命周期划分的客户")
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    until(page, lambda: figure.get_by_role("link", name="潜在客户").is_visible())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, lambda: "lifecycle=prospect" in page.url)
    assert page.locator("h1").inner_text() == "生命周期：潜在客户"
    page.goto(f"{live_app.url}/segments?period=quarter")
    _figure(page, "客户生命周期的流动")
    assert page.locator(".switch [aria-current]").inner_text() == "一个季度"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

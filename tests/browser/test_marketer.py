"""What a marketer does, from log-in to export: aim, market, people, who says no, compare, keep, take along."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveApp
from tests.browser.maps import ready, until


def _names(page: Page) -> list[str]:
    return page.locator(".ranked > li .who strong").all_inner_texts()


def _downloaded(page: Page, kind: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=kind, exact=True).click()
    return download.value.path()


def test_a_marketer_chooses_people_and_takes_them_along(live_app: LiveApp) -> None:
    page = live_app.log_in("marketer")
    page.get_by_role("link", name="Influencers", exact=True).click()
    expect(page.locator(".ranked > li")).to_have_count(10)
    ready(page)
    assert "people" in page.locator(".result strong").inner_text()
    assert "certainty" in page.locator(".result").inner_text()
    until(page, lambda: page.locator(".map-stage.map-reaching").count() == 1)

    page.get_by_label("Industry").select_option("Steel")
    until(page, lambda: len(_names(page)) == 10 and all(name.startswith("Steel") for name in _names(page)))
    page.get_by_label("How many people").fill("4")
    page.get_by_label("How many people").press("Enter")
    expect(page.locator(".ranked > li")).to_have_count(4)
    assert "industry=Steel" in page.url and "k=4" in page.url and "each" not in page.url
    page.get_by_label("Budget").fill("6")
    page.get_by_label("Budget").press("Tab")
    expect(page.locator(".result .cost")).to_have_text("They cost 4 of 6; 2 is left.")
    page.get_by_label("Each costs").fill("2")
    page.get_by_label("Each costs").press("Tab")
    expect(page.locator(".result .cost")).to_have_text("They cost 6 of 6; 0 is left.")
    dear = _names(page)[0]
    page.get_by_label(f"What {dear} costs").fill("7")
    page.get_by_label(f"What {dear} costs").press("Tab")
    until(page, lambda: len(_names(page)) == 3 and dear not in _names(page))
    page.reload()
    until(page, lambda: len(_names(page)) == 3 and dear not in _names(page))
    page.get_by_label("Budget").fill("")
    page.get_by_label("Budget").press("Tab")
    expect(page.locator(".ranked > li")).to_have_count(4)
    assert "never proposed" in page.locator(".opted").inner_text()

    chosen = _names(page)
    page.get_by_role("link", name=f"{chosen[0]} says no", exact=True).click()
    until(page, lambda: len(_names(page)) == 4 and chosen[0] not in _names(page))
    assert "costs" in page.locator(".said-no").inner_text()

    one, other = _names(page)[:2]
    page.get_by_role("button", name=f"Compare {one}", exact=True).click()
    page.get_by_role("button", name=f"Compare {other}", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"{one} or {other}")).to_be_visible()
    assert "Both together are expected to reach" in dialog.inner_text()
    assert "compare=" in page.url
    page.keyboard.press("Escape")
    until(page, lambda: "compare=" not in page.url)

    wanted = _names(page)
    page.get_by_role("button", name="Save as a campaign list").click()
    page.get_by_label("Name", exact=True).fill("Steel launch")
    page.get_by_label("For whom").and_(page.locator("main *")).select_option("everybody")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Steel launch")).to_be_visible()
    assert page.locator("tbody th a").all_inner_texts() == wanted

    lines = _downloaded(page, "CSV").read_text(encoding="utf-8-sig").splitlines()
    assert [row["Name"] for row in csv.DictReader(lines)] == wanted
    sheet = openpyxl.load_workbook(BytesIO(_downloaded(page, "Excel").read_bytes())).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == wanted
    page.get_by_role("button", name="Copy 4 e-mail addresses").click()
    until(page, lambda: page.evaluate("navigator.clipboard.readText()").count("@example.com") == 4)

    page.get_by_role("button", name="Delete the list").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("tbody th a")).to_have_count(4)
    page.get_by_role("button", name="Delete the list").click()

    page.goto(f"{live_app.url}/clusters")
    page.locator("tbody th a").first.click()
    expect(page.locator(".advice")).to_contain_text("together they are expected to reach")
    page.goto(f"{live_app.url}/referrals")
    expect(page.get_by_role("heading", name="No referrals are recorded yet")).to_be_visible()


def test_a_marketer_reads_chinese_on_a_phone(live_app: LiveApp) -> None:
    page = live_app.log_in("marketer", language="zh", width=390, height=844)
    page.goto(f"{live_app.url}/influencers")
    expect(page.locator(".ranked > li")).to_have_count(10)
    assert "触达" in page.locator(".result").inner_text()
    page.get_by_label("人数", exact=True).fill("3")
    page.get_by_label("人数", exact=True).press("Enter")
    expect(page.locator(".ranked > li")).to_have_count(3)
    for address in ("influencers?k=3", "clusters", "campaigns"):
        page.goto(f"{live_app.url}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

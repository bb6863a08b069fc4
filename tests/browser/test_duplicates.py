"""Deciding about duplicates in a real Chromium: by keyboard, taken back, and split from a person's page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graph.store import Store
from guanxi.appstore import AppStore
from tests import duplicates
from tests.browser.conftest import LiveApp


@pytest.fixture
def app(served: LiveApp, own_app: LiveApp, session_store: Store, appstore: AppStore) -> Iterator[LiveApp]:
    """An app of its own on the company of all, with three pairs that are taken out of the graph again."""
    duplicates.write(session_store, appstore, "dup-")
    yield own_app
    own_app.leave()
    session_store.run_alone("MATCH (n) WHERE n.id STARTS WITH 'dup-' DETACH DELETE n")


def _named(page: Page, *names: str) -> None:
    """The pair that is shown has these names."""
    for place, name in enumerate(names):
        expect(page.locator(".pair thead strong").nth(place)).to_have_text(name)


def _press(page: Page, key: str) -> None:
    """Press a key once the page's scripts are there to hear it."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_an_account_manager_decides_by_keyboard(app: LiveApp) -> None:
    page = app.log_in("account_manager")
    page.goto(f"{app.url}/data")
    page.get_by_role("link", name="Decide").click()
    _named(page, "Dora Klein", "Dora Klain")
    expect(page.get_by_role("row", name="Name They differ")).to_be_visible()
    _press(page, "j")
    _named(page, "王芳", "Wang Fang")
    _press(page, "k")
    _named(page, "Dora Klein", "Dora Klain")
    _press(page, "d")
    expect(page.get_by_role("status")).to_contain_text("Dora Klein and Dora Klain stay apart.")
    _named(page, "王芳", "Wang Fang")
    _press(page, "u")
    _named(page, "Dora Klein", "Dora Klain")
    expect(page.get_by_role("status")).to_have_count(0)
    _press(page, "m")
    expect(page.get_by_role("status")).to_contain_text("Dora Klein and Dora Klain are one now.")
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("mdj")
    expect(page.get_by_role("combobox")).to_have_value("mdj")
    expect(page.get_by_text("1 of 2")).to_be_visible()


def test_from_a_merged_person_to_two_again(app: LiveApp) -> None:
    page = app.log_in("account_manager")
    page.goto(f"{app.url}/duplicates")
    page.get_by_role("button", name="Same person").click()
    page.get_by_role("link", name="What was merged 1").click()
    page.get_by_role("link", name="Dora Klain").click()
    expect(page.get_by_role("heading", name="Dora Klein", exact=True)).to_be_visible()
    facts = page.get_by_role("region", name="Facts")
    expect(facts.get_by_role("heading", name="Merged from 2 records")).to_be_visible()
    facts.get_by_role("link", name="See why, or split them").click()
    page.get_by_role("button", name="Split").click()
    expect(page.get_by_text("They are apart again.")).to_be_visible()
    page.goto(f"{app.url}/people/contact:dup-sf:1")
    expect(page.get_by_role("heading", name="Dora Klain", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Merged from")).to_have_count(0)


def test_a_narrow_dark_chinese_page_fits(app: LiveApp) -> None:
    page = app.log_in("analyst", width=390, height=844, language="zh", theme="dark")
    page.goto(f"{app.url}/duplicates")
    expect(page.get_by_role("button", name="同一个人")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="同一个人").click()
    page.goto(f"{app.url}/duplicates/merged")
    expect(page.get_by_role("button", name="拆分")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

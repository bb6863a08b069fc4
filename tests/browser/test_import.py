"""Importing in a real Chromium: upload, correct a column, check, load, mend a row; by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.store import Store
from tests.browser.conftest import LiveApp

CONTACTS = """编号,姓名,邮箱,昵称
import-1,王芳,fang@import.example,小芳
import-2,,bo@import.example,阿波
import-3,陈静,jing@import.example,静静
import-4,,di@import.example,
"""


@pytest.fixture
def app(served: LiveApp, own_app: LiveApp, session_store: Store) -> Iterator[LiveApp]:
    """An app of its own; what it loads is taken out of the graph that other browser tests look at."""
    yield own_app
    own_app.leave()
    session_store.run_alone("MATCH (n) WHERE n.id STARTS WITH 'import-' DETACH DELETE n")
    session_store.run_alone("MATCH (b:Batch) WHERE b.file = $file DETACH DELETE b", file="联系人.csv")


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "联系人.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path


def _upload(page: Page, app: LiveApp, path: Path, button: str) -> None:
    page.goto(f"{app.url}/data/import")
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_role("listitem").filter(has_text=path.name)).to_be_visible()
    page.get_by_role("button", name=button).click()


def test_an_analyst_imports_corrects_and_mends(app: LiveApp, contacts: Path) -> None:
    page = app.log_in("analyst", height=900)
    _upload(page, app, contacts, "Look what they hold")
    card = page.get_by_role("region", name="联系人.csv")
    expect(card.get_by_label("It holds")).to_have_value("kind:contacts")
    expect(card.get_by_text("2 of the first rows would be set aside")).to_be_visible()

    card.get_by_role("combobox", name="昵称").focus()
    card.get_by_role("combobox", name="昵称").select_option("name")
    expect(card.get_by_text("1 of the first rows would be set aside")).to_be_visible()
    expect(card.get_by_role("combobox", name="昵称")).to_be_focused()
    expect(card.get_by_role("combobox", name="姓名")).to_have_value("+")
    card.get_by_role("combobox", name="姓名").select_option("name")
    expect(card.get_by_role("combobox", name="昵称")).to_have_value("+")
    card.get_by_role("combobox", name="昵称").select_option("-")
    expect(card.get_by_text("2 of the first rows would be set aside")).to_be_visible()

    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", name="This is what would be loaded")).to_be_visible()
    expect(page.get_by_role("row", name="3 联系人.csv")).to_contain_text("is missing")
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_role("heading", name="It is loaded")).to_be_visible()

    page.get_by_role("button", name="Mend what was set aside").click()
    row = page.get_by_role("listitem").filter(has_text="line 3")
    faulty = row.get_by_role("textbox", name="姓名")
    expect(faulty).to_have_attribute("aria-invalid", "true")
    faulty.evaluate("input => input.dataset.first = ''")
    row.get_by_role("button", name="Save and load").click()
    expect(row.locator("[data-first]")).to_have_count(0)
    expect(row.get_by_text("is missing")).to_be_visible()
    faulty.fill("波")
    faulty.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Line 3 is loaded.")).to_be_visible()
    page.goto(f"{app.url}/people/contact:import-2")
    expect(page.get_by_role("heading", name="波", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_pages_fit_and_speak_chinese(app: LiveApp, contacts: Path, width: int, theme: str) -> None:
    page = app.log_in("analyst", width=width, language="zh", theme=theme)
    _upload(page, app, contacts, "查看内容")
    expect(page.get_by_role("heading", name="文件内容")).to_be_visible()
    for control in page.locator("select, input:not([type=hidden])").all():
        assert control.evaluate("one => one.labels?.length || one.ariaLabel || one.getAttribute('aria-labelledby')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="检查所有行").click()
    expect(page.get_by_role("heading", name="将导入以下内容")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_role("heading", name="导入文件")).to_be_visible()

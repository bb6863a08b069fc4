"""Open pages keep up by themselves, an analysis is begun on one, and the guided tour leads through them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.store import Store
from guanxi.config import load
from tests.browser import company
from tests.browser.conftest import LiveApp
from tests.browser.maps import look, ready
from tests.graph_rows import write_edges, write_nodes

ACCOUNT = "0-0"
TITLES = {
    "analyst": [
        "Begin with today",
        "What is loaded",
        "The Cypher of every view",
        "Ask your own questions",
        "Find anybody",
    ],
    "account_manager": ["从今日开始", "我们的关系如何？", "谁能为我们引荐？", "查找任何人"],
}


@pytest.fixture
def app(served: LiveApp, own_app: LiveApp, session_store: Store) -> Iterator[LiveApp]:
    """An app of its own; the company that other browser tests look at is loaded anew afterwards."""
    yield own_app
    own_app.leave()
    company.load(session_store, load())


def _stays(page: Page) -> None:
    """Remember this page: another one, loaded in its place, would not know."""
    page.evaluate("window.known = true")


def _meet(store: Store, number: int) -> None:
    """Somebody of our company and somebody of the account speak, on a day after all others."""
    write_nodes(
        store,
        "Interaction",
        [{"id": f"new-{number}", "at": datetime(2025, 6, 1 + number, 9, tzinfo=UTC), "channel": "call"}],
    )
    ends = ({"start": "employee:1", "as": "from"}, {"start": "contact:0-2", "as": "to"})
    write_edges(store, "TOOK_PART", "Person", "Interaction", [{**end, "end": f"new-{number}"} for end in ends])


def test_open_pages_keep_up_and_disturb_nobody(app: LiveApp, session_store: Store) -> None:
    reader = app.log_in("account_manager")
    today = reader.context.new_page()
    today.goto(f"{app.url}/today")
    expect(today.locator("header.title")).to_contain_text("As of 1 Jun 2025")
    reader.goto(f"{app.url}/accounts/{ACCOUNT}")
    recent = reader.locator(".figures > div", has=reader.get_by_text("In 90 days", exact=True)).locator("strong")
    before = int(recent.inner_text())
    step = reader.get_by_label("The next step")
    for page in (reader, today):
        _stays(page)

    writer = app.log_in("analyst")
    writer.goto(f"{app.url}/accounts/{ACCOUNT}")
    writer.get_by_label("Your comment").fill("They move in May")
    writer.get_by_role("button", name="Comment").click()
    expect(reader.get_by_text("They move in May")).to_be_visible()
    expect(reader.locator(".news")).to_contain_text("Brought up to date at")

    step.fill("Send the off")
    _meet(session_store, 1)
    expect(reader.locator(".news")).to_contain_text("New data since")
    step.press_sequentially("er")
    assert int(recent.inner_text()) == before
    reader.get_by_role("button", name="Refresh").click()
    expect(recent).to_have_text(str(before + 1))
    expect(step).to_have_value("Send the offer")
    assert reader.evaluate("window.known")

    writer.goto(f"{app.url}/data")
    _stays(writer)
    writer.get_by_role("button", name="Analyse now").click()
    expect(writer.locator("header.title")).to_contain_text("Ties and clusters are as of 2 Jun 2025")
    expect(writer.get_by_role("button", name="Analyse now")).to_be_visible()
    expect(today.locator("header.title")).to_contain_text("As of 2 Jun 2025")
    assert today.locator("figure.chart canvas").count() > 0
    assert today.evaluate("window.known")


@pytest.fixture
def own_call(served: LiveApp, session_store: Store) -> Iterator[None]:
    """What was added is taken out again."""
    yield
    session_store.run_alone("MATCH (i:Interaction) WHERE i.id STARTS WITH 'new-' DETACH DELETE i")


def test_a_map_keeps_up_where_it_is_looked_at(own_call: None, own_app: LiveApp, session_store: Store) -> None:
    page = own_app.log_in("account_manager")
    page.goto(f"{own_app.url}/people/{company.HUB}")
    ready(page)
    look(page, "view.select(key, true)", "contact:0-3")
    ready(page)
    look(page, "view.pin(key)", "contact:0-3")
    camera = look(page, "view.camera")
    map_ = page.locator("[data-map]")
    with page.expect_response(lambda answer: "/neighbours" in answer.url):
        _meet(session_store, 2)
    expect(page.locator("footer.foot")).to_contain_text("3 Jun 2025")
    expect(map_).to_have_attribute("data-state", "ready")
    assert look(page, "[view.selected, [...view.network.pinned], view.camera]") == [
        "contact:0-3",
        ["contact:0-3"],
        camera,
    ]
    expect(page.locator(".map-card h3")).to_be_visible()


@pytest.mark.parametrize(("role", "language", "width"), [("analyst", "en", 1280), ("account_manager", "zh", 390)])
def test_the_guided_tour_from_start_to_end(
    own_app: LiveApp, served: LiveApp, fresh_home: Path, role: str, language: str, width: int
) -> None:
    (fresh_home / "sample.loaded").touch()
    page = own_app.log_in(role, width=width, language=language)
    tour = page.locator("dialog[data-tour]")
    page.locator("[data-tour-offer] [data-tour-start]").click()
    for number, title in enumerate(TITLES[role]):
        expect(tour.get_by_role("heading", name=title)).to_be_visible()
        expect(tour.locator("[data-part=place]")).to_have_text(f"{number + 1} / {len(TITLES[role])}")
        light = page.locator("[data-tour-light]").bounding_box()
        assert light is None or light["width"] > 40
        place = tour.bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= width
        page.keyboard.press("Enter")
    expect(tour).to_be_hidden()
    page.reload()
    expect(page.locator("[data-tour-offer]")).to_be_hidden()

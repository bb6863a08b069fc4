"""The console in a real browser: pick, fill in, run, look at the result each way; mistakes; both languages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page

from tests.browser.company import HOSTILE, HUB
from tests.browser.conftest import LiveApp
from tests.browser.maps import ink, look, ready, until

PEOPLE_AT_STEEL = "MATCH p = (:Customer {name: $account})<-[:WORKS_AT]-(:Contact) RETURN p LIMIT 12"


def _open(
    live_app: LiveApp, query: str = "", *, user: str = "analyst", language: str = "en", width: int = 1280
) -> Page:
    page = live_app.log_in(user, language=language, width=width)
    page.goto(f"{live_app.url}/console{query}")
    until(page, lambda: page.locator("[data-query]").count() > 10)
    return page


def _run(page: Page, done: Callable[[], bool] | None = None) -> None:
    page.get_by_role("button", name="Run", exact=True).click()
    until(page, done or page.locator("[data-part=results]").is_visible)


def _cells(page: Page, column: int) -> list[str]:
    return page.locator(f"#result-table tbody td:nth-child({column})").all_inner_texts()


def _forget_refusals(live_app: LiveApp) -> None:
    """The browser reports each answer with status 400 as an error; here they are meant."""
    live_app.said[:] = [text for text in live_app.said if "400" not in text]


def test_a_named_query_is_picked_filled_in_run_and_sorted(live_app: LiveApp) -> None:
    page = _open(live_app)
    page.get_by_role("searchbox", name="Find a query").fill("strongest ties of a person")
    page.get_by_role("button", name="The strongest ties of a person", exact=True).click()
    page.get_by_role("textbox", name="key").fill(HUB)
    page.get_by_label("limit").fill("7")
    until(page, lambda: "rows at most" in page.locator("[data-part=cost]").inner_text())

    _run(page)

    assert len(_cells(page, 1)) == 7
    assert page.locator("[data-part=status]").inner_text().startswith("7 rows in ")
    strengths = [float(text) for text in _cells(page, 3)]
    assert strengths == sorted(strengths, reverse=True)
    page.get_by_role("button", name="name", exact=True).click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("name")
    numbers = [int(name.split()[-1]) for name in _cells(page, 2) if name.startswith("Steel")]
    assert numbers == sorted(numbers)
    assert f"query=influencers%2Fstrongest_ties&p.key={quote(HUB, safe='')}&p.limit=7" in page.url


def test_a_link_opens_without_running(live_app: LiveApp) -> None:
    page = _open(live_app, f"?query=influencers/strongest_ties&p.key={HUB}&p.limit=3")

    assert page.get_by_label("limit").input_value() == "3"
    assert "MATCH (p:Person {key: $key})" in page.locator(".cm-content").inner_text()
    page.wait_for_timeout(800)
    assert not page.locator("[data-part=results]").is_visible()


def test_ones_own_query_shows_a_map_json_and_plan(live_app: LiveApp) -> None:
    page = _open(live_app, f"?p.account=Steel%20A#text={quote(PEOPLE_AT_STEEL)}")
    assert page.locator("#parameter-account").input_value() == "Steel A"

    page.locator(".cm-content").press("Control+Enter")
    until(page, page.locator("[data-part=results]").is_visible)
    page.get_by_role("tab", name="Map").click()
    ready(page)

    assert look(page, "view.network.people.size") == 13
    assert "13 nodes, 12 relationships" in page.locator(".map-shown").inner_text()
    assert ink(page) > 500
    page.get_by_role("tab", name="JSON").click()
    assert '"_type": "path"' in page.locator("#result-json").inner_text()
    page.get_by_role("tab", name="JSON").press("ArrowRight")
    assert "NodeByLabelScan" in page.locator("#result-plan").inner_text()


def test_names_are_completed_from_the_schema(live_app: LiveApp) -> None:
    page = _open(live_app)
    until(page, lambda: "Customer" in (page.locator("[data-part=schema]").text_content() or ""))
    page.locator(".cm-content").click()
    page.keyboard.type("MATCH (c:Custo")
    until(page, page.locator(".cm-tooltip-autocomplete").is_visible)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" RETURN c.name AS name")
    assert page.locator(".cm-content").inner_text() == "MATCH (c:Customer) RETURN c.name AS name"
    page.wait_for_timeout(800)
    _forget_refusals(live_app)


def test_a_mistake_is_told_and_the_cursor_goes_there(live_app: LiveApp) -> None:
    page = _open(live_app, f"#text={quote('MATCH (c:Customer) RETUR c')}")

    _run(page, page.locator("[data-part=error]").is_visible)
    assert "Line 1, column 20: Invalid input 'RETUR'." in page.locator("[data-part=error]").inner_text()
    assert "Did you mean RETURN?" in page.locator("[data-part=error]").inner_text()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("CREATE (n) RETURN n")
    _run(page, lambda: "only reads" in page.locator("[data-part=error]").inner_text())
    page.wait_for_timeout(800)
    _forget_refusals(live_app)


def test_stop_ends_a_query_on_the_server(live_app: LiveApp) -> None:
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n"
    page = _open(live_app, f"#text={quote(endless)}")

    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Stop").click()
    until(page, lambda: "The query was stopped." in page.locator("[data-part=error]").inner_text())
    _forget_refusals(live_app)


def test_limits_are_said_and_hostile_names_stay_text(live_app: LiveApp) -> None:
    page = _open(live_app, f"#text={quote('UNWIND range(1, 6000) AS n RETURN n')}")
    _run(page)
    assert page.locator("[data-part=limited]").inner_text() == "Limited to 5,000 rows: narrow the query to see all."
    page.get_by_role("button", name="Show 200 more of 4,800").click()
    assert len(_cells(page, 1)) == 400

    hostile = quote("MATCH (c:Contact {id: '3-1'}) RETURN c, c.name")
    page.goto(f"{live_app.url}/console?x#text={hostile}")
    until(page, lambda: page.locator("[data-query]").count() > 10)
    _run(page)
    assert HOSTILE in _cells(page, 2)
    assert page.evaluate("window.hurt === undefined")


def test_results_are_downloaded_and_no_cell_is_a_formula(live_app: LiveApp) -> None:
    texts = quote("UNWIND ['=1+1', '-2', 'a,b'] AS text RETURN text")
    page = _open(live_app, f"#text={texts}")
    _run(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.path().read_bytes() == '\ufefftext\r\n\'=1+1\r\n-2\r\n"a,b"\r\n'.encode()
    page.get_by_role("button", name="Copy", exact=True).click()
    until(page, lambda: page.locator("[data-part=console-live]").inner_text() == "Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "text\n=1+1\n-2\na,b"


def test_history_keeps_what_was_run_without_values(live_app: LiveApp) -> None:
    page = _open(live_app, f"?query=influencers/strongest_ties&p.key={HUB}")
    _run(page)
    page.get_by_role("tab", name="History").click()
    assert "influencers/strongest_ties" in page.locator("[data-part=history]").inner_text()
    assert HUB not in str(page.evaluate("JSON.stringify(localStorage)"))
    page.get_by_role("button", name="Forget all").click()
    assert "What you run shows up here." in page.locator("[data-part=history]").inner_text()


def test_the_console_in_chinese_and_on_a_narrow_screen(live_app: LiveApp) -> None:
    page = _open(live_app, "?query=segments/by_industry", language="zh", width=420)

    assert page.locator("[data-part=title]").inner_text().startswith("按行业统计客户")
    page.get_by_role("button", name="运行", exact=True).click()
    until(page, page.locator("[data-part=results]").is_visible)
    assert _cells(page, 1) == ["Energy", "Food", "Steel", "航运"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_console_is_for_analysts(live_app: LiveApp) -> None:
    page = live_app.log_in("marketer")
    answer = page.goto(f"{live_app.url}/console")
    assert answer is not None
    assert answer.status == 403
    live_app.said[:] = [text for text in live_app.said if "403" not in text]

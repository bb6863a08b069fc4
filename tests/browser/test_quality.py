"""The report about an import in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import polars as pl
import pytest
from playwright.sync_api import expect

from graph.store import Store
from ingest import cleaning
from ingest.cleaning import Conventions
from ingest.lineage import Lineage
from ingest.mapping import Record, Value
from ingest.quality import Quality
from ingest.validate import check
from tests.browser.conftest import LiveApp

BATCH = "feedbeef"
_CELLS: dict[str, list[str | None]] = {
    "id": [str(number) for number in range(40)],
    "name": ["SMITH, ANN", "王芳 (Fang Wang)", "张 三", "Bo Lee", None] * 8,
    "email": ["Ann@X.example", "info@x.example", "nobody@", "bo@x.example", None] * 8,
    "phone": ["(212) 736-5000 x12", "１３８１２３４５６７８", "ask her", None, None] * 8,
    "country": ["USA", None, None, None, None] * 8,
}


@pytest.fixture
def batch(session_store: Store) -> Iterator[str]:
    """A finished import of contacts; of their records only the report is there."""
    frame = pl.DataFrame(_CELLS).with_columns(
        _line=pl.int_range(2, 42), _raw=pl.lit(""), _problem=pl.lit(None, pl.String)
    )
    frame = frame.with_columns(cleaning.text(pl.col(name)).alias(name) for name in _CELLS)
    record = Record(kind="contacts", columns={name: Value(column=name) for name in _CELLS})
    checked = check(frame, record, Conventions())
    quality = Quality()
    quality.add(checked)
    quality.reject(checked.frame.filter(~checked.valid))
    Lineage(BATCH).add(checked)
    about = {"file": "contacts.csv", "kind": "contacts", "source": "file"}
    session_store.write("ingest/begin_batch", id=BATCH, properties=about, at="2026-01-31T12:00:00Z")
    figures = {"read": 40, "accepted": 32, "quarantined": 8, "quality": json.dumps(asdict(quality))}
    session_store.write("ingest/finish_batch", id=BATCH, properties=figures)
    yield BATCH
    session_store.run_alone("MATCH (b:Batch) DETACH DELETE b")


def test_from_the_data_page_to_what_a_rule_changed(live_app: LiveApp, batch: str) -> None:
    page = live_app.log_in("analyst")
    page.goto(f"{live_app.url}/data")
    page.get_by_role("link", name="contacts.csv", exact=True).click()
    expect(page.get_by_role("heading", name="contacts.csv", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Columns").get_by_role("row")).to_have_count(6)
    page.get_by_role("link", name="two scripts 8").focus()
    page.keyboard.press("Enter")
    changes = page.get_by_role("region", name="What was changed")
    expect(changes.get_by_role("row")).to_have_count(9)
    expect(changes.get_by_role("row").nth(1)).to_contain_text("王芳 (Fang Wang)")
    changes.get_by_role("link", name="All changes of line 3", exact=True).click()
    expect(changes.get_by_role("row")).to_have_count(3)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_fits_in_chinese_and_in_the_dark(live_app: LiveApp, batch: str, width: int) -> None:
    page = live_app.log_in("admin", width=width, language="zh", theme="dark")
    page.goto(f"{live_app.url}/data/imports/{batch}")
    expect(page.get_by_role("heading", name="contacts.csv", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

"""A mended row's text is written as its file writes rows: ids that are made of the text stay those of a right file."""

import pytest

from ingest.replay import as_written

NAMES = ["id", "name", "city"]


@pytest.mark.parametrize(
    ("raw", "cells", "now"),
    [
        ("1,Ann,Oslo", {"id": "1", "name": "Ann", "city": "Oslo"}, "1,Ann,Oslo"),
        ('1, "Ann",Oslo', {"id": "1", "name": ' "Ann"', "city": "Oslo"}, '1, "Ann",Oslo'),
        ("1;Ann;Oslo", {"id": "1", "name": "Ann, B", "city": "Oslo"}, "1;Ann, B;Oslo"),
        ("1,,Oslo", {"id": "1", "name": "Lee, Bo", "city": "Oslo"}, '1,"Lee, Bo",Oslo'),
        ("1\tAnn\tOslo", {"id": "1", "name": "Ann", "city": None}, "1\tAnn\t"),
        ('{"id":"1","name":"安"}', {"id": "1", "name": "芳"}, '{"id":"1","name":"芳"}'),
        ('{"id": "1", "n": 5}', {"id": "2", "n": "5"}, '{"id": "2", "n": 5}'),
        ("{broken", {"id": "1"}, "{broken"),
    ],
)
def test_text_is_written_as_before(raw: str, cells: dict[str, str | None], now: str) -> None:
    assert as_written(raw, NAMES, cells) == now

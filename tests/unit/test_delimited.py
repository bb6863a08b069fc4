"""Regular lines are read by the block, the others with care: both to the same rows."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import Layout, Limits, SourceError, delimited, lines

PLAIN = ("", " ", "a", "王小明", " 67", "\x00", "\x1c", "\u2028", "\ufeffx", "\r", "é", "null", "x" * 4000)
QUOTED = ('"a"', '"a,b;c"', '"two\nlines"', '"two\r\nlines"', '"say ""hi"""', '""', '""""', '\ufeff"x"')
ODD = ('5" pipe', '"open', 'shut"', '"a"b', '" "')
CELLS = st.sampled_from((*PLAIN, *QUOTED, *ODD))
SEPARATORS = st.sampled_from([",", ";", "\t", "|"])
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Tables that are mostly regular, with all that may be wrong with a line."""
    separator, end = draw(SEPARATORS), draw(ENDS)
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=5) | st.just(["1", "b", "c"]), max_size=12))
    content = [separator.join(cells) + draw(st.just(end) | ENDS) for cells in [["id", "b", "c"], *rows]]
    if draw(st.booleans()):
        content[-1] = content[-1].rstrip("\r\n")
    return "".join(content).encode(draw(ENCODINGS))


def _read(path: Path, layout: Layout, limits: Limits) -> pl.DataFrame | str:
    try:
        for sheet in delimited.read(path, layout, limits):
            frames = list(sheet.frames)
            assert all(frame.height for frame in frames)
            return pl.concat(frames) if frames else "no rows"
    except SourceError as error:
        return error.message
    raise AssertionError("no sheet")


@given(
    content=tables(),
    limit=st.sampled_from([60, 1 << 20]),
    block=st.sampled_from([10, 60, 1 << 20]),
    named=st.booleans(),
)
def test_both_ways_of_reading_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, limit: int, block: int, named: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "both.csv"
    path.write_bytes(content)
    layout, limits = Layout(columns=("x", "y", "z") if named else ()), Limits(1 << 20, limit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", block)
        by_block = _read(path, layout, limits)
        patch.setattr(delimited, "classify", lambda *_: None)
        with_care = _read(path, layout, limits)
    if isinstance(by_block, pl.DataFrame) and isinstance(with_care, pl.DataFrame):
        assert by_block.equals(with_care, null_equal=True)
    else:
        assert by_block == with_care


def test_odd_lines_among_regular_ones_keep_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f'{number},"name, {number}"' for number in range(100_000)]
    rows[50] = '50,"two\nlines"'
    rows[70_000] = "70000"
    rows[80_000] = '80000,"open'
    path.write_text("id,name\n" + "\n".join(rows), encoding="utf-8")
    frame = _read(path, Layout(), Limits(1 << 30, 1 << 20))
    assert isinstance(frame, pl.DataFrame)
    good = frame.filter(pl.col("_problem").is_null())
    assert good["id"].to_list() == [str(number) for number in range(100_000) if number != 80_000]
    assert good["name"][50] == "two\nlines"
    assert frame.filter(pl.col("_problem").is_not_null()).select("_line", "_raw").rows() == [(80_003, '80000,"open')]
    assert frame.filter(_line=99_999 + 3)["_raw"].item() == rows[-1]

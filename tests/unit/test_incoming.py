"""A new graph takes the place of the present one whole, however often that is cut short."""

from pathlib import Path

import pytest

from graph.local import incoming


def _store(home: Path, name: str, content: str) -> Path:
    folder = home / "data" / name / incoming.DATABASE
    folder.mkdir(parents=True)
    (folder / "file").write_text(content, encoding="utf-8")
    return folder / "file"


def test_half_a_graph_is_never_taken_over(tmp_path: Path) -> None:
    present = _store(tmp_path, "databases", "old")
    _store(incoming.begin(tmp_path), "databases", "half")
    incoming.take_over(tmp_path)
    assert present.read_text(encoding="utf-8") == "old"
    incoming.finish(incoming.begin(tmp_path))
    assert [path.name for path in tmp_path.glob("incoming*")] == ["incoming"]


@pytest.mark.parametrize("moved", [(), ("databases",), ("databases", "transactions")])
def test_takes_over_what_an_earlier_start_left(tmp_path: Path, moved: tuple[str, ...]) -> None:
    files = [_store(tmp_path, name, "old") for name in ("databases", "transactions")]
    place = incoming.begin(tmp_path)
    for name in ("databases", "transactions"):
        file = _store(place, name, "new")
        if name in moved:
            target = tmp_path / "data" / name / incoming.DATABASE
            (target / "file").unlink()
            target.rmdir()
            file.parent.rename(target)
    incoming.finish(place)
    incoming.take_over(tmp_path)
    incoming.take_over(tmp_path)
    assert [file.read_text(encoding="utf-8") for file in files] == ["new", "new"]
    assert not list(tmp_path.glob("incoming*"))

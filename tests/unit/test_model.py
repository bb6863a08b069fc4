"""The generated files are what the model says."""

from pathlib import Path

from graph.generate import generated

ROOT = Path(__file__).parents[2]


def test_generated_files_are_current() -> None:
    for path, content in generated().items():
        assert (ROOT / path).read_text(encoding="utf-8") == content, f"{path}: run python -m graph.generate"

"""Mappings that somebody made and wants to use again: presets of one's own under GUANXI_HOME/presets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from guanxi.config import home
from guanxi.errors import UsageError
from ingest.mapping import Preset, TableMapping, normal, shipped_presets
from ingest.recognise import Guess
from ingest.sources.spool import Table

__all__ = ["preset_name", "remember"]

_NAME = re.compile(r"^[^\W_][\w -]{0,59}$")


def preset_name(file: str) -> str:
    """A name for the mapping of a file: `Contacts 2024-03.csv` -> `contacts`."""
    words = re.sub(r"[\W\d_]+", "-", Path(file).stem).strip("-").lower()
    return words[:60] or "own"


def remember(name: str, tables: Iterable[tuple[Table, Guess]]) -> Path:
    """Keep how tables are read as the preset `name`; tables with these columns are then recognised by themselves.

    A preset of one's own with this name is replaced. Raises UsageError for a name that cannot be one.
    """
    name = name.strip()
    if not _NAME.match(name):
        raise UsageError(f"{name!r} cannot be the name of a mapping.", "Use letters, digits, blanks and hyphens.")
    folder = home() / "presets"
    path = folder / f"{name}.yaml"
    if name in shipped_presets():
        raise UsageError(f"{name!r} is the name of a preset that comes with Guanxi.", "Choose another name.")
    mappings: dict[str, TableMapping] = {}
    sources = set()
    for table, guess in tables:
        mappings[_title(table, mappings)] = guess.mapping.model_copy(update={"headers": table.columns})
        sources.add(guess.source)
    if len(sources) != 1:
        raise UsageError("Tables of several systems cannot be one mapping.", "Remember them one by one.")
    preset = Preset(source=sources.pop(), tables=mappings)
    content = yaml.safe_dump(
        preset.model_dump(mode="json", exclude_defaults=True), allow_unicode=True, sort_keys=False, width=120
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(content, encoding="utf-8")
    return path


def _title(table: Table, taken: Iterable[str]) -> str:
    base = normal(table.sheet or Path(table.file).stem) or "table"
    number = sum(title.startswith(base) for title in taken)
    return f"{base}-{number + 1}" if number else base

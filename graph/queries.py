"""The queries of `cypher/`: one a file, `accounts/people.cypher` is the query `accounts/people`.

A file begins with a comment: the first line says what the query answers, further lines explain, and each
parameter has a line `// $name (type, example): meaning` whose example is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from guanxi.errors import GuanxiError, NotFoundError

__all__ = ["INTERNAL_THEMES", "Parameter", "Query", "all_queries", "get", "public_queries", "statements"]

INTERNAL_THEMES = frozenset(
    {"load", "schema", "ingest", "identity", "analysis", "console", "maps", "screens", "explore"}
)
"""Themes that the program itself uses; the others are for people to run."""

_PARAMETER = re.compile(r"^// \$(\w+) \(([a-z ]+), (.+)\): (.+)$")


@dataclass(frozen=True)
class Parameter:
    """A query's parameter; `example` can be passed as it is."""

    name: str
    type: str
    example: Any
    meaning: str


@dataclass(frozen=True)
class Query:
    """One file of `cypher/`."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def theme(self) -> str:
        return self.name.split("/", 1)[0]

    def examples(self) -> dict[str, Any]:
        """The example of each parameter, ready to run the query with."""
        return {p.name: p.example for p in self.parameters}


def get(name: str) -> Query:
    """The query called `name`, as `theme/file`. Raises NotFoundError."""
    try:
        return _catalogue()[name]
    except KeyError:
        raise NotFoundError(f"There is no query {name!r}.", "guanxi query --list shows them all.") from None


def all_queries() -> list[Query]:
    """Every query, by name."""
    return [_catalogue()[name] for name in sorted(_catalogue())]


def public_queries() -> list[Query]:
    """The queries that people may pick and run: they read, and answer a question."""
    return [query for query in all_queries() if query.theme not in INTERNAL_THEMES]


def statements(name: str) -> list[str]:
    """The statements of a file that holds several, each ended by a semicolon."""
    return [part.strip() for part in get(name).text.split(";") if part.strip()]


@cache
def _catalogue() -> dict[str, Query]:
    return {name: _parse(name, entry.read_text(encoding="utf-8")) for name, entry in _walk(files("cypher"), "")}


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("__"):
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            yield prefix + entry.name.removesuffix(".cypher"), entry


def _parse(name: str, content: str) -> Query:
    lines = content.splitlines()
    header = lines[: _header_length(lines)]
    if not header:
        raise GuanxiError(f"cypher/{name}.cypher has no header.", "Begin with // and what the query answers.")
    prose = [line.removeprefix("//").strip() for line in header if not _PARAMETER.match(line)]
    return Query(
        name=name,
        title=prose[0],
        description=" ".join(part for part in prose[1:] if part),
        parameters=tuple(_parameter(name, line) for line in header if line.startswith("// $")),
        text="\n".join(lines[len(header) :]).strip(),
    )


def _header_length(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))


def _parameter(name: str, line: str) -> Parameter:
    match = _PARAMETER.match(line)
    if match is None:
        raise GuanxiError(f"cypher/{name}.cypher: cannot read {line!r}.", "Write // $name (type, example): meaning")
    parameter, kind, example, meaning = match.groups()
    return Parameter(parameter, kind, json.loads(example), meaning)

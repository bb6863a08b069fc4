"""JSON Lines, and one JSON array of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from ingest.sources import ADDED, Layout, Limits, Row, Sheet, SourceError, frames, header_names
from ingest.sources.text import lines, open_text

__all__ = ["read"]

_CHUNK = 1 << 16
_BATCH = 20_000

_Parsed = tuple[Row, dict[str, str | None]]


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The objects of the file as one table. Nested objects become columns `outer.inner`, lists are joined by `;`."""
    with open_text(path, layout.encoding) as file:
        start = file.read(_CHUNK).lstrip()[:1]
        file.seek(0)
        parsed = _array(file, limits) if start == "[" else _json_lines(file, limits)
        first = next(parsed, None)
        if first is None:
            raise SourceError("is empty.")
        if first[0].problem and start not in ("[", "{"):
            raise SourceError("is not JSON.", "JSON Lines has one object a line; an array of objects is read as well.")
        yield Sheet(None, _frames(chain([first], parsed)))


def _frames(parsed: Iterator[_Parsed]) -> Iterator[pl.DataFrame]:
    while batch := list(islice(parsed, _BATCH)):
        keys = list(dict.fromkeys(key for _, record in batch for key in record))
        names = header_names(keys)
        for row, record in batch:
            row.cells = [record.get(key) for key in keys]
        yield from frames(names, iter([row for row, _ in batch]))


def _json_lines(file: TextIO, limits: Limits) -> Iterator[_Parsed]:
    for number, line in enumerate(lines(file, limits), 1):
        if line.isspace():
            continue
        row = Row(number, line.rstrip("\r\n"))
        try:
            yield row, _record(json.loads(line))
        except (ValueError, RecursionError) as error:
            row.problem = f"is not a JSON object: {error}"
            yield row, {}


def _array(file: TextIO, limits: Limits) -> Iterator[_Parsed]:
    """The objects of an array, read piece by piece. A fault ends the whole file: what follows cannot be trusted."""
    decode = json.JSONDecoder().raw_decode
    text = file.read(_CHUNK).lstrip("\ufeff \t\r\n").removeprefix("[")
    line, ended = 1, False
    while True:
        stripped = text.lstrip(" \t\r\n,")
        line += text.count("\n", 0, len(text) - len(stripped))
        text = stripped
        if text.startswith("]"):
            return
        try:
            value, end = decode(text)
        except (ValueError, RecursionError) as error:
            chunk = "" if ended else file.read(max(_CHUNK, len(text)))
            ended = not chunk
            if ended or len(text) > limits.line_characters:
                raise SourceError(f"is not a JSON array of objects: line {line}: {error}.") from error
            text += chunk
            continue
        raw = text[:end]
        yield Row(line, raw), _checked(value, line)
        line += raw.count("\n")
        text = text[end:]


def _checked(value: Any, line: int) -> dict[str, str | None]:
    try:
        return _record(value)
    except ValueError as error:
        raise SourceError(f"line {line} {error}.") from error


def _record(value: Any) -> dict[str, str | None]:
    if not isinstance(value, dict):
        raise ValueError(f"has {type(value).__name__} where an object is expected")
    flat: dict[str, str | None] = {}
    for key, item in value.items():
        if isinstance(item, dict):
            flat.update({f"{key}.{inner}": cell for inner, cell in _record(item).items()})
        else:
            flat[_text(key) or ""] = _text(item)
    return {f"{key} 2" if key in ADDED else key: cell for key, cell in flat.items()}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return ";".join(_text(item) or "" for item in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")

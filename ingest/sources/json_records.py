"""JSON: objects one a line, in an array, or under a key of a service's reply (`{"data": [...]}`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from ingest.sources import ADDED, Layout, Limits, Row, Sheet, SourceError, frames, header_names
from ingest.sources.text import lines, open_text, with_losses

__all__ = ["RECORDS", "flat", "read", "records_in"]

RECORDS = ("data", "dataList", "results", "records", "value", "widgets", "list")
"""Keys under which services reply with their records, in each other where need be: `{"data": {"dataList": [...]}}`."""

_ERRORS = ("errorMessage", "msg", "message", "error", "description")
_CHUNK = 1 << 16
_BATCH = 20_000
_BLANKS = " \t\r\n\ufeff"
_RECORDS_BEGIN = re.compile(rf'"(?:{"|".join(RECORDS)})"\s*:\s*[\[{{]')
_TOO_NESTED = "is nested too deeply"

_Parsed = tuple[Row, dict[str, str | None]]


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The objects of the file as one table, flattened as `flat` says."""
    with open_text(path, layout.encoding) as file:
        head = file.read(_CHUNK).lstrip(_BLANKS)
        file.seek(0)
        start = head[:1]
        parsed = _documents(_Stream(file, limits)) if _is_document(head) else _json_lines(file, limits)
        first = next(parsed, None)
        if first is None:
            raise SourceError("is empty.")
        if first[0].problem and start not in ("[", "{"):
            raise SourceError("is not JSON.", "JSON Lines has one object a line; an array of objects is read as well.")
        yield Sheet(None, with_losses(_frames(chain([first], parsed))))


def flat(value: Any) -> dict[str, str | None]:
    """An object as columns of text.

    Objects inside become columns `outer.inner`, lists are joined by `;`, and a list of objects becomes columns
    `outer.inner` as well, each with as many places as the list has objects. Raises ValueError where it is no object.
    """
    if not isinstance(value, dict):
        raise ValueError(f"has {type(value).__name__} where an object is expected")
    cells: dict[str, str | None] = {}
    for key, item in value.items():
        if isinstance(item, dict):
            cells.update({f"{key}.{inner}": cell for inner, cell in flat(item).items()})
        elif isinstance(item, list) and item and all(isinstance(part, dict) for part in item):
            cells.update({f"{key}.{inner}": cell for inner, cell in _side_by_side(item).items()})
        else:
            cells[_text(key) or ""] = _text(item)
    return {f"{key} 2" if key in ADDED else key: cell for key, cell in cells.items()}


def records_in(reply: Any) -> list[Any] | None:
    """The list of records in a service's reply, None where it has none."""
    if isinstance(reply, list):
        return reply
    if isinstance(reply, dict):
        for key in RECORDS:
            found = records_in(reply[key]) if isinstance(reply.get(key), dict | list) else None
            if found is not None and all(isinstance(record, dict) for record in found):
                return found
    return None


def _side_by_side(items: list[dict[str, Any]]) -> dict[str, str]:
    flattened = [flat(item) for item in items]
    names = dict.fromkeys(name for cells in flattened for name in cells)
    return {name: ";".join(cells.get(name) or "" for cells in flattened) for name in names}


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


def _frames(parsed: Iterator[_Parsed]) -> Iterator[pl.DataFrame]:
    while batch := list(islice(parsed, _BATCH)):
        keys = list(dict.fromkeys(key for _, record in batch for key in record))
        names = header_names(keys)
        for row, record in batch:
            row.cells = [record.get(key) for key in keys]
        yield from frames(names, iter([row for row, _ in batch]))


def _is_document(head: str) -> bool:
    """Whether the file is one document (or several) rather than an object a line."""
    if head.startswith("["):
        return True
    line = head.partition("\n")[0]
    try:
        return records_in(json.loads(line)) is not None
    except (ValueError, RecursionError):
        return head.startswith("{") and (line.strip() == "{" or _RECORDS_BEGIN.search(head) is not None)


def _json_lines(file: TextIO, limits: Limits) -> Iterator[_Parsed]:
    for number, line in enumerate(lines(file, limits), 1):
        if line.isspace():
            continue
        row = Row(number, line.rstrip("\r\n"))
        try:
            yield row, flat(json.loads(line))
        except ValueError as error:
            row.problem = f"is not a JSON object: {error}"
            yield row, {}
        except RecursionError:
            row.problem = _TOO_NESTED
            yield row, {}


def _documents(stream: _Stream) -> Iterator[_Parsed]:
    """The objects of a document. A fault ends the whole file: what follows cannot be trusted."""
    while start := stream.next():
        if start == "[":
            yield from _array(stream)
        elif start == "{" and _RECORDS_BEGIN.search(stream.text):
            yield from _reply(stream)
        else:
            yield _object(stream)


def _array(stream: _Stream) -> Iterator[_Parsed]:
    stream.take("[")
    while stream.next() != "]":
        yield _object(stream)
        if stream.next() != "]":
            stream.take(",")
    stream.take("]")


def _reply(stream: _Stream) -> Iterator[_Parsed]:
    """The records under a key of an object; what else it holds is only looked at where there are none."""
    stream.take("{")
    about: dict[str, Any] = {}
    found = False
    while stream.next() != "}":
        key = stream.value()[1]
        stream.take(":")
        start = stream.next() if key in RECORDS else ""
        if start == "[":
            found = True
            yield from _array(stream)
        elif start == "{" and _RECORDS_BEGIN.search(stream.text):
            found = True
            yield from _reply(stream)
        else:
            about[str(key)] = stream.value()[1]
        if stream.next() != "}":
            stream.take(",")
    stream.take("}")
    if not found:
        said = next((f": {about[key]}" for key in _ERRORS if about.get(key)), ", and no records")
        raise SourceError(f"is the reply of a service{said}.", "Export the records again.")


def _object(stream: _Stream) -> _Parsed:
    line = stream.line
    raw, value = stream.value()
    try:
        return Row(line, raw), flat(value)
    except ValueError as error:
        raise SourceError(f"line {line} {error}.") from error
    except RecursionError as error:
        raise SourceError(f"line {line} {_TOO_NESTED}.") from error


class _Stream:
    """JSON read piece by piece, as far as the next value needs."""

    def __init__(self, file: TextIO, limits: Limits) -> None:
        self._file = file
        self._limit = limits.line_characters
        self._decode = json.JSONDecoder().raw_decode
        self._ended = False
        self.text = ""
        self.line = 1

    def next(self) -> str:
        """The next character that is no blank, empty at the end."""
        while True:
            self._drop(len(self.text) - len(self.text.lstrip(_BLANKS)))
            if self.text or not self._more():
                return self.text[:1]

    def take(self, expected: str) -> None:
        """Go past a sign. Raises SourceError where another one stands."""
        if self.next() != expected:
            raise SourceError(f"is not JSON: line {self.line}: {expected!r} is expected.")
        self._drop(1)

    def value(self) -> tuple[str, Any]:
        """The next value, as text and as itself. Raises SourceError where there is none, or one too long."""
        self.next()
        while True:
            try:
                value, end = self._decode(self.text)
            except RecursionError as error:
                raise SourceError(f"line {self.line} {_TOO_NESTED}.") from error
            except ValueError as error:
                if len(self.text) > self._limit or not self._more():
                    raise SourceError(f"is not JSON: line {self.line}: {error}.") from error
                continue
            if end < len(self.text) or not self._more():
                raw = self.text[:end]
                self._drop(end)
                return raw, value

    def _more(self) -> bool:
        chunk = "" if self._ended else self._file.read(max(_CHUNK, len(self.text)))
        self._ended = not chunk
        self.text += chunk
        return bool(chunk)

    def _drop(self, count: int) -> None:
        self.line += self.text.count("\n", 0, count)
        self.text = self.text[count:]

"""Content lines, of which vCards (RFC 6350) and calendars (RFC 5545) are made: `group.NAME;PARAMETER=value:value`."""

from __future__ import annotations

import codecs
import quopri
import re
from binascii import Error as BinasciiError
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.sources import Limits, SourceError
from ingest.sources.charsets import decoded

__all__ = ["Property", "content_lines", "name_of", "parse", "split", "unescaped"]

_NAME = re.compile(rb"(?:[\w-]+\.)?([A-Za-z0-9-]+)[ \t]*[;:]")
_PARAMETER = re.compile(r';\s*([^=;:"]+)(?:=((?:"[^"]*"|[^";:])*))?')
_QUOTED_PRINTABLE = re.compile(rb"[^:]{0,200}QUOTED-PRINTABLE[^:]{0,200}:", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(slots=True)
class Property:
    """One property: its `name` in capitals, its `group`, its parameters by name in capitals, its value as it stands."""

    name: str
    group: str
    parameters: dict[str, list[str]]
    value: str

    def has(self, parameter: str, *values: str) -> bool:
        """Whether a parameter has one of these values; case does not matter, the values are given in capitals."""
        return any(value.upper() in values for value in self.parameters.get(parameter, ()))

    def first(self, parameter: str) -> str:
        """The first value of a parameter, or the empty text."""
        return next(iter(self.parameters.get(parameter, ())), "")


def content_lines(path: Path, limits: Limits) -> Iterator[tuple[int, bytes]]:
    """Each content line, unfolded, with the number of the line where it begins.

    Soft line breaks of quoted-printable values (vCard 2.1) are joined first. Raises SourceError at a line, or a folded
    one, that is too long.
    """
    begins, pending = 0, bytearray()
    for number, physical in enumerate(_physical(path, limits), 1):
        line = physical.rstrip(b"\r\n")
        if pending.endswith(b"=") and _QUOTED_PRINTABLE.match(pending):
            del pending[-1:]
            pending += line
        elif line[:1] in (b" ", b"\t") and pending:
            pending += line[1:]
        else:
            if pending:
                yield begins, bytes(pending)
            begins, pending = number, bytearray(line)
        if len(pending) > limits.line_characters:
            raise SourceError(
                f"line {begins} is longer than {limits.line_characters >> 20} MB.", "ingest.max_line_mb sets the limit."
            )
    if pending:
        yield begins, bytes(pending)


def name_of(line: bytes) -> str:
    """The name of a line's property in capitals, without its group; empty where the line is none."""
    found = _NAME.match(line)
    return found[1].decode("ascii").upper() if found else ""


def parse(line: bytes) -> Property:
    """A line that has a name, as a property; its value decoded from quoted-printable and its charset."""
    head, _, _ = line.partition(b":")
    charset = re.search(rb"CHARSET=\"?([\w.:-]+)", head, re.IGNORECASE)
    text = decoded(line, charset[1].decode("ascii") if charset else None)
    full, rest = re.split(r"(?=[;:])", text, maxsplit=1)
    group, _, name = full.strip().upper().rpartition(".")
    parameters: dict[str, list[str]] = {}
    at = 0
    while found := _PARAMETER.match(rest, at):
        key, value = found[1].strip().upper(), found[2]
        if value is None:
            key, value = ("ENCODING" if key in ("QUOTED-PRINTABLE", "BASE64", "8BIT") else "TYPE"), key
        values = re.findall(r'"([^"]*)"|([^",]+)', value)
        parameters.setdefault(key, []).extend(quoted or plain.strip() for quoted, plain in values)
        at = found.end()
    value = rest[at:].partition(":")[2]
    made = Property(name, group, parameters, value)
    if made.has("ENCODING", "QUOTED-PRINTABLE"):
        made.value = _unquoted(line, made, charset[1].decode("ascii") if charset else None)
    return made


def split(value: str, mark: str) -> list[str]:
    """The parts of a value between `mark`s that are not escaped, unescaped and trimmed."""
    parts = re.split(rf"(?<!\\){mark}", value)
    return [unescaped(part) for part in parts]


def unescaped(value: str) -> str:
    """A value without its escapes: `\\n` is an end of line, any other escaped character itself."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _unquoted(line: bytes, made: Property, charset: str | None) -> str:
    encoded = line.partition(b":")[2]
    try:
        return decoded(quopri.decodestring(encoded), charset)
    except (BinasciiError, ValueError):
        return made.value


def _physical(path: Path, limits: Limits) -> Iterator[bytes]:
    with path.open("rb") as file:
        mark = file.read(3)
        file.seek(3 if mark == codecs.BOM_UTF8 else 0)
        if mark[:2] in _UTF_16:
            yield from _from_utf_16(path, limits)
            return
        number = 0
        while line := file.readline(limits.line_characters):
            number += 1
            if len(line) >= limits.line_characters and not line.endswith(b"\n"):
                raise SourceError(
                    f"line {number} is longer than {limits.line_characters >> 20} MB.",
                    "ingest.max_line_mb sets the limit.",
                )
            yield line


def _from_utf_16(path: Path, limits: Limits) -> Iterable[bytes]:
    with path.open(encoding="utf-16", errors="replace", newline="\n") as file:
        while line := file.readline(limits.line_characters):
            yield line.encode("utf-8", "replace")

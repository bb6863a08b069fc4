"""The lines of a text file: one at a time, some of which can be put back, or a block of many."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import TextIO

from ingest.sources import Limits, Row, SourceError

__all__ = ["Lines"]

_BLOCK = 1 << 20


class Lines:
    """Lines that remember which of them the current row has taken.

    `number` counts those that were taken or passed over. A line that is too long raises SourceError when it is
    reached; what is in memory is never much more than it.
    """

    def __init__(self, file: TextIO, limits: Limits) -> None:
        self._file = file
        self._limit = limits.line_characters
        self._lines: list[str] = []
        self._next = 0
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._next == len(self._lines):
            self._lines, self._next = [*self.taken, *_split(self._read())], len(self.taken)
            if self._next == len(self._lines):
                raise StopIteration
        line = self._lines[self._next]
        self._check(line, self.number + 1)
        self._next += 1
        self.number += 1
        self.taken.append(line)
        return line

    def peek(self, count: int) -> list[str]:
        """The next lines, `count` or all that there are."""
        while len(self._lines) - self._next < count and (text := self._read()):
            self._lines += _split(text)
            self._check(self._lines[-1], self.number + len(self._lines) - self._next)
        found = list(islice(self._lines, self._next, self._next + count))
        for number, line in enumerate(found, self.number + 1):
            self._check(line, number)
        return found

    def keep_first(self) -> None:
        """Put back all lines that the current row took, but the first."""
        self._next -= len(self.taken) - 1
        self.number -= len(self.taken) - 1
        del self.taken[1:]

    def row(self, cells: list[str], problem: str | None = None) -> Row:
        """The lines taken, as a row."""
        made = Row(self.number - len(self.taken) + 1, "".join(self.taken).rstrip("\r\n"), cells, problem)
        self.taken.clear()
        return made

    def block(self) -> str:
        """The next lines as one text, of about a million characters; empty where there are none.

        They are taken out, not counted: `put_back` them, or add their number to `number`.
        """
        text = "".join(self._lines[self._next :]) or self._read()
        self._lines, self._next = [], 0
        return text

    def put_back(self, text: str) -> int:
        """Put back the block that was taken out; returns how many lines it has."""
        self._lines = _split(text)
        return len(self._lines)

    def skip(self, count: int) -> None:
        """Pass over lines that were put back."""
        self._next += count
        self.number += count

    def _check(self, line: str, number: int) -> None:
        if len(line) > self._limit or (len(line) == self._limit and not line.endswith(("\n", "\r"))):
            raise SourceError(
                f"line {number} is longer than {self._limit >> 20} MB.",
                "Is it a table? ingest.max_line_mb sets the limit.",
            )

    def _read(self) -> str:
        text = self._file.read(_BLOCK)
        return text if text.endswith("\n") else text + self._file.readline(self._limit + 1)


def _split(text: str) -> list[str]:
    return StringIO(text, newline="").readlines()

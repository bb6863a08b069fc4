"""Paging through lists whose place is in the address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

__all__ = ["Paging", "offset_asked", "sort_asked", "with_arguments"]


def offset_asked(name: str = "offset") -> int:
    """Where the list begins, as the address asks; 0 where it does not, or not sensibly."""
    text = request.args.get(name, "")
    return min(int(text), 10**9) if text.isdecimal() and len(text) < 10 else 0


def sort_asked(sorts: Collection[str], usual: str) -> str:
    """What the address asks to sort by, one of `sorts` or that with a leading `-` for the other way; else `usual`."""
    asked = request.args.get("sort", "")
    return asked if asked.removeprefix("-") in sorts else usual


@dataclass(frozen=True)
class Paging:
    """A part of a list of `total`, `size` at a time, beginning at the offset called `name` in the address."""

    total: int
    size: int
    name: str = "offset"

    @property
    def offset(self) -> int:
        return offset_asked(self.name)

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def previous(self) -> str | None:
        """The address of the part before this one."""
        return self._address(max(0, self.offset - self.size)) if self.offset else None

    @property
    def next(self) -> str | None:
        """The address of the part after this one."""
        return self._address(self.offset + self.size) if self.last < self.total else None

    def _address(self, offset: int) -> str:
        return with_arguments(**{self.name: str(offset) if offset else ""})


def with_arguments(**changes: str) -> str:
    """This page's address with some arguments changed, or removed where they are empty."""
    arguments = {**request.args.to_dict(), **changes}
    query = urlencode({name: value for name, value in arguments.items() if value})
    return f"{request.path}?{query}" if query else request.path

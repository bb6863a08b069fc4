"""What the values of a column look like: an e-mail address, a phone number, a day, a number, an id, a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

__all__ = ["Looks", "looks_like"]

Looks = Literal["email", "website", "date", "number", "phone", "boolean", "id", "text", "nothing"]

_MOST = 0.8
"""The part of the values that must look alike: columns by hand have odd cells."""

_DATE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}[-/. ]\w{3,9}[-/. ]\d{2,4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
)
_TESTS: tuple[tuple[Looks, Callable[[str], object]], ...] = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$").search),
    ("website", re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE).match),
    ("date", _DATE.match),
    ("boolean", re.compile(r"^(?:yes|no|true|false|y|n|是|否)$", re.IGNORECASE).match),
    ("phone", re.compile(r"^(?:\+\d|0\d|1[3-9]\d|\()[\d\s().-]{6,}$").match),
    ("number", re.compile(r"^[¥$€£]?\s?[+-]?[\d.,'\s]*\d[\d.,'\s]*[元]?$").match),
)
_ID = re.compile(r"^[\w./:-]{1,64}$")


def looks_like(values: Sequence[str]) -> Looks:
    """What most of the values look like; they are without those that are missing."""
    if not values:
        return "nothing"
    unique = len(set(values)) == len(values) > 1
    for name, test in _TESTS:
        if _share(values, test) >= _MOST:
            whole = name == "number" and unique and all(value.isdecimal() for value in values)
            return "id" if whole else name
    codes = unique and all(any(letter.isdigit() for letter in value) for value in values)
    return "id" if codes and _share(values, _ID.match) == 1 else "text"


def _share(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(test(value) is not None for value in values) / len(values)

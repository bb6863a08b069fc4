"""Why rows were set aside, in the reader's language."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _

__all__ = ["why_not"]

_REASONS = (
    (r".+ is missing", _("is missing")),
    (r"(?P<value>'.*') is not a number", _("%(value)s is not a number")),
    (r"(?P<value>'.*') is not an amount of money", _("%(value)s is not an amount of money")),
    (r"(?P<value>'.*') is not a date", _("%(value)s is not a date")),
    (r"(?P<value>'.*') is not a date or time", _("%(value)s is not a date or time")),
    (r"(?P<value>'.*') is not yes or no", _("%(value)s is not yes or no")),
    (r"is longer than (?P<most>\d+) characters", _("is longer than %(most)s characters")),
    (r"has (?P<has>\d+) values where the header has (?P<names>\d+)", _("has %(has)s values for %(names)s columns")),
    (
        r"id (?P<id>'.*') stands with other values in line (?P<line>\d+)",
        _("%(id)s says something else in line %(line)s"),
    ),
    (
        r"id (?P<id>'.*') stands with other values in another row of this import",
        _("%(id)s says something else in another row of this import"),
    ),
    (
        r"(?P<value>'.*') fits (?P<matches>\d+) records: .*",
        _("%(value)s fits %(matches)s records: write contact:7, employee:7 or customer:7"),
    ),
)
_COMPILED = [(re.compile(pattern, re.DOTALL), text) for pattern, text in _REASONS]


def why_not(reason: str) -> str:
    """A reason, as rows are set aside with it, in the reader's language; one that is not known as it stands."""
    for pattern, text in _COMPILED:
        if found := pattern.fullmatch(reason):
            return str(text) % found.groupdict()
    return reason

"""Days that an address or a form asks for."""

from __future__ import annotations

from datetime import date

__all__ = ["asked_day"]

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def asked_day(text: str | None) -> date | None:
    """The day that a text in ISO 8601 (`2026-11-22`) names; None for any other text, or a day of another age."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None

"""English and Chinese: which one a page is in, and how times and numbers are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask import Flask, request
from flask_babel import Babel, format_date, format_datetime, format_decimal, format_timedelta
from flask_login import current_user

from web import services
from web.words import word

__all__ = ["LANGUAGES", "init_app", "language"]

LANGUAGES = {"en": "English", "zh": "中文"}


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=language, default_locale="en", default_translation_directories="translations")
    app.jinja_env.filters.update(day=day, moment=moment, number=number, ago=ago, word=word)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})


def language() -> str:
    """The user's own language, else what this browser chose, else `web.language`."""
    own = getattr(current_user, "language", None)
    chosen = own or request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else services.settings().web.language


def day(value: str | date | None) -> str:
    """A date as people write it, from a date, a time or ISO text: `26 Oct 2004`, `2004年10月26日`."""
    return str(format_date(_parsed(value), "long" if language() == "zh" else "d MMM y")) if value else ""


def moment(value: str | datetime | None) -> str:
    """A time to the minute, in UTC."""
    return f"{day(value)} {format_datetime(_parsed(value), 'HH:mm', rebase=False)}" if value else ""


def number(value: float | None, digits: int = 0) -> str:
    """A number with the separators of the language."""
    return "" if value is None else str(format_decimal(round(value, digits)))


def ago(value: str | datetime | None, as_of: str | datetime | None) -> str:
    """How long before `as_of` something was: `3 weeks ago`."""
    if not value or not as_of:
        return ""
    return str(format_timedelta(_parsed(value) - _parsed(as_of), granularity="day", add_direction=True))


def _parsed(value: str | date) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.split("[", 1)[0])
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time.min, UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)

"""English and Chinese: which one a page is in, and how times and numbers are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from flask import Flask, request
from flask_babel import (
    Babel,
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    format_timedelta,
    gettext,
)
from flask_login import current_user

from web import services
from web.reasons import say
from web.words import word

__all__ = ["LANGUAGES", "init_app", "language"]

LANGUAGES = {"en": "English", "zh": "中文"}


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=language, default_locale="en", default_translation_directories="translations")
    app.jinja_env.filters.update(
        {filter.__name__: filter for filter in (day, month, quarter, moment, number, percent, money, ago, word)},
        reason=say,
    )
    app.jinja_env.tests["dated"] = dated
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})


def language() -> str:
    """The user's own language, else what this browser chose, else `web.language`."""
    own = getattr(current_user, "language", None)
    chosen = own or request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else services.settings().web.language


def day(value: str | date | None) -> str:
    """A date as people write it, from a date, a time or ISO text: `26 Oct 2004`, `2004年10月26日`."""
    return str(format_date(_parsed(value), "long" if language() == "zh" else "d MMM y")) if value else ""


def month(value: str | date) -> str:
    """A month with its year: `Oct 2004`, `2004年10月`."""
    return str(format_date(_parsed(value), "y年M月" if language() == "zh" else "MMM y"))


def quarter(value: str | date) -> str:
    """A quarter of a year: `Q3 2026`, `2026年第3季度`."""
    return str(format_date(_parsed(value), "y年第Q季度" if language() == "zh" else "'Q'Q y"))


def moment(value: str | datetime | None) -> str:
    """A time to the minute, in UTC."""
    return f"{day(value)} {format_datetime(_parsed(value), 'HH:mm', rebase=False)}" if value else ""


def number(value: float | None, digits: int = 0) -> str:
    """A number with the separators of the language, and at most so many digits behind the point."""
    pattern = f"#,##0.{'#' * digits}" if digits else "#,##0"
    return "" if value is None else str(format_decimal(round(value, digits), pattern))


def percent(share: float | None) -> str:
    """A share of 1 as per cent: `12.5%`."""
    return "" if share is None else str(format_percent(share, "#,##0.#%"))


def dated(text: str) -> bool:
    """Whether a text begins with a day in ISO 8601."""
    return len(text) >= 10 and text[4] == text[7] == "-" and text[:4].isdecimal()


def money(amount: float | None, currency: str | None) -> str:
    """An amount in its currency (ISO 4217), without cents from a thousand on, or where it is nothing."""
    if amount is None:
        return ""
    amount = round(amount) if abs(amount) >= 1000 or not amount else amount
    if not currency:
        return number(amount, 2)
    pattern = "¤#,##0" if isinstance(amount, int) else None
    return str(format_currency(amount, currency, pattern, currency_digits=pattern is None))


def ago(value: str | datetime | None, as_of: str | datetime | None) -> str:
    """How long before `as_of` something was: `3 weeks ago`."""
    if not value or not as_of:
        return ""
    gone = _parsed(value) - _parsed(as_of)
    if abs(gone) < timedelta(days=1):
        return str(gettext("the same day"))
    return str(format_timedelta(gone, granularity="day", add_direction=True))


def _parsed(value: str | date) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.split("[", 1)[0])
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time.min, UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)

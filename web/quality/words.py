"""Rules of cleaning and reasons of rejection in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

__all__ = ["reason", "rule"]

_RULES = {
    "blanks": _("blanks"),
    "invisible characters": _("invisible characters"),
    "width": _("width of letters"),
    "two scripts": _("two scripts"),
    "title": _("title"),
    "order": _("order of names"),
    "case": _("capitals"),
    "phone format": _("phone format"),
    "extension": _("extension"),
    "e-mail form": _("form of addresses"),
    "date style": _("style of dates"),
    "day first": _("day before month"),
    "month first": _("month before day"),
    "Excel date": _("date of Excel"),
    "Republic of China year": _("year of the Republic of China"),
    "null date": _("date of zeros"),
    "number format": _("form of numbers"),
    "currency": _("currency"),
    "synonym": _("usual word"),
}
_REASONS = {
    "… is not a number": _("not a number"),
    "… is not an amount of money": _("not an amount of money"),
    "… is not a date": _("not a date"),
    "… is not a date or time": _("not a date or time"),
    "… is not yes or no": _("not yes or no"),
    "is longer than … characters": _("too long"),
    "id … stands with other values in line …": _("contradicts an earlier row"),
    "… fits … records: write it as contact:…, employee:… or customer:…": _("fits several records"),
}
_DATE = "may begin with its day or its month"


def rule(name: str) -> str:
    """A rule, as `ingest.cleaning` names it, in the reader's language."""
    return str(_RULES.get(name, name))


def reason(text: str) -> str:
    """A reason, as `ingest.quality` counts it, in the reader's language; one that is not known as it stands."""
    if text.endswith(" is missing"):
        return str(_("missing"))
    if _DATE in text:
        return str(_("day or month first?"))
    return str(_REASONS.get(text, text))

"""Words of the data (channels, kinds, statuses) in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

__all__ = ["word"]

_WORDS = {
    "meeting": _("meeting"),
    "visit": _("visit"),
    "call": _("call"),
    "chat": _("chat"),
    "mail": _("mail"),
    "ticket": _("ticket"),
    "mention": _("mention"),
    "inbound": _("inbound"),
    "outbound": _("outbound"),
    "strong": _("strong"),
    "warm": _("warm"),
    "weak": _("weak"),
}


def word(value: str | None) -> str:
    """The word in the reader's language where it is a known one, else as it stands."""
    return str(_WORDS.get(value or "", value or ""))

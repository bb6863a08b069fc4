"""Bytes to text where the encoding is named wrongly, or not at all, as in mails and address books."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

__all__ = ["decoded", "usual_chinese"]

_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}
_NOT_FOR_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_DOUBLE = re.compile(rb"[\x81-\xfe][\x30-\xfe]")
_USUAL = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text in `data`: in its `charset` where that fits, else in UTF-8, in GB18030 if it looks like everyday
    Chinese, or in Windows-1252.

    Never fails: bytes that have no meaning become U+FFFD.
    """
    if data.isascii() and not charset:
        return data.decode("ascii")
    named = _codec(charset) if charset else None
    for encoding in (named, "utf-8", "gb18030" if usual_chinese(data) else None):
        if encoding is not None:
            try:
                return _storable(data.decode(encoding))
            except UnicodeError:
                continue
    return _storable(data.decode(named or "cp1252", "replace"))


def usual_chinese(data: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII are pairs as in everyday Chinese; accented Latin letters are not."""
    pairs = _DOUBLE.findall(data)
    usual = sum(1 for pair in pairs if _USUAL.match(pair))
    return bool(pairs) and usual >= 0.8 * len(pairs)


@lru_cache(256)
def _codec(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_FOR_TEXT else _WIDER.get(name, name)


def _storable(text: str) -> str:
    """Without halves of surrogate pairs, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")

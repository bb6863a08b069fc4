"""Text in mails: encoded words in heads (RFC 2047), and the opening words of a body."""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes
from email.message import Message

from ingest.sources.charsets import decoded

__all__ = ["MAX_BODY", "opening", "unencoded"]

MAX_BODY = 1 << 18
"""Bytes of a mail in which its text is looked for."""

_WORD = re.compile(r"=\?([^?]*)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")
_MAX_PARTS = 50


def unencoded(value: str) -> str:
    """A header's value with its encoded words as text, also where a character is split between two of them."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub(r"\1\2", value)
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        name = word[1].partition("*")[0].lower()
        if pending and (word.start() > end or name != charset):
            pieces.append(decoded(pending, charset))
            pending = b""
        pieces.append(value[end : word.start()])
        pending, charset, end = pending + _content(word), name, word.end()
    pieces += [decoded(pending, charset), value[end:]]
    return "".join(pieces)


def opening(content: bytes, characters: int) -> str | None:
    """The first `characters` of a mail's plain text, None where it has none that can be found quickly."""
    try:
        message = message_from_bytes(content[:MAX_BODY])
        return _plain(message, characters)
    except (RecursionError, LookupError, ValueError, AssertionError):
        return None


def _plain(message: Message, characters: int) -> str | None:
    parts = [message]
    for _ in range(_MAX_PARTS):
        if not parts:
            return None
        part = parts.pop(0)
        inner = part.get_payload()
        if isinstance(inner, list):
            parts = [*inner, *parts]
        elif part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True)
            text = decoded(data if isinstance(data, bytes) else b"", part.get_content_charset())
            return text.strip()[:characters] or None
    return None


def _content(word: re.Match[str]) -> bytes:
    text = word[3].encode("utf-8")
    try:
        if word[2] in "bB":
            kept = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
            kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
            return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
        return binascii.a2b_qp(text, header=True)
    except binascii.Error:
        return text

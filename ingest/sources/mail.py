"""The head of a mail: who wrote to whom, when, about what. What is below the head is never looked at for that."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.mailboxes import is_machine
from ingest.sources import Row
from ingest.sources.charsets import decoded
from ingest.sources.mail_text import opening, unencoded

__all__ = ["COLUMNS", "MAX_HEAD", "addresses", "is_mail", "row", "written"]

COLUMNS = ("Message-ID", "Date", "From", "To", "Cc", "Subject", "Text", "Left out")
MAX_HEAD = 1 << 20
"""Bytes of a head; a longer one is not read."""

_HEADERS = re.compile(
    rb"^(message-id|date|from|sender|to|cc|subject|received|auto-submitted|precedence|list-id|list-unsubscribe"
    rb"|return-path|content-type|x-autoreply|x-gmail-labels|x-unsent|x-mozilla-status)"
    rb"[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_FOLD = re.compile(r"\r?\n[ \t]+|[\r\n]+")
_ADDRESS_PARTS = re.compile(
    r'"((?:[^"\\]|\\.)*)"|\(((?:[^()\\]|\\.)*)\)|<([^<>]*)>|([,;:])|([^",;:()<>]+)|.', re.DOTALL
)
_ADDRESS = re.compile(r"[^@\s\"<>;,]+@[^@\s\"'<>;,]*[^@\s\"'<>;,.]")
_NOT_IN_NAMES = re.compile(r"[\s;<>\"\\\x00-\x1f\x7f]+")
_BLANKS = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(days=2)
_EXPUNGED = 0x0008
_LABELS = {
    "spam": "spam",
    "垃圾邮件": "spam",
    "trash": "deleted",
    "bin": "deleted",
    "已删除邮件": "deleted",
    "drafts": "draft",
    "draft": "draft",
    "草稿": "draft",
}

Headers = dict[str, list[str]]


def is_mail(head: bytes) -> bool:
    """Whether these bytes begin like a mail: with a sender or a Message-ID before the first empty line."""
    return any(found[1].lower() in (b"from", b"message-id") for found in _HEADERS.finditer(head))


def row(head: bytes, line: int, place: str, *, content: bytes = b"", characters: int = 0, marked: str = "") -> Row:
    """One mail as a row of COLUMNS.

    Parameters
    ----------
    head
        From its first header to the empty line.
    line, place
        Where the mail is: a line or number, and words by which its owner can find it if it has no Message-ID.
    content, characters
        The beginning of the mail with its body, and how many characters of its text are kept; 0 reads none.
    marked
        Why its mailbox leaves it out (`draft`, `deleted`), if so.
    """
    headers = _headers(head)
    identifier = _BLANKS.sub("", headers.get("message-id", [""])[0]).strip("<>")
    made = Row(line, f"Message-ID: <{identifier}>" if identifier else place)
    sender = addresses(headers.get("from") or headers.get("sender") or [])[:1]
    to, cc = (addresses(headers.get(name, [])) for name in ("to", "cc"))
    left_out = marked or _left_out(headers, sender, [*to, *cc])
    at, problem = _moment(headers)
    if not left_out:
        made.problem = "is not a mail: it names no sender" if not sender else problem
    subject = unencoded(_one_line(headers.get("subject", [""])[0])) or None
    cells = [at, _cell(sender), _cell(_people(to)), _cell(_people(cc)), subject]
    text = opening(content, characters) if characters and not left_out and not made.problem else None
    made.cells = [identifier or _made_up(cells), *cells, text, left_out or None]
    return made


def addresses(values: Iterable[str]) -> list[tuple[str, str]]:
    """The (name, address) pairs in headers such as To; names of groups and what is no address are dropped."""
    found: dict[str, str] = {}
    for value in values:
        pairs = _pairs(value)
        if not pairs and "=?" in value:
            pairs = _pairs(unencoded(value))
        for name, address in pairs:
            found[address] = found.get(address) or name
    return [(name, address) for address, name in found.items()]


def written(name: str, address: str) -> str:
    """A person as a cell names one: `Ann Lee <ann@example.com>`."""
    name = _NOT_IN_NAMES.sub(" ", name).strip(" '")
    return f"{name} <{address}>" if name and name.lower() != address else address


def _pairs(value: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    words: list[str] = []
    comment = address = ""
    for part in _ADDRESS_PARTS.finditer(f"{_one_line(value)},"):
        quoted, remark, bracketed, mark, text = part.groups()
        if mark == ":":
            words.clear()
        elif mark is not None:
            plain = "".join(words).strip(" '")
            if not address and _ADDRESS.fullmatch(plain):
                address, plain = plain, ""
            if address:
                pairs.append((unencoded(_ESCAPED.sub(r"\1", plain or comment)).strip(), address.lower()))
            words, comment, address = [], "", ""
        elif bracketed is not None:
            plain = bracketed.strip(" '").removeprefix("mailto:")
            address = address or (plain if _ADDRESS.fullmatch(plain) else "")
        elif remark is not None:
            comment = comment or remark
        else:
            words.append(quoted if quoted is not None else text or "")
    return pairs


def _headers(head: bytes) -> Headers:
    found: Headers = {}
    for match in _HEADERS.finditer(head):
        found.setdefault(match[1].lower().decode("ascii"), []).append(decoded(match[2]))
    return found


def _one_line(value: str) -> str:
    return _FOLD.sub(" ", value).strip()


def _left_out(headers: Headers, sender: list[tuple[str, str]], recipients: list[tuple[str, str]]) -> str | None:
    """Why a mail says nothing about a relationship between people, None where it does."""
    labels = unencoded(_one_line(headers.get("x-gmail-labels", [""])[0])).lower().split(",")
    labelled = next((_LABELS[label] for label in map(str.strip, labels) if label in _LABELS), None)
    if labelled:
        return labelled
    if headers.get("x-unsent", [""])[0].strip() == "1":
        return "draft"
    if _mozilla_status(headers) & _EXPUNGED:
        return "deleted"
    if _automatic(headers) or (sender and is_machine(sender[0][1])):
        return "automatic"
    if sender and not any(address != sender[0][1] for _, address in _people(recipients)):
        return "to nobody else"
    return None


def _mozilla_status(headers: Headers) -> int:
    try:
        return int(headers.get("x-mozilla-status", ["0"])[0].strip(), 16)
    except ValueError:
        return 0


def _automatic(headers: Headers) -> bool:
    """Sent by a program or to a mailing list (RFC 3834, RFC 2919, RFC 2369)."""

    def first(name: str) -> str:
        return headers.get(name, [""])[0].strip().lower()

    return (
        first("auto-submitted") not in ("", "no")
        or first("precedence") in _BULK
        or any(name in headers for name in ("list-id", "list-unsubscribe", "x-autoreply"))
        or first("return-path") == "<>"
        or first("content-type").startswith("multipart/report")
    )


def _moment(headers: Headers) -> tuple[str | None, str | None]:
    """When the mail was written, in UTC, or what is wrong with its date."""
    passed = [value.rpartition(";")[2] for value in reversed(headers.get("received", []))]
    given = [*headers.get("date", []), *passed]
    at = next((moment for moment in map(_parsed, given) if moment is not None), None)
    if at is None:
        shown = _one_line(given[0])[:60] if given else ""
        return None, f"'{shown}' is not a date" if shown else "has no date"
    if at < _OLDEST:
        return None, f"its date, {at:%Y-%m-%d}, is before there was mail"
    if at > datetime.now(UTC) + _CLOCKS_DIFFER:
        return None, f"its date, {at:%Y-%m-%d}, lies in the future"
    return f"{at:%Y-%m-%dT%H:%M:%SZ}", None


def _parsed(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(_one_line(value))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _people(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, address) for name, address in found if not is_machine(address)]


def _cell(people: list[tuple[str, str]]) -> str | None:
    return ";".join(written(name, address) for name, address in people) or None


def _made_up(cells: list[str | None]) -> str:
    """An id for a mail without Message-ID, the same wherever the same mail is found."""
    content = "\x1f".join(cell or "" for cell in cells)
    return f"{hashlib.blake2b(content.encode(), digest_size=12).hexdigest()}@without-id"

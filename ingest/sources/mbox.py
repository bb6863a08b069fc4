"""Mailboxes in one file (mbox, RFC 4155): heads are read, bodies only passed over, whatever the file's size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.sources import Layout, Limits, Row, Sheet, SourceError, frames
from ingest.sources.mail import COLUMNS, MAX_HEAD, is_mail, row
from ingest.sources.mail_text import MAX_BODY

__all__ = ["head_at", "read"]

_CHUNK = 1 << 20
_HEAD_CHUNK = 1 << 14
_SEPARATOR = b"\nFrom "


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The mails of a mailbox as one table. Raises SourceError where the file does not begin as a mailbox does."""
    with path.open("rb") as file, path.open("rb") as looked_at:
        start = file.read(_HEAD_CHUNK).lstrip(b"\xef\xbb\xbf\r\n")[:5]
        if start != b"From ":
            raise SourceError("is not an mbox file: it does not begin with 'From '.", "Is it a single mail? Use .eml.")
        yield Sheet(None, frames(list(COLUMNS), _mails(file, looked_at, limits.body_characters)))


def head_at(file: BinaryIO, offset: int) -> bytes:
    """The head that begins at `offset`: up to the first empty line, at most MAX_HEAD and a bit."""
    file.seek(offset)
    head = b""
    while len(head) < MAX_HEAD and (chunk := file.read(_HEAD_CHUNK)):
        searched = max(0, len(head) - 3)
        head += chunk
        ends = [end for end in (head.find(b"\n\n", searched), head.find(b"\n\r\n", searched)) if end >= 0]
        if ends:
            return head[: min(ends) + 1]
    return head


def _mails(file: BinaryIO, looked_at: BinaryIO, characters: int) -> Iterator[Row]:
    """Each mail; a line of a body that begins with `From ` but with no head below it belongs to the mail above."""
    for offset, line in _separators(file):
        first, _, head = head_at(looked_at, offset).partition(b"\n")
        head = head.partition(_SEPARATOR)[0]
        if not is_mail(head):
            continue
        content = b""
        if characters:
            looked_at.seek(offset + len(first) + 1)
            content = looked_at.read(MAX_BODY).partition(_SEPARATOR)[0]
        mail = row(head, line, f"the mail at line {line}", content=content, characters=characters)
        if len(head) >= MAX_HEAD:
            mail.problem = f"its head is longer than {MAX_HEAD >> 20} MB"
        yield mail


def _separators(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Offset and line of every line that begins with `From `."""
    file.seek(0)
    base, line, kept = -1, 0, b"\n"  # as if an end of line stood before the file
    while chunk := file.read(_CHUNK):
        data = kept + chunk
        counted, at = 0, data.find(_SEPARATOR)
        while at >= 0:
            line += data.count(b"\n", counted, at + 1)
            counted = at + 1
            yield base + at + 1, line
            at = data.find(_SEPARATOR, at + 1)
        keep = max(counted, len(data) - len(_SEPARATOR) + 1)
        line += data.count(b"\n", counted, keep)
        base, kept = base + keep, data[keep:]

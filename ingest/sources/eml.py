"""Mails in files of their own (RFC 5322; also Apple's .emlx, and Maildir); those of a folder are one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.sources import Limits, Row, Sheet, frames, suffix
from ingest.sources.mail import COLUMNS, MAX_HEAD, is_mail, row
from ingest.sources.mail_text import MAX_BODY
from ingest.sources.mbox import head_at

__all__ = ["ENDINGS", "is_in_maildir", "read"]

ENDINGS = frozenset({"eml", "emlx"})
_LENGTH = re.compile(rb"\s*\d+\s*\n")
_MAILDIR_FLAGS = re.compile(r"[:!;]2,([A-Za-z]*)$")
_FLAGGED = {"D": "draft", "T": "deleted"}


def read(mails: Sequence[Path], limits: Limits) -> Iterator[Sheet]:
    """Files with a mail each as one table, numbered as they come."""
    rows = (_mail(mail, number, limits) for number, mail in enumerate(mails, 1))
    yield Sheet(None, frames(list(COLUMNS), rows))


def is_in_maildir(path: Path) -> bool:
    """Whether a file is a mail of a Maildir: it lies in a folder `cur` or `new` that has the other beside it."""
    folder = path.parent
    return folder.name in ("cur", "new") and all((folder.parent / name).is_dir() for name in ("cur", "new"))


def _mail(path: Path, number: int, limits: Limits) -> Row:
    with path.open("rb") as file:
        first = file.readline(80)
        start = len(first) if suffix(path) == "emlx" and _LENGTH.fullmatch(first) else 0
        if first.startswith(b"From ") and first.endswith(b"\n"):
            start = len(first)
        head = head_at(file, start)
        file.seek(start)
        content = file.read(MAX_BODY) if limits.body_characters else b""
    if not is_mail(head):
        return Row(number, path.name, problem="is empty" if not first else "is not a mail: it has no head")
    flags = _MAILDIR_FLAGS.search(path.name)
    marked = next((_FLAGGED[flag] for flag in (flags[1] if flags else "") if flag in _FLAGGED), "")
    mail = row(head, number, path.name, content=content, characters=limits.body_characters, marked=marked)
    if len(head) >= MAX_HEAD:
        mail.problem = f"its head is longer than {MAX_HEAD >> 20} MB"
    return mail

"""What an e-mail address tells about who is behind it: a machine, a shared mailbox, a free-mail account."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["SOURCES", "free_mail_domains", "is_machine", "shared_mailboxes"]

SOURCES = frozenset({"mail", "calendar"})
"""Sources whose tables name people by e-mail address only."""

_MACHINE = re.compile(
    r"^(?:.*(?:no|donot|do[-_.]not)[-_.]?reply.*"
    r"|(?:mailer[-_.]?daemon|daemon|postmaster|(?:.*[-_.+])?bounces?|notifications?|notify|alerts?|newsletters?"
    r"|mailings?|auto(?:mated|reply|[-_.]reply)?|unsubscribe|listserv|majordomo|.*-(?:request|owner|subscribe))"
    r"(?:[-_.+=].*)?)@|@(?:resource|group)\.calendar\.google\.com$|@.*\.(?:local|invalid|localhost)$",
    re.IGNORECASE,
)


@cache
def free_mail_domains() -> frozenset[str]:
    """Domains under which anybody can have an address, so that they tell nothing about where one works."""
    return _words("free_mail_domains.txt")


@cache
def shared_mailboxes() -> frozenset[str]:
    """What stands before the @ in addresses that several people of a company read."""
    return _words("shared_mailboxes.txt")


def is_machine(address: str) -> bool:
    """Whether only a program writes from, or reads at, this address."""
    return _MACHINE.search(address) is not None


def _words(name: str) -> frozenset[str]:
    lines = (files("ingest") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))

"""Secrets in files that only their owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from guanxi.errors import GuanxiError


def read(path: Path) -> str | None:
    """The secret in `path`, or None where there is no such file.

    Raises GuanxiError for a file that others can read, that we cannot read, or that is empty.
    """
    if not path.is_file():
        return None
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise GuanxiError(f"{path} can be read by others.", f"Run: chmod 600 {path}")
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise GuanxiError(f"{path} cannot be read.", "It must be a text file of your own.") from error
    if not secret:
        raise GuanxiError(
            f"{path} is empty.", "Put it back from a backup, or delete it where nothing was kept by it yet."
        )
    return secret


def write(path: Path, secret: str) -> None:
    """Keep `secret` in `path`, readable by its owner only, replacing what was there at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    temporary.replace(path)


def read_or_make(path: Path) -> str:
    """The secret in `path`; a new random one is made and kept there the first time."""
    kept = read(path)
    if kept is None:
        kept = secrets.token_urlsafe(24)
        write(path, kept)
    return kept

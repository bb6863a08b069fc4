"""Users of the web app: made, found by password, changed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from guanxi.appstore import AppStore, AuditEntry, User
from guanxi.appstore.models import ROLES
from guanxi.errors import NotFoundError, UsageError
from guanxi.secrets import write

__all__ = [
    "MIN_PASSWORD",
    "add",
    "authenticate",
    "disable",
    "everybody",
    "make_first_user",
    "note_visit",
    "set_password",
]

_LOG_IN = "log_in"

MIN_PASSWORD = 10
"""Characters that a password has at least."""


def add(appstore: AppStore, name: str, password: str, role: str) -> None:
    """Make a user who may log in. Raises UsageError where the name is taken, or the role or password will not do."""
    name = name.strip()
    if not name or len(name) > 120:
        raise UsageError("A user needs a name of at most 120 characters.")
    if role not in ROLES:
        raise UsageError(f"{role!r} is not a role.", f"Roles are: {', '.join(ROLES)}.")
    _check_password(password)
    with appstore.session() as session:
        if session.scalar(select(User).where(User.name == name)):
            raise UsageError(f"There is a user {name!r} already.", f"guanxi user password {name} sets a new password.")
        session.add(User(name=name, password_hash=_hash(password), role=role))


def everybody(appstore: AppStore) -> list[User]:
    """All users, by name."""
    with appstore.session() as session:
        return list(session.scalars(select(User).order_by(User.name)))


def authenticate(appstore: AppStore, name: str, password: str) -> User | None:
    """The active user with this name and password. Takes as long for a name that nobody has."""
    with appstore.session() as session:
        user = session.scalar(select(User).where(User.name == name.strip()))
    right = check_password_hash(user.password_hash if user else _nobodys_hash(), password)
    return user if user and right and user.active else None


def note_visit(appstore: AppStore, user_id: int) -> datetime | None:
    """Note in the audit trail that a user logs in; gives when they did before, in UTC."""
    theirs = (AuditEntry.user_id == user_id, AuditEntry.action == _LOG_IN)
    with appstore.session() as session:
        before = session.scalar(select(AuditEntry.at).where(*theirs).order_by(AuditEntry.id.desc()).limit(1))
        session.add(AuditEntry(user_id=user_id, action=_LOG_IN))
    return before.replace(tzinfo=UTC) if before else None


def set_password(appstore: AppStore, name: str, password: str) -> None:
    """Give a user a new password; sessions that began with the old one end."""
    _check_password(password)
    with appstore.session() as session:
        user = session.scalar(select(User).where(User.name == name))
        if user is None:
            raise _unknown(name)
        user.password_hash = _hash(password)


def disable(appstore: AppStore, name: str) -> None:
    """Let a user log in no longer; what they did stays on record."""
    with appstore.session() as session:
        user = session.scalar(select(User).where(User.name == name))
        if user is None:
            raise _unknown(name)
        user.active = False


def make_first_user(appstore: AppStore, home: Path) -> tuple[str, str | None]:
    """The administrator `admin`, made with a random password where there is no user yet.

    The password is returned once, and kept in `home/first-password`, readable by its owner only;
    where there are users already, the first one's name comes with None.
    """
    there = everybody(appstore)
    if there:
        return there[0].name, None
    password = secrets.token_urlsafe(12)
    add(appstore, "admin", password, "admin")
    write(home / "first-password", password)
    return "admin", password


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise UsageError(f"A password has at least {MIN_PASSWORD} characters.")


def _hash(password: str) -> str:
    return generate_password_hash(password, method="scrypt")


@cache
def _nobodys_hash() -> str:
    return _hash(secrets.token_urlsafe())


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"There is no user {name!r}.", "guanxi user list shows them all.")

"""Follow-ups as they are kept: made, found, done, taken back, put off; each change is in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from guanxi.appstore import AppStore, AuditEntry, FollowUp, User
from guanxi.errors import GuanxiError, NotFoundError, UsageError

__all__ = [
    "MOST_LETTERS",
    "ForbiddenError",
    "add",
    "colleagues",
    "counts",
    "done",
    "listed",
    "of",
    "put_off",
    "reopen",
    "today",
]

MOST_LETTERS = 500
_DONE_SHOWN = 5
_owner, _maker = aliased(User), aliased(User)


class ForbiddenError(GuanxiError):
    """Somebody else's follow-up."""

    status = 403


def today() -> date:
    """The day it is where the server stands."""
    return datetime.now().astimezone().date()


def add(appstore: AppStore, subject: str, text: str, due_on: date, user_id: int, made_by: int) -> int:
    """Keep a next step with `subject` (`contact:7`, `customer:7`) for a user; gives its number.

    Raises UsageError, in the reader's language, where the text is empty or longer than MOST_LETTERS, or the user may
    not log in any more.
    """
    text = text.strip()
    if not text or len(text) > MOST_LETTERS:
        raise UsageError(_("Say what the next step is, in at most %(count)s letters.", count=MOST_LETTERS))
    with appstore.session() as session:
        user = session.get(User, user_id)
        if user is None or not user.active:
            raise UsageError(_("There is no such colleague."))
        step = FollowUp(subject=subject, text=text, due_on=due_on, user_id=user_id, made_by=made_by)
        session.add(step)
        session.flush()
        _note(session, made_by, "add", step)
        return step.id


def done(appstore: AppStore, number: int, by: int, *, admin: bool = False) -> None:
    """Note that a follow-up is done. Raises NotFoundError, and ForbiddenError for one that is neither theirs nor made
    by them, unless they are an administrator."""
    with appstore.session() as session:
        step = _mine(session, number, by, admin)
        step.done_at = step.done_at or datetime.now(UTC).replace(tzinfo=None)
        _note(session, by, "done", step)


def reopen(appstore: AppStore, number: int, by: int, *, admin: bool = False) -> None:
    """Take back that a follow-up is done. Raises as `done`."""
    with appstore.session() as session:
        step = _mine(session, number, by, admin)
        step.done_at = None
        _note(session, by, "undo", step)


def put_off(appstore: AppStore, number: int, by: int, days: int, *, admin: bool = False) -> None:
    """Make a follow-up due so many days from today. Raises as `done`."""
    with appstore.session() as session:
        step = _mine(session, number, by, admin)
        step.due_on = today() + timedelta(days=days)
        _note(session, by, "snooze", step, days=days)


def of(appstore: AppStore, subjects: Sequence[str]) -> list[dict[str, Any]]:
    """The follow-ups with any of `subjects` (a record and those that were merged into it): open ones, the first due
    first, then the last few that are done.

    Each is {"id", "subject", "text", "due_on", "done_at", "user_id", "user", "made_by", "maker"}.
    """
    wanted = _select().where(FollowUp.subject.in_(list(subjects)))
    with appstore.session() as session:
        still = session.execute(wanted.where(FollowUp.done_at.is_(None)).order_by(FollowUp.due_on, FollowUp.id))
        finished = wanted.where(FollowUp.done_at.is_not(None)).order_by(FollowUp.done_at.desc(), FollowUp.id.desc())
        return _rows(still) + _rows(session.execute(finished.limit(_DONE_SHOWN)))


def listed(
    appstore: AppStore,
    user_id: int,
    which: str = "open",
    *,
    until: date | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[dict[str, Any]], int]:
    """A user's follow-ups as in `of`, and how many there are.

    `which` is `open` (theirs to do, the first due first), `given` (open, by them for others) or `done` (theirs, the
    last done first); `until` leaves out those that are due later.
    """
    theirs = FollowUp.user_id == user_id
    wanted = {
        "open": [theirs, FollowUp.done_at.is_(None)],
        "given": [FollowUp.made_by == user_id, ~theirs, FollowUp.done_at.is_(None)],
        "done": [theirs, FollowUp.done_at.is_not(None)],
    }[which]
    if until is not None:
        wanted.append(FollowUp.due_on <= until)
    order = (FollowUp.done_at.desc(), FollowUp.id.desc()) if which == "done" else (FollowUp.due_on, FollowUp.id)
    with appstore.session() as session:
        total = session.scalar(select(func.count()).select_from(FollowUp).where(*wanted)) or 0
        found = session.execute(_select().where(*wanted).order_by(*order).offset(offset).limit(limit))
        return _rows(found), total


def counts(appstore: AppStore, user_id: int) -> dict[str, int]:
    """How many of a user's open follow-ups there are: {"open", "due" (today), "overdue"}."""
    mine = (FollowUp.user_id == user_id, FollowUp.done_at.is_(None))
    with appstore.session() as session:
        days = session.scalars(select(FollowUp.due_on).where(*mine)).all()
    now = today()
    return {"open": len(days), "due": sum(day == now for day in days), "overdue": sum(day < now for day in days)}


def colleagues(appstore: AppStore) -> list[dict[str, Any]]:
    """Everybody whom a follow-up can be given: [{"id", "name"}]."""
    with appstore.session() as session:
        rows = session.execute(select(User.id, User.name).where(User.active).order_by(User.name))
        return [{"id": number, "name": name} for number, name in rows]


def _select() -> Select[FollowUp, str, str]:
    return (
        select(FollowUp, _owner.name, _maker.name)
        .join(_owner, _owner.id == FollowUp.user_id)
        .join(_maker, _maker.id == FollowUp.made_by)
    )


def _rows(found: Any) -> list[dict[str, Any]]:
    names = ("id", "subject", "text", "due_on", "done_at", "user_id", "made_by")
    return [
        {**{name: getattr(step, name) for name in names}, "user": user, "maker": maker} for step, user, maker in found
    ]


def _mine(session: Session, number: int, by: int, admin: bool) -> FollowUp:
    step = session.get(FollowUp, number)
    if step is None:
        raise NotFoundError(_("There is no such follow-up."))
    if not admin and by not in (step.user_id, step.made_by):
        raise ForbiddenError(_("This follow-up is somebody else's."), _("Whoever made it or has it can change it."))
    return step


def _note(session: Session, by: int, change: str, step: FollowUp, **more: int) -> None:
    detail = {"follow_up": step.id, "user": step.user_id, **more}
    session.add(AuditEntry(user_id=by, action=f"follow_up.{change}", detail=detail))

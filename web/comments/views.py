"""Comments: written, changed and deleted by who wrote them, read by everybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.reports.subjects import keys_of
from guanxi.appstore import Comment, User
from guanxi.errors import NotFoundError, UsageError
from web import audit, recall, services
from web.login.access import local_path

blueprint = Blueprint("comments", __name__)

PAGE = 20
LONGEST = 5000


@blueprint.app_template_global()
def comments_on(subject: str, everything: bool = False) -> dict[str, Any]:
    """What is written about a person or an account, the newest first: {"items", "total"}."""
    chosen = Comment.subject.in_(keys_of(services.store(), subject))
    newest = select(Comment, User.name).join(User).where(chosen).order_by(Comment.at.desc(), Comment.id.desc())
    with services.appstore().session() as session:
        total = session.scalar(select(func.count()).select_from(Comment).where(chosen)) or 0
        rows = session.execute(newest if everything else newest.limit(PAGE)).all()
    return {
        "items": [{"comment": comment, "by": by, "own": comment.user_id == current_user.id} for comment, by in rows],
        "total": total,
        "longest": LONGEST,
    }


@blueprint.get("/comments")
def listing() -> ResponseReturnValue:
    """The comments on ?subject= alone, all of them with ?all=1."""
    return _section(request.args.get("subject", ""), everything=bool(request.args.get("all")))


@blueprint.post("/comments")
def add() -> ResponseReturnValue:
    """Write a comment about the form's `subject`."""
    subject = keys_of(services.store(), request.form.get("subject", ""))[0]
    with services.appstore().session() as session:
        session.add(Comment(subject=subject, user_id=current_user.id, text=_text()))
    audit.record("comment.add", subject=subject)
    return _answer(subject, _("Your comment is kept."))


@blueprint.post("/comments/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Give one's own comment another text."""
    text = _text()
    with services.appstore().session() as session:
        comment = _own(session, number)
        comment.text, comment.changed_at = text, datetime.now(UTC).replace(tzinfo=None)
    audit.record("comment.change", subject=comment.subject)
    return _answer(comment.subject, _("Your comment is changed."))


@blueprint.post("/comments/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    """Delete one's own comment; what is answered can bring it back."""
    with services.appstore().session() as session:
        comment = _own(session, number)
        session.delete(comment)
    audit.record("comment.delete", subject=comment.subject)
    undo = recall.kept("comment", {"subject": comment.subject, "text": comment.text, "at": comment.at.isoformat()})
    return _answer(comment.subject, _("Your comment is deleted."), undo)


@blueprint.post("/comments/undo")
def undo() -> ResponseReturnValue:
    """Bring a comment back that was just deleted."""
    was = recall.recalled("comment", request.form.get("was", ""))
    with services.appstore().session() as session:
        at = datetime.fromisoformat(was["at"])
        session.add(Comment(subject=was["subject"], user_id=current_user.id, text=was["text"], at=at))
    audit.record("comment.undelete", subject=was["subject"])
    return _answer(was["subject"], _("Your comment is back."))


def _text() -> str:
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise UsageError(_("A comment has 1 to %(most)s characters.", most=LONGEST))
    return text


def _own(session: Session, number: int) -> Comment:
    comment = session.get(Comment, number)
    if comment is None or comment.user_id != current_user.id:
        raise NotFoundError(_("There is no such comment of yours."))
    return comment


def _answer(subject: str, said: str, undo: str | None = None) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        return _section(request.form.get("shown") or subject, said, undo)
    return redirect(local_path(request.referrer) or url_for("shell.home"))


def _section(subject: str, said: str = "", undo: str | None = None, *, everything: bool = False) -> str:
    return render_template("comments/section.html", subject=subject, said=said, undo=undo, everything=everything)

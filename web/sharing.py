"""What people keep and share: its name, and whether nobody else sees it, those of a role, or everybody."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from guanxi.appstore import CampaignList, SavedView
from guanxi.appstore.models import ROLES
from guanxi.errors import UsageError

__all__ = ["LONGEST_NAME", "asked_name", "asked_sharing", "names", "own", "visible"]

LONGEST_NAME = 200

Kept = TypeVar("Kept", CampaignList, SavedView)


def names() -> dict[str, str]:
    """With whom something can be shared, in the reader's language."""
    return {
        "private": _("only me"),
        "everybody": _("everybody"),
        "marketer": _("marketers"),
        "account_manager": _("account managers"),
        "analyst": _("analysts"),
        "admin": _("administrators"),
    }


def visible(kept: type[CampaignList] | type[SavedView]) -> ColumnElement[bool]:
    """Whether the reader may see it: their own, and what is shared with them; administrators all that is shared."""
    shared = ("everybody", *ROLES) if current_user.role == "admin" else ("everybody", current_user.role)
    return or_(kept.user_id == current_user.id, kept.shared.in_(shared))


def own(session: Session, kept: type[Kept], number: int) -> Kept | None:
    """One of the reader's own; None for what is another's, or not there."""
    found: Any = session.get(kept, number)
    return found if found is not None and found.user_id == current_user.id else None


def asked_name() -> str:
    """The name that a form gives. Raises UsageError for none, or one that is too long."""
    name = " ".join(request.form.get("name", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise UsageError(_("A name has 1 to %(most)s characters.", most=LONGEST_NAME))
    return name


def asked_sharing() -> str:
    """With whom a form shares it: nobody, where it does not say."""
    shared = request.form.get("shared", "private")
    return shared if shared in names() else abort(400)

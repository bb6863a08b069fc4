"""Who did what, on record."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from guanxi.appstore import AuditEntry
from web import services

__all__ = ["record"]


def record(action: str, **detail: Any) -> None:
    """Put on record that the reader did this. Values of personal data have no place in `detail`."""
    with services.appstore().session() as session:
        session.add(AuditEntry(user_id=current_user.id, action=action, detail=detail))

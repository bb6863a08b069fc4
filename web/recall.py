"""Taking back what was just deleted: the page that says so holds it, signed, and nothing of it stays with us."""

from __future__ import annotations

from typing import Any, cast

from flask import current_app
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from guanxi.errors import UsageError

__all__ = ["kept", "recalled"]

_SECONDS = 3600


def kept(kind: str, values: dict[str, Any]) -> str:
    """`values` as text that only the reader can send back, within an hour."""
    return str(_signer(kind).dumps(values))


def recalled(kind: str, text: str) -> dict[str, Any]:
    """What `kept` made the text of. Raises UsageError where it is too old, or another's."""
    try:
        return cast(dict[str, Any], _signer(kind).loads(text, max_age=_SECONDS))
    except BadData as error:
        raise UsageError("This cannot be brought back any more.", "It was deleted more than an hour ago.") from error


def _signer(kind: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast(str, current_app.secret_key), salt=f"{kind}:{current_user.id}")

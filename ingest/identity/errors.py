"""What cannot be decided about records, and records that there are not."""

from __future__ import annotations

from guanxi.errors import NotFoundError, TemplateError

__all__ = ["DecisionError", "NoRecordError"]


class DecisionError(TemplateError):
    """A decision that another one, or the records themselves, stand against."""


class NoRecordError(TemplateError, NotFoundError):
    """A record or a pair that was named and does not exist."""

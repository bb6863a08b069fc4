"""Undoing an import."""

from web.undo.views import blueprint

__all__ = ["blueprint"]

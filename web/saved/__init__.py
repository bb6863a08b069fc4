"""Saved views: addresses of screens that people keep and share."""

from web.saved.views import blueprint

__all__ = ["blueprint"]

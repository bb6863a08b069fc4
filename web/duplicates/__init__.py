"""Duplicates: pairs to decide about, side by side, and what was merged."""

from web.duplicates.views import blueprint

__all__ = ["blueprint"]

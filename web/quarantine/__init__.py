"""Rows that were set aside: mended in place, in bulk, or in a spreadsheet."""

from web.quarantine.views import blueprint

__all__ = ["blueprint"]

"""Undoing imports: the graph becomes what it would be had the import never been."""

from ingest.undoing.undo import Outlook, about, details, outlook, undo

__all__ = ["Outlook", "about", "details", "outlook", "undo"]

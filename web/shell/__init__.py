"""What surrounds every screen: the page frame, the start page, and each reader's language and theme."""

from web.shell.views import blueprint

__all__ = ["blueprint"]

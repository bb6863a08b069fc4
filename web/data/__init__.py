"""The screen Data."""

from web.data.views import blueprint

__all__ = ["blueprint"]

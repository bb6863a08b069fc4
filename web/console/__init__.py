"""Console."""

from web.console.views import blueprint

__all__ = ["blueprint"]

"""The screen Today. What changed, and the figures the company steers by."""

from web.today.views import blueprint

__all__ = ["blueprint"]

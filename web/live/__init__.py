"""Open pages are told what is new, while they are open."""

from web.live.views import blueprint

__all__ = ["blueprint"]

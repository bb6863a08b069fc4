"""Comments on people and accounts."""

from web.comments.views import blueprint

__all__ = ["blueprint"]

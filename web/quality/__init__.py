"""One import: how good its values were, and what cleaning did to them."""

from web.quality.views import blueprint

__all__ = ["blueprint"]

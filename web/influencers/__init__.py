"""Influencers."""

from web.influencers.views import blueprint

__all__ = ["blueprint"]

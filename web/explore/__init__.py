"""The screen Explore. The graph, step by step from what was found."""

from web.explore.views import blueprint

__all__ = ["blueprint"]

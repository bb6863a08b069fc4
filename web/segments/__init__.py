"""The screen Segments. Customers by recency, frequency and money, and by where they stand in their life cycle."""

from web.segments.views import blueprint

__all__ = ["blueprint"]

"""The Cypher of each view: what it ran, to be read, copied and tried in the console."""

from web.queries.views import blueprint

__all__ = ["blueprint"]

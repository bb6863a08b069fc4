"""JSON for the pages and for programs, under /api; each module of PARTS has a `blueprint`."""

from web.api import search

__all__ = ["PARTS"]

PARTS = (search,)

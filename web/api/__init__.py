"""JSON for the pages and for programs, under /api; each module of PARTS has a `blueprint`."""

from web.api import accounts, console, explore, influencers, map, people, search

__all__ = ["PARTS"]

PARTS = (accounts, console, explore, influencers, map, people, search)

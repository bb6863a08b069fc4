"""A person's page."""

from web.people.views import blueprint

__all__ = ["blueprint"]

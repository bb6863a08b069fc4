"""A guided tour over the screens, by the reader's role."""

from web.tour.views import blueprint

__all__ = ["blueprint"]

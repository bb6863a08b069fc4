"""What is loaded: imports, counts, rows that were set aside."""

from web.data.views import blueprint

__all__ = ["blueprint"]

"""The import wizard: upload files, see what they hold, correct it, check, load, and follow it."""

from web.imports.uploads import init_app
from web.imports.views import blueprint

__all__ = ["blueprint", "init_app"]

"""The map that any page can show: `{% from "map/map.html" import map %}`, then `{{ map(url) }}`."""

from web.map.views import blueprint

__all__ = ["blueprint"]

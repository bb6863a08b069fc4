"""The map that any page can show: `{% from "map/map.html" import map %}`, then `{{ map(url) }}`."""

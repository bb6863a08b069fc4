"""Logging in and out, passwords, and who may see what."""

from web.login.access import init_app
from web.login.views import blueprint

__all__ = ["blueprint", "init_app"]

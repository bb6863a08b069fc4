"""The screen Accounts."""

from web.account.views import blueprint

__all__ = ["blueprint"]

"""Accounts: the list, and the page of one."""

from web.account.views import blueprint

__all__ = ["blueprint"]

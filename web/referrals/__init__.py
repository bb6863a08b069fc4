"""The screen Referrals. Who brought whom, and what came of it."""

from web.referrals.views import blueprint

__all__ = ["blueprint"]

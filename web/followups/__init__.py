"""Follow-ups: a next step with a person or an account, by a day, for oneself or a colleague."""

from web.followups.views import blueprint

__all__ = ["blueprint"]

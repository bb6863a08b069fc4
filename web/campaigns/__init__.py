"""Campaign lists: people chosen for a campaign, kept and shared."""

from web.campaigns.views import blueprint

__all__ = ["blueprint"]

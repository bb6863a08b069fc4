"""The screen Clusters. The clusters, and what the members of each share."""

from web.clusters.views import blueprint

__all__ = ["blueprint"]

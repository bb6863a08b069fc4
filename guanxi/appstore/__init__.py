"""The app store: what must not be in a graph that analysts query."""

from guanxi.appstore.models import (
    AuditEntry,
    Base,
    CampaignList,
    Comment,
    DuplicatePair,
    FollowUp,
    ImportedTable,
    Job,
    QuarantinedRow,
    SavedView,
    SyncState,
    User,
)
from guanxi.appstore.store import AppStore, open_appstore

__all__ = [
    "AppStore",
    "AuditEntry",
    "Base",
    "CampaignList",
    "Comment",
    "DuplicatePair",
    "FollowUp",
    "ImportedTable",
    "Job",
    "QuarantinedRow",
    "SavedView",
    "SyncState",
    "User",
    "open_appstore",
]

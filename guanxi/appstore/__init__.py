"""The app store: what must not be in a graph that analysts query."""

from guanxi.appstore.models import (
    AuditEntry,
    Base,
    DuplicatePair,
    ImportedTable,
    Job,
    QuarantinedRow,
    SyncState,
    User,
)
from guanxi.appstore.store import AppStore, open_appstore

__all__ = [
    "AppStore",
    "AuditEntry",
    "Base",
    "DuplicatePair",
    "ImportedTable",
    "Job",
    "QuarantinedRow",
    "SyncState",
    "User",
    "open_appstore",
]

"""The tables of the app store. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROLES = ("marketer", "account_manager", "analyst", "admin")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    """Times are UTC without a zone."""


class User(Base):
    """Somebody who may log in; `role` is one of ROLES."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(30))
    language: Mapped[str | None] = mapped_column(String(5))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=_now)


class AuditEntry(Base):
    """Who did what, when. Values of personal data are never in `detail`."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=_now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class QuarantinedRow(Base):
    """A row that was set aside: as it stood in its file, and why."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    file: Mapped[str] = mapped_column(String(500))
    line: Mapped[int]
    column: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)
    cells: Mapped[dict[str, str | None] | None] = mapped_column(JSON)
    """The row's cells by column, where it could be read that far."""
    at: Mapped[datetime] = mapped_column(default=_now)


class ImportedTable(Base):
    """How the rows of a batch were read: what is needed to load a mended row in the same way."""

    __tablename__ = "imported_tables"

    batch: Mapped[str] = mapped_column(String(60), primary_key=True)
    file: Mapped[str] = mapped_column(String(500))
    source: Mapped[str] = mapped_column(String(120))
    preset: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(30))
    columns: Mapped[list[str]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The table's mapping and, as `record`, which of its records the batch holds."""
    at: Mapped[datetime] = mapped_column(default=_now)


class Job(Base):
    """Work in the background; `status` is waiting, running, done, failed or interrupted."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(20), index=True)
    request: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=_now)
    ended_at: Mapped[datetime | None]


class DuplicatePair(Base):
    """Two records that may be one; `status` is open, merged, different or split. A decision outlives the next load."""

    __tablename__ = "duplicate_pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(30))
    a: Mapped[str] = mapped_column(String(300))
    b: Mapped[str] = mapped_column(String(300))
    probability: Mapped[float]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(20), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    """A user's name, or `certain` or `score` where a rule decided."""
    decided_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=_now)

    __table_args__ = (UniqueConstraint("a", "b"),)


class SyncState(Base):
    """How far a live source has been read."""

    __tablename__ = "sync_states"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    cursor: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    ran_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class SavedView(Base):
    """A view that somebody keeps: the address of a screen. `shared` is private, everybody or one of ROLES."""

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    screen: Mapped[str] = mapped_column(String(30))
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The arguments of the address, and what a map was told to show; records by their keys alone."""
    shared: Mapped[str] = mapped_column(String(30), default="private")
    created_at: Mapped[datetime] = mapped_column(default=_now)
    changed_at: Mapped[datetime] = mapped_column(default=_now)


class Comment(Base):
    """What somebody wrote about a person or an account (`contact:7`, `customer:7`)."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=_now)
    changed_at: Mapped[datetime | None]


class FollowUp(Base):
    """A next step with a person or an account, for one user, by a day."""

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), index=True)
    text: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    """Whose it is to do."""
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=_now)
    done_at: Mapped[datetime | None]


class CampaignList(Base):
    """People chosen for a campaign: how they were chosen, and who they were, by their keys."""

    __tablename__ = "campaign_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    criteria: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    members: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    shared: Mapped[str] = mapped_column(String(30), default="private")
    created_at: Mapped[datetime] = mapped_column(default=_now)
    changed_at: Mapped[datetime] = mapped_column(default=_now)

"""Sections about what runs: the graph database, the app, imports, live sources, the web."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from guanxi.config.section import Section


class GraphConfig(Section):
    """Where Neo4j is. `local` runs a private one on the loopback."""

    uri: str = "local"
    user: str = "neo4j"
    database: str = "neo4j"
    neo4j_home: Path | None = None
    maven_url: str | None = None
    bolt_port: int = Field(0, ge=0, le=65535)
    heap: str = Field("1g", pattern=r"^\d+[kmg]$")
    page_cache: str = Field("512m", pattern=r"^\d+[kmg]$")
    batch_rows: int = Field(5000, ge=1, le=50_000)

    @field_validator("uri")
    @classmethod
    def _known_scheme(cls, uri: str) -> str:
        schemes = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")
        if uri != "local" and not uri.startswith(schemes):
            raise ValueError(f"must be 'local' or start with one of {', '.join(schemes)}")
        return uri


class AppConfig(Section):
    """The app store: users, audit trail, quarantined rows. `sqlite` is a file under GUANXI_HOME."""

    database: str = "sqlite"


class IngestConfig(Section):
    """How files are read."""

    time_zone: str = "UTC"
    country: str | None = Field(None, pattern="^[A-Z]{2}$")
    date_order: Literal["day", "month"] | None = None
    max_file_mb: int = Field(4096, ge=1)
    max_line_mb: int = Field(16, ge=1)
    parser_memory_mb: int = Field(2048, ge=128)
    parser_seconds: int = Field(900, ge=1)
    quarantine_shown: int = Field(5, ge=0)
    own_domains: list[str] = Field(default_factory=list)
    mail_bodies: bool = False
    mail_characters: int = Field(20_000, ge=1, le=200_000)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{zone!r} is not a time zone such as Europe/Berlin") from error
        return zone


class SyncForm(Section):
    """A form of Jiandaoyun: its app and entry id, and what fields with titles of their own are usually called."""

    app: str
    form: str
    columns: dict[str, str] = Field(default_factory=dict)


class SyncConnection(Section):
    """A live source. Its secrets are never here: see docs/syncing.md."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)
    product: Literal["hubspot", "salesforce", "zoho", "fxiaoke", "jiandaoyun"]
    base_url: str | None = None
    token_url: str | None = None
    user: str | None = None
    read: list[str] = Field(default_factory=list)
    fields: dict[str, list[str]] = Field(default_factory=dict)
    forms: list[SyncForm] = Field(default_factory=list)
    mapping: Path | None = None

    @field_validator("name")
    @classmethod
    def _no_command(cls, name: str) -> str:
        if name in ("list", "check", "run"):
            raise ValueError(f"{name!r} is a command of guanxi sync")
        return name

    @field_validator("base_url", "token_url")
    @classmethod
    def _safe(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "https://")
        if parts.scheme != "https" and (parts.scheme, parts.hostname) not in _LOOPBACK:
            raise ValueError("must begin with https://, so that nobody reads the secrets on their way")
        return url


_LOOPBACK = {("http", host) for host in ("127.0.0.1", "localhost", "::1")}


class SyncConfig(Section):
    """Live sources, and how patiently they are asked again when they do not answer."""

    attempts: int = Field(6, ge=1, le=20)
    longest_wait_s: float = Field(120.0, gt=0)
    connections: list[SyncConnection] = Field(default_factory=list)

    @field_validator("connections")
    @classmethod
    def _names_differ(cls, connections: list[SyncConnection]) -> list[SyncConnection]:
        names = [connection.name for connection in connections]
        if len(set(names)) < len(names):
            raise ValueError("two connections have the same name")
        return connections


class IdentityConfig(Section):
    """When records of several systems are the same person or company."""

    at_load: bool = True
    merge_above: float = Field(0.95, ge=0.5, le=1)
    review_above: float = Field(0.85, ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> IdentityConfig:
        if self.review_above > self.merge_above:
            raise ValueError("review_above must not be more than merge_above")
        return self


class WebConfig(Section):
    """The web app."""

    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, le=65535)
    language: Literal["en", "zh"] = "en"
    threads: int = Field(8, ge=1)
    streams: int = Field(32, ge=0)
    session_hours: int = Field(12, ge=1)
    map_nodes: int = Field(10_000, ge=10, le=20_000)
    upload_mb: int = Field(1024, ge=1)

    @property
    def all_threads(self) -> int:
        """Threads that answer requests, and one for each page that may listen for news."""
        return self.threads + self.streams


class ConsoleConfig(Section):
    """Limits on the Cypher that analysts write."""

    timeout_s: float = Field(15.0, gt=0)
    max_rows: int = Field(5000, ge=1)
    max_bytes: int = Field(20_000_000, ge=1000)
    queries_per_user: int = Field(2, ge=1)
    max_estimated_rows: float = Field(50_000_000, gt=0)
    max_range: int = Field(100_000, ge=1)

"""Configuration: defaults, then config.yaml, then GUANXI_* variables.

`GUANXI_GRAPH__URI=bolt://db:7687` overrides `graph.uri`. Unknown keys are errors.
Passwords are never configuration: `GUANXI_GRAPH_PASSWORD` or a file only its owner can read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)
from yaml import YAMLError

from guanxi.errors import ConfigError


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_default=True)


class GraphConfig(_Section):
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


class AppConfig(_Section):
    """The app store: users, audit trail, quarantined rows. `sqlite` is a file under GUANXI_HOME."""

    database: str = "sqlite"


class IngestConfig(_Section):
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


class SyncForm(_Section):
    """A form of Jiandaoyun: its app and entry id, and what fields with titles of their own are usually called."""

    app: str
    form: str
    columns: dict[str, str] = Field(default_factory=dict)


class SyncConnection(_Section):
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


class SyncConfig(_Section):
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


class IdentityConfig(_Section):
    """When records of several systems are the same person or company."""

    at_load: bool = True
    merge_above: float = Field(0.95, ge=0.5, le=1)
    review_above: float = Field(0.85, ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> IdentityConfig:
        if self.review_above > self.merge_above:
            raise ValueError("review_above must not be more than merge_above")
        return self


class StrengthConfig(_Section):
    """Tie mass and strength. `s0` makes a two-way meeting every week about 80."""

    half_life_days: float = Field(90.0, gt=0)
    s0: float = Field(11.84, gt=0)
    max_participants: int = Field(20, ge=2)
    channels: dict[str, float] = Field(
        default_factory=lambda: {
            "meeting": 1.0,
            "visit": 1.0,
            "call": 0.8,
            "chat": 0.4,
            "mail": 0.4,
            "ticket": 0.3,
            "mention": 0.1,
        }
    )
    other_channel: float = Field(0.4, ge=0)
    mutual: list[str] = Field(default_factory=lambda: ["meeting", "visit", "call"])
    fade_points: float = Field(1.0, ge=0)


class ClustersConfig(_Section):
    """Leiden on tie strength, matched from run to run."""

    resolution: float = Field(1.0, gt=0)
    seed: int = 42
    same: float = Field(0.3, gt=0, le=1)
    part: float = Field(0.2, gt=0, le=0.5)
    second_share: float = Field(0.3, gt=0, le=1)


class InfluenceConfig(_Section):
    """Readings of influence."""

    damping: float = Field(0.85, gt=0, lt=1)
    referral_weight: float = Field(0.5, ge=0)
    betweenness_sources: int = Field(256, ge=1)
    exact_betweenness_nodes: int = Field(3000, ge=1)
    harmonic_sources: int = Field(4096, ge=1)
    exact_harmonic_nodes: int = Field(50_000, ge=1)
    beta: float = Field(0.25, gt=0)
    worlds: int = Field(200, ge=2)
    seeds: int = Field(10, ge=1)
    epsilon: float = Field(0.1, gt=0, lt=0.6)
    confidence: float = Field(0.99, gt=0, lt=1)


class MoneyConfig(_Section):
    """The currency that amounts are added up in. `rates` tell what one unit of another is worth in it."""

    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    rates: dict[str, PositiveFloat] = Field(default_factory=dict)


_SENIORITY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("executive", (
        "chief executive", "chief operating", "chief financial", "chief technology", "chief information",
        "chief marketing", "chief commercial", "ceo", "coo", "cfo", "cto", "cio", "managing director",
        "general manager", "president", "founder", "owner", "chairman", "chairwoman",
        "总经理", "董事", "总裁", "首席", "创始人", "财务总监",
    )),
    ("director", (
        "director", "head", "vice president", "vp", "dean", "总监", "厂长", "院长", "副总裁", "事业部总经理",
    )),
    ("manager", (
        "manager", "lead", "leader", "supervisor", "product owner", "经理", "主管", "主任", "部长", "组长",
    )),
    ("staff", ()),
)  # fmt: skip

_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("decision maker", ("economic buyer", "approver", "决策者", "决策人", "最终决策人")),
    ("budget holder", ("budget owner", "financial approver", "预算负责人", "预算持有人")),
    ("champion", ("sponsor", "executive sponsor", "advocate", "支持者", "内部支持者", "拥护者")),
    ("evaluator", ("technical buyer", "influencer", "技术评估人", "评估者", "影响者")),
    ("user", ("end user", "business user", "使用者", "最终用户", "用户")),
)


class HealthWeights(_Section):
    """How much each part of an account's health counts."""

    recency: float = Field(0.25, ge=0)
    trend: float = Field(0.15, ge=0)
    two_way: float = Field(0.15, ge=0)
    breadth: float = Field(0.2, ge=0)
    seniority: float = Field(0.1, ge=0)
    sentiment: float = Field(0.15, ge=0)

    @model_validator(mode="after")
    def _some(self) -> HealthWeights:
        if not any(dict(self).values()):
            raise ValueError("at least one weight must be more than 0")
        return self


class HealthConfig(_Section):
    """Account health; see docs/definitions.md."""

    weights: HealthWeights = HealthWeights()
    change_days: float = Field(90.0, gt=0)
    window_days: float = Field(180.0, gt=0)
    usual_gap_days: float = Field(30.0, gt=0)
    shortest_gap_days: float = Field(7.0, gt=0)
    warm: float = Field(30.0, ge=0, lt=100)
    people: int = Field(4, ge=1)
    reached: float = Field(10.0, ge=0, lt=100)
    seniority: dict[str, list[str]] = Field(default_factory=lambda: {name: list(words) for name, words in _SENIORITY})

    @field_validator("seniority")
    @classmethod
    def _any_level(cls, seniority: dict[str, list[str]]) -> dict[str, list[str]]:
        if not seniority:
            raise ValueError("at least one level must be named")
        return seniority


class CoverageConfig(_Section):
    """Who is wanted in a buying committee, and when a relation rests on too few."""

    roles: dict[str, list[str]] = Field(default_factory=lambda: {name: list(words) for name, words in _ROLES})
    champion: str = "champion"
    window_days: float = Field(180.0, gt=0)
    single_thread_share: float = Field(0.8, gt=0, le=1)
    fewest_touchpoints: int = Field(3, ge=1)
    silent_gaps: float = Field(3.0, ge=0)
    silent_days: float = Field(45.0, ge=0)


class ChurnConfig(_Section):
    """Signals that an account may leave, what each weighs, and from which risk somebody is warned."""

    weights: dict[str, float] = Field(
        default_factory=lambda: {
            "contact": 0.7,
            "purchases": 0.4,
            "alive": 0.3,
            "sentiment": 0.8,
            "champion": 0.3,
            "neighbours": 0.3,
        }
    )
    warn_at: float = Field(50.0, ge=0, le=100)
    watch_at: float = Field(25.0, ge=0, le=100)
    recent_days: float = Field(90.0, gt=0)
    gone_days: float = Field(180.0, gt=0)
    fewest: int = Field(3, ge=1)
    contract_days: float = Field(120.0, gt=0)
    contract_boost: float = Field(0.5, ge=0)
    model_lead_days: float = Field(30.0, ge=0)
    model_span_days: float = Field(90.0, gt=0)
    model_fewest: int = Field(20, ge=5)


class SegmentsConfig(_Section):
    """Where accounts stand: value tier, activity and lifecycle."""

    value_days: float = Field(365.0, gt=0)
    high_share: float = Field(0.2, gt=0, lt=1)
    potential_share: float = Field(0.5, gt=0, lt=1)
    active_days: float = Field(30.0, gt=0)
    dormant_days: float = Field(120.0, gt=0)
    repeat_from: int = Field(2, ge=2)
    loyal_from: int = Field(4, ge=3)
    lost_days: float = Field(365.0, gt=0)
    lost_gaps: float = Field(3.0, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> SegmentsConfig:
        for less, more in (
            ("high_share", "potential_share"),
            ("active_days", "dormant_days"),
            ("repeat_from", "loyal_from"),
        ):
            if getattr(self, less) >= getattr(self, more):
                raise ValueError(f"{less} must be less than {more}")
        return self


class LifetimeConfig(_Section):
    """Lifetime value: how far ahead, what the future is worth today, and what whoever referred is credited."""

    ahead_weeks: int = Field(52, ge=4, le=520, multiple_of=4)
    yearly_discount: float = Field(0.1, ge=0, lt=1)
    margin: float = Field(1.0, gt=0, le=1)
    referral_credit: float = Field(0.5, ge=0, le=1)


class RecommendConfig(_Section):
    """What to offer next, and how soon an account may buy."""

    weights: dict[str, float] = Field(default_factory=lambda: {"circle": 0.4, "similar": 0.4, "popular": 0.2})
    prior: float = Field(5.0, gt=0)
    products: int = Field(5, ge=1, le=50)
    ahead_days: float = Field(90.0, gt=0)


class SatisfactionConfig(_Section):
    """NPS, CSAT and CES of accounts."""

    days: int = Field(365, ge=1)


class RelationsConfig(_Section):
    """When two people are guessed to be family, friends, colleagues or partners; see docs/definitions.md."""

    least: float = Field(0.5, gt=0, le=1)
    fewest: int = Field(4, ge=1)
    most_people: int = Field(4, ge=2)
    household: int = Field(4, ge=2)
    small: int = Field(20, ge=2)
    from_hour: int = Field(7, ge=0, le=23)
    to_hour: int = Field(20, ge=1, le=24)


class WebConfig(_Section):
    """The web app."""

    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, le=65535)
    language: Literal["en", "zh"] = "en"
    threads: int = Field(8, ge=1)
    session_hours: int = Field(12, ge=1)
    map_nodes: int = Field(2000, ge=10, le=100_000)
    upload_mb: int = Field(1024, ge=1)


class ConsoleConfig(_Section):
    """Limits on the Cypher that analysts write."""

    timeout_s: float = Field(15.0, gt=0)
    max_rows: int = Field(5000, ge=1)
    max_bytes: int = Field(20_000_000, ge=1000)
    queries_per_user: int = Field(2, ge=1)
    max_estimated_rows: float = Field(50_000_000, gt=0)
    max_range: int = Field(100_000, ge=1)


class Settings(BaseSettings):
    """Everything that can be set; see config.yaml for what each key means."""

    model_config = SettingsConfigDict(
        env_prefix="GUANXI_", env_nested_delimiter="__", extra="forbid", nested_model_default_partial_update=True
    )

    graph: GraphConfig = GraphConfig()
    app: AppConfig = AppConfig()
    ingest: IngestConfig = IngestConfig()
    identity: IdentityConfig = IdentityConfig()
    sync: SyncConfig = SyncConfig()
    strength: StrengthConfig = StrengthConfig()
    clusters: ClustersConfig = ClustersConfig()
    influence: InfluenceConfig = InfluenceConfig()
    money: MoneyConfig = MoneyConfig()
    segments: SegmentsConfig = SegmentsConfig()
    lifetime: LifetimeConfig = LifetimeConfig()
    health: HealthConfig = HealthConfig()
    coverage: CoverageConfig = CoverageConfig()
    relations: RelationsConfig = RelationsConfig()
    churn: ChurnConfig = ChurnConfig()
    recommend: RecommendConfig = RecommendConfig()
    satisfaction: SatisfactionConfig = SatisfactionConfig()
    web: WebConfig = WebConfig()
    console: ConsoleConfig = ConsoleConfig()

    @property
    def home(self) -> Path:
        """The folder that holds all of Guanxi's data: GUANXI_HOME or the platform's user data folder."""
        return home()


def home() -> Path:
    """GUANXI_HOME, or the platform's user data folder; it need not exist yet."""
    named = os.environ.get("GUANXI_HOME")
    return Path(named).expanduser().resolve() if named else platformdirs.user_data_path("guanxi", appauthor=False)


def find(path: str | Path | None = None) -> Path | None:
    """The config.yaml in force: `path`, $GUANXI_CONFIG, ./config.yaml, GUANXI_HOME/config.yaml, or none."""
    named = path or os.environ.get("GUANXI_CONFIG")
    if named:
        if not Path(named).is_file():
            raise ConfigError(f"{named}: no such configuration file.", "Check --config or GUANXI_CONFIG.")
        return Path(named)
    return next((p for p in (Path("config.yaml"), home() / "config.yaml") if p.is_file()), None)


def load(path: str | Path | None = None) -> Settings:
    """Read the settings in force. Raises ConfigError naming each key that is wrong."""
    source = find(path)

    class _FileSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            yaml = (YamlConfigSettingsSource(settings_cls, source),) if source else ()
            return (init_settings, env_settings, *yaml)

    try:
        return _FileSettings()
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"{source or 'The configuration'} cannot be used: {problems}.", _HINT) from error
    except (ValueError, YAMLError) as error:
        detail = " ".join(str(error).split())
        raise ConfigError(f"{source or 'The configuration'} cannot be read: {detail}.", _HINT) from error


_HINT = "config.yaml in the repository shows every key with its default."

"""Configuration: defaults, then config.yaml, then GUANXI_* variables.

`GUANXI_GRAPH__URI=bolt://db:7687` overrides `graph.uri`. Unknown keys are errors.
Passwords are never configuration: `GUANXI_GRAPH_PASSWORD` or a file only its owner can read.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)
from yaml import YAMLError

from guanxi.config.analysis import (
    ChurnConfig,
    ClustersConfig,
    CoverageConfig,
    HealthConfig,
    HealthWeights,
    InfluenceConfig,
    LifetimeConfig,
    MoneyConfig,
    RecommendConfig,
    RelationsConfig,
    SatisfactionConfig,
    SegmentsConfig,
    StrengthConfig,
)
from guanxi.config.service import (
    AppConfig,
    ConsoleConfig,
    GraphConfig,
    IdentityConfig,
    IngestConfig,
    SyncConfig,
    SyncConnection,
    SyncForm,
    WebConfig,
)
from guanxi.errors import ConfigError

__all__ = [
    "AppConfig",
    "ChurnConfig",
    "ClustersConfig",
    "ConsoleConfig",
    "CoverageConfig",
    "GraphConfig",
    "HealthConfig",
    "HealthWeights",
    "IdentityConfig",
    "InfluenceConfig",
    "IngestConfig",
    "LifetimeConfig",
    "MoneyConfig",
    "RecommendConfig",
    "RelationsConfig",
    "SatisfactionConfig",
    "SegmentsConfig",
    "Settings",
    "StrengthConfig",
    "SyncConfig",
    "SyncConnection",
    "SyncForm",
    "WebConfig",
    "find",
    "home",
    "load",
]


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

"""Configuration: defaults, the file, variables, and clear errors."""

from pathlib import Path

import pytest
import yaml

from guanxi.config import Settings, load
from guanxi.errors import ConfigError

ROOT = Path(__file__).parents[2]


def test_config_yaml_holds_every_default() -> None:
    written = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert written == Settings().model_dump(mode="json")


def test_variable_overrides_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_GRAPH__URI", "bolt://db:7687")
    settings = load(ROOT / "config.yaml")
    assert settings.graph.uri == "bolt://db:7687"
    assert settings.graph.heap == "1g"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("grahp: {uri: local}", "grahp"),
        ("graph: {heap: lots}", "graph.heap"),
        ("ingest: {time_zone: Mars/Base}", "ingest.time_zone"),
        ("graph: [", "cannot be read"),
        ("graph: {uri: 'http://x'}", "graph.uri"),
    ],
)
def test_wrong_key_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert named in caught.value.message


def test_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        load("nowhere.yaml")

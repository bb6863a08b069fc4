"""The container set-up says what the local server says, and the files of a fresh clone fit together."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.local import conf
from guanxi.config import GraphConfig, Settings

ROOT = Path(__file__).parents[2]
_LOCAL_ONLY = {
    "server.default_listen_address",  # a container listens on its own network
    "server.bolt.enabled",
    "server.bolt.listen_address",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml as `docker compose config` resolves it, where that is installed, else as YAML."""
    file = ROOT / "docker-compose.yml"
    docker = shutil.which("docker")
    command = [docker or "docker", "compose", "-f", str(file), "config"]
    password = {**os.environ, "GUANXI_GRAPH_PASSWORD": "correct horse"}
    if docker and subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0:
        bare = {name: value for name, value in os.environ.items() if name != "GUANXI_GRAPH_PASSWORD"}
        refused = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
        assert refused.returncode != 0
        assert "set it to a password" in refused.stderr
        text = subprocess.run(command, env=password, capture_output=True, text=True, check=True).stdout
    else:
        text = re.sub(r"\$\{(\w+)(?::[?-]([^}]*))?\}", _resolved, file.read_text(encoding="utf-8"))
    resolved: dict[str, Any] = yaml.safe_load(text)
    return resolved


def _resolved(match: re.Match[str]) -> str:
    return {"GUANXI_GRAPH_PASSWORD": "correct horse", "GUANXI_PORT": "8765"}[match[1]]


def test_neo4j_in_a_container_is_as_shut_as_the_local_one(compose: dict[str, Any]) -> None:
    graph = GraphConfig()
    wanted = conf.settings(bolt_port=0, page_cache=graph.page_cache, heap=graph.heap)
    environment = compose["services"]["neo4j"]["environment"]
    for name, value in wanted.items():
        if name not in _LOCAL_ONLY:
            spelling = "NEO4J_" + name.replace("_", "__").replace(".", "_")
            assert str(environment[spelling]) == value, name
    assert environment["NEO4J_server_memory_heap_max__size"] == graph.heap
    assert "ExitOnOutOfMemoryError" in environment["NEO4J_server_jvm_additional"]
    assert "ports" not in compose["services"]["neo4j"]


def test_services_are_watched_keep_their_data_and_share_the_password(compose: dict[str, Any]) -> None:
    neo4j, app = compose["services"]["neo4j"], compose["services"]["app"]
    assert neo4j["image"].startswith("neo4j:5.26")
    assert neo4j["environment"]["NEO4J_AUTH"] == "neo4j/correct horse"
    assert app["environment"]["GUANXI_GRAPH_PASSWORD"] == "correct horse"
    assert neo4j["healthcheck"]["test"]
    assert app["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert set(compose["volumes"]) >= {"neo4j-data", "app-data"}
    assert all(service["volumes"] and service["restart"] for service in (neo4j, app))


def test_app_in_a_container_is_configured_by_names_that_exist(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    variables = {**compose["services"]["app"]["environment"], **dict(re.findall(r"(GUANXI_\w+)=(\S+)", dockerfile))}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.graph.uri == "bolt://neo4j:7687"
    assert settings.web.host == "0.0.0.0"  # noqa: S104 - within the container
    assert settings.home == Path("/data")


def test_dockerfile_takes_files_that_exist_and_drops_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    sources = [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]
    assert sources and all((ROOT / source).exists() for source in sources)
    packages = {"cli", "web", "ingest", "graph", "cypher", "guanxi"}
    assert packages <= set(sources)
    assert lines.index("USER guanxi") < lines.index('ENTRYPOINT ["guanxi"]')
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_password_is_asked_for_by_name() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert text.count("${GUANXI_GRAPH_PASSWORD:?") == 2


@pytest.mark.parametrize("target", ["setup", "demo", "test", "lint", "bench", "clean"])
def test_makefile_has_the_target(target: str) -> None:
    shown = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr


def test_make_says_when_python_is_too_old(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    done = subprocess.run(["make", "setup", "PYTHON="], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr

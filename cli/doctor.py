"""`guanxi doctor`: what Guanxi needs, looked at piece by piece."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import typer

from guanxi import secrets
from guanxi.config import Settings, find, load
from guanxi.errors import GuanxiError
from guanxi.terminal import output

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["doctor"]

_MIN_FREE = 2 * 1024**3
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def doctor() -> None:
    """Check Python, Java, Neo4j, its password and schema, the disk and the app store; exit 1 on a problem."""
    results = [_look("Configuration", _configuration)]
    if results[0]:
        settings = load()
        pieces: dict[str, Callable[[Settings], str]] = {
            "Python": _python,
            "Disk": _disk,
            "App store": _app_store,
            **({"Java": _java, "Neo4j's files": _jars} if settings.graph.uri == "local" else {}),
            "Password": _password,
            "Neo4j": _server,
            "Browser": _browser,
        }
        results += [_look(name, partial(check, settings)) for name, check in pieces.items()]
    if not all(results):
        raise typer.Exit(1)


def _look(name: str, check: Callable[[], str]) -> bool:
    """Print what `check` found; False where it raised a problem."""
    try:
        found, good = check(), True
    except GuanxiError as error:
        found, good = f"{error.message} {error.hint}", False
    mark = "[green]ok     [/]" if good else "[red]problem[/]"
    output.print(f"{mark} {name}: ", end="", highlight=False)
    output.print(found, highlight=False, markup=False, soft_wrap=True)
    return good


def _configuration() -> str:
    load()
    return str(find() or "defaults, no config.yaml")


def _python(_settings: Settings) -> str:
    return f"{platform.python_version()} at {sys.executable}"


def _disk(settings: Settings) -> str:
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free
    except OSError as error:
        raise GuanxiError(f"{home}: {error.strerror}.", "Set GUANXI_HOME to a folder that you can write.") from error
    if not os.access(home, os.W_OK):
        raise GuanxiError(f"{home} cannot be written.", "Set GUANXI_HOME to a folder that you can write.")
    if free < _MIN_FREE:
        raise GuanxiError(f"{free / 1e9:.1f} GB are free at {home}.", "Make space: Guanxi wants 2 GB.")
    return f"{free / 1e9:.0f} GB free at {home}"


def _app_store(settings: Settings) -> str:
    from guanxi.appstore import open_appstore
    from web.login.users import everybody

    with closing(open_appstore(settings)) as appstore:
        return f"{len(everybody(appstore))} users"


def _java(settings: Settings) -> str:
    from graph.local import java

    program = java.find()
    return f"{java.version(program)} at {program}"


def _jars(settings: Settings) -> str:
    from graph.connect import local
    from graph.local.fetch import bad_jars, locked_jars

    managed = local(settings)
    if settings.graph.neo4j_home:
        return f"installed, {len(managed.classpath())} jars in {settings.graph.neo4j_home}"
    wanted = locked_jars()
    bad = bad_jars(managed.jars, wanted, thorough=True)
    if bad:
        raise GuanxiError(
            f"{len(bad)} of {len(wanted)} are missing or damaged, {bad[0].name} for one.", "Run: guanxi db fetch"
        )
    return f"{len(wanted)}, each as the lock names it, in {managed.jars}"


def _password(settings: Settings) -> str:
    from graph.connect import local

    if settings.graph.uri != "local":
        if not os.environ.get("GUANXI_GRAPH_PASSWORD"):
            raise GuanxiError("GUANXI_GRAPH_PASSWORD is not set.", f"Set it to the password for {settings.graph.uri}.")
        return "in GUANXI_GRAPH_PASSWORD"
    file = local(settings).home / "password"
    return f"in {file}, for its owner only" if secrets.read(file) else "made at the first start"


def _server(settings: Settings) -> str:
    from graph.connect import connect, local

    if settings.graph.uri == "local" and local(settings).running() is None:
        return "not running; it is started when it is needed"
    with connect(settings) as store:
        major, minor = store.check()
        return f"{major}.{minor} at {store.uri}, {_schema(store)}"


def _schema(store: Store) -> str:
    missing = store.missing_schema()
    if missing:
        raise GuanxiError(
            f"{len(missing)} constraints or indexes are missing, {missing[0]} for one.",
            "Any command that opens the graph makes them, guanxi accounts for one.",
        )
    return "schema complete"


def _browser(_settings: Settings) -> str:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return f"{found} (only the tests need one)" if found else "none on the PATH; only the tests need one"

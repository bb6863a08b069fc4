"""`guanxi serve`: the web app, until Ctrl+C."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guanxi.config import Settings, load
from guanxi.errors import GuanxiError
from guanxi.terminal import console

if TYPE_CHECKING:
    from apiflask import APIFlask

__all__ = ["PortOption", "serve"]

_LONGEST_ADDRESS = 8190
"""Bytes that the first line of a request may have: addresses hold what a view shows. gunicorn allows no more."""

PortOption = Annotated[int | None, typer.Option(help="Instead of web.port; 0 for any free one.", min=0, max=65535)]


def serve(port: PortOption = None) -> None:
    """Serve the web app; Neo4j is started where it is down, and started again should it die."""
    settings = load()
    host, port = settings.web.host, _port(settings, port)
    if settings.graph.uri == "local":
        from graph.connect import local

        local(settings).start()
    console.print(f"Guanxi serves at [bold]http://{_shown(host)}:{port}[/] (Ctrl+C ends it).", highlight=False)
    _tell_user(settings)
    try:
        if sys.platform == "win32":
            _serve_waitress(settings, host, port)
        else:
            _serve_gunicorn(settings, host, port)
    finally:
        if settings.graph.uri == "local":
            console.print("Neo4j keeps running; guanxi db stop ends it.")


def _tell_user(settings: Settings) -> None:
    """Make the first user where there is none, and say who may log in."""
    from guanxi.appstore import open_appstore
    from web.login.users import make_first_user

    appstore = open_appstore(settings)
    try:
        name, password = make_first_user(appstore, settings.home)
    finally:
        appstore.close()
    kept: Path = settings.home / "first-password"
    if password:
        console.print(f"Log in as [bold]{name}[/] with the password [bold]{password}[/]", highlight=False)
        console.print(f"(kept in {kept}).", highlight=False)
    elif kept.is_file():
        console.print(f"Log in as [bold]{name}[/]; the first password is in {kept}.", highlight=False)
    else:
        console.print("guanxi user list shows who may log in.")


def _app(settings: Settings) -> APIFlask:
    """The app; a local Neo4j is watched from a thread beside it."""
    from web import create_app

    if settings.graph.uri == "local":
        from graph.connect import local

        threading.Thread(target=local(settings).keep_running, args=(threading.Event(),), daemon=True).start()
    return create_app(settings)


def _serve_gunicorn(settings: Settings, host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.workers.gthread import ThreadWorker

    from web.live.broadcaster import broadcaster

    class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
        """Told to end, it ends the streams of open pages first: it would wait for them, and then cut them."""

        def handle_exit(self, *signal: Any) -> None:
            self._end_streams()
            super().handle_exit(*signal)

        def handle_quit(self, *signal: Any) -> None:
            self._end_streams()
            super().handle_quit(*signal)

        def _end_streams(self) -> None:
            if self.wsgi is not None:
                broadcaster(self.wsgi).close()

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """One process with threads; the app is made in it, after the fork."""

        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
                "workers": 1,
                "worker_class": Worker,
                "threads": settings.web.all_threads,
                "timeout": 120,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "limit_request_line": _LONGEST_ADDRESS,
                "proc_name": "guanxi",
            }
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> APIFlask:
            return _app(settings)

    Application().run()


def _serve_waitress(settings: Settings, host: str, port: int) -> None:
    from waitress import serve as run

    run(_app(settings), host=host, port=port, threads=settings.web.all_threads)


def _port(settings: Settings, wanted: int | None) -> int:
    """The port to serve on. Raises GuanxiError where it is taken."""
    family = socket.AF_INET6 if ":" in settings.web.host else socket.AF_INET
    port = settings.web.port if wanted is None else wanted
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.web.host, port))
        except OSError as error:
            raise GuanxiError(
                f"Guanxi cannot serve at {settings.web.host}:{port}: {error.strerror}.",
                "Choose another port with --port, or set web.port.",
            ) from error
        return int(probe.getsockname()[1])


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host

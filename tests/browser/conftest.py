"""A real Chromium for the whole session, and a fresh page for each test."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from waitress.server import create_server

from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi.appstore import AppStore, open_appstore
from guanxi.config import Settings, load
from tests.browser import chromium, company
from web import create_app
from web.live.broadcaster import broadcaster
from web.login import users

PASSWORD = "a long password"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. A machine without one fails, and is told what to do."""
    program = chromium.find()
    if program is None:
        pytest.fail("No Chromium was found: run `python -m tests.browser.chromium`, or set GUANXI_CHROMIUM.")
    arguments = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=arguments, env={**os.environ, **chromium.environment(program)}
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own session; an error that a script throws fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, f"The page's scripts threw: {errors}"


@dataclass
class LiveApp:
    """The running web app, with a small company loaded and analysed; `log_in` gives a page of it."""

    url: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def log_in(self, user: str = "admin", *, width: int = 1280, height: int = 800, **cookies: str) -> Page:
        """A page where `user` is logged in; `language="zh"` and `theme="dark"` are cookies."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        context.set_default_timeout(60_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))
        page.goto(f"{self.url}/login")
        page.locator("input[name=name]").fill(user)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def leave(self) -> None:
        """Close every page that was opened, so that none asks for anything any more."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.text} ({message.location['url']})")

    def _watch(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.elsewhere.append(url)


@contextmanager
def _running(app: Flask, settings: Settings) -> Iterator[str]:
    """The address at which an app is served."""
    server = create_server(app, host="127.0.0.1", port=0, threads=settings.web.all_threads)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    broadcaster(app).close()
    server.task_dispatcher.shutdown()
    server.close()


@pytest.fixture(scope="session")
def served(session_store: Store, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The web app on a free port for the whole session. Browser tests must leave the graph as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUANXI_HOME", str(tmp_path_factory.mktemp("served")))
        settings = Settings()
        company.load(session_store, settings)
        appstore = open_appstore(settings)
        for role in ("admin", "marketer", "account_manager", "analyst"):
            users.add(appstore, role, PASSWORD, role)
        users.add(appstore, "Erin Own", PASSWORD, "account_manager")
        users.add(appstore, "Lin Gua", PASSWORD, "marketer")
        app = create_app(settings, store=session_store, appstore=appstore)
    with _running(app, settings) as url:
        yield LiveApp(url, browser)
    appstore.close()


@pytest.fixture
def own_app(
    session_store: Store,
    neo4j_server: LocalNeo4j,
    appstore: AppStore,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[LiveApp]:
    """An app with an app store of its own, for one test; what it writes into the graph the test takes out again."""
    monkeypatch.setenv("GUANXI_GRAPH__URI", session_store.uri)
    monkeypatch.setenv("GUANXI_GRAPH_PASSWORD", neo4j_server.password)
    for role in ("account_manager", "analyst"):
        users.add(appstore, role, PASSWORD, role)
    settings = load()
    with _running(create_app(settings, store=session_store, appstore=appstore), settings) as url:
        live = LiveApp(url, browser)
        yield live
        live.leave()
    assert live.said == []
    assert live.elsewhere == []


@pytest.fixture
def live_app(served: LiveApp) -> Iterator[LiveApp]:
    """The running app; a script error, a breach of the content policy or a request to elsewhere fails the test."""
    served.said.clear()
    served.elsewhere.clear()
    yield served
    served.leave()
    assert served.said == []
    assert served.elsewhere == []

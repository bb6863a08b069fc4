"""How long the pages of the web app take on a company of any size.

    python -m bench.scale load FOLDER --people 200000
    python -m bench.scale analyze FOLDER
    python -m bench.pages FOLDER

Opens every screen, and one account, person, cluster and tree of each kind that is told, as a user who logs in for the
first time and then looks again: the first answer fills caches, the others show what the page costs from then on.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from graph.connect import local, open_store
from graph.store import Store
from guanxi.appstore import AppStore, open_appstore
from guanxi.config import GraphConfig, Settings
from web import create_app
from web.login import users

_AGAIN = 5
_SCREENS = (
    "/today",
    "/influencers/panel",
    "/accounts",
    "/accounts?whose=all",
    "/explore",
    "/clusters",
    "/segments",
    "/referrals",
    "/data",
    "/search?q=Contact+1234",
    "/api/search?q=contact+123",
    "/api/map",
)
_LARGEST = {
    "account": "MATCH (c:Customer) RETURN 'customer:' + c.id AS key "
    "ORDER BY COUNT { (c)<-[:WORKS_AT]-() } DESC, c.id LIMIT 1",
    "person": "MATCH (p:Contact) RETURN p.key AS key ORDER BY COUNT { (p)-[:KNOWS]-() } DESC, p.key LIMIT 1",
    "colleague": "MATCH (p:Employee) RETURN p.key AS key ORDER BY COUNT { (p)-[:KNOWS]-() } DESC, p.key LIMIT 1",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="paths that begin so")
    options = parser.parse_args()
    os.environ["GUANXI_HOME"] = str(options.folder.resolve())
    settings = Settings(graph=GraphConfig(heap="2g", page_cache="1g"))
    try:
        with open_store(settings) as store:
            appstore = open_appstore(settings)
            compare(store, appstore, settings, options.only)
            appstore.close()
    finally:
        local(settings).stop()


def compare(store: Store, appstore: AppStore, settings: Settings, only: str) -> None:
    client = _logged_in(store, appstore, settings)
    print("| page | kB | first s | then s |\n|---|---|---|---|")
    for path in (*_SCREENS, *_records(store)):
        if path.startswith(only):
            seconds, size = zip(*(_opened(client, path) for _ in range(1 + _AGAIN)), strict=True)
            print(f"| {path} | {size[-1] / 1e3:,.0f} | {seconds[0]:.2f} | {statistics.median(seconds[1:]):.2f} |")


def _records(store: Store) -> Iterator[str]:
    """Pages of the account with most people and of those who know most."""
    keys = {kind: store.rows(text)[0]["key"] for kind, text in _LARGEST.items()}
    account = keys["account"].partition(":")[2]
    for tab in ("", "?tab=people", "?tab=health", "?tab=timeline", "?tab=introductions"):
        yield f"/accounts/{account}{tab}"
    for kind in ("person", "colleague"):
        yield f"/people/{keys[kind]}"
        yield f"/api/people/{keys[kind]}/neighbours"
        yield f"/api/explore?roots={keys[kind]}"
        yield f"/api/explore/kinds/{keys[kind]}"


def _opened(client: FlaskClient, path: str) -> tuple[float, int]:
    began = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{path} was answered with {answer.status_code}.")
    return taken, len(answer.data)


def _logged_in(store: Store, appstore: AppStore, settings: Settings) -> FlaskClient:
    password = secrets.token_urlsafe()
    if any(user.name == "bench" for user in users.everybody(appstore)):
        users.set_password(appstore, "bench", password)
    else:
        users.add(appstore, "bench", password, "admin")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    assert token
    client.post("/login", data={"csrf_token": token[1], "name": "bench", "password": password})
    return client


if __name__ == "__main__":
    main()

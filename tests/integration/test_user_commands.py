"""`guanxi user` and `guanxi accounts`."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from tests.company import load_company
from web.login import users

RUN = CliRunner()


def test_users_are_added_listed_changed_and_disabled(appstore: AppStore) -> None:
    added = RUN.invoke(app, ["user", "add", "vera", "--role", "analyst", "--generate"])
    first = added.stdout.strip()
    assert users.authenticate(appstore, "vera", first)
    changed = RUN.invoke(app, ["user", "password", "vera"], input="a new password\na new password\n")
    assert changed.exit_code == 0 and users.authenticate(appstore, "vera", "a new password")
    assert users.authenticate(appstore, "vera", first) is None
    listed = json.loads(RUN.invoke(app, ["user", "list", "--format", "json"]).stdout)
    assert [(user["name"], user["role"], user["active"]) for user in listed] == [("vera", "analyst", True)]
    assert RUN.invoke(app, ["user", "disable", "vera"]).exit_code == 0
    assert users.authenticate(appstore, "vera", "a new password") is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "vera", "--role", "king", "--generate"],
        ["password", "nobody", "--generate"],
        ["disable", "nobody"],
    ],
)
def test_mistakes_are_told(appstore: AppStore, arguments: list[str]) -> None:
    error = RUN.invoke(app, ["user", *arguments]).exception
    assert isinstance(error, GuanxiError) and error.hint


def test_accounts_are_listed_as_the_api_gives_them(settings: Settings, store: Store) -> None:
    load_company(store)
    listed = json.loads(RUN.invoke(app, ["accounts", "--industry", "Food", "--format", "json"]).stdout)
    assert [item["name"] for item in listed["items"]] == ["江南茶业"] and listed["total"] == 1
    one = json.loads(RUN.invoke(app, ["accounts", "1", "--format", "json"]).stdout)
    assert one["name"] == "Harbour Robotics" and len(one["contacts"]) == 2
    assert "Harbour Robotics" in RUN.invoke(app, ["accounts"]).stdout

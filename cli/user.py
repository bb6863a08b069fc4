"""`guanxi user`: who may log in to the web app."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli.listing import Format, FormatOption, show
from guanxi.config import load
from guanxi.terminal import console, output

if TYPE_CHECKING:
    from guanxi.appstore import AppStore

app = typer.Typer(no_args_is_help=True, help="Who may log in to the web app.")

Name = Annotated[str, typer.Argument(help="The user's name.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a random password and print it, instead of asking.")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="marketer, account_manager, analyst or admin.")] = "marketer",
    generate: Generate = False,
) -> None:
    """Make a user."""
    from web.login import users

    with _appstore() as appstore:
        chosen = _password(generate)
        users.add(appstore, name, chosen, role)
    _tell(f"{name} may log in as {role}.", chosen if generate else None)


@app.command("list")
def list_users(format: FormatOption = Format.TABLE) -> None:
    """Show all users."""
    from web.login import users

    with _appstore() as appstore:
        rows = [
            {"name": user.name, "role": user.role, "active": user.active, "created_at": user.created_at}
            for user in users.everybody(appstore)
        ]
    show(rows, {"name": "Name", "role": "Role", "active": "Active", "created_at": "Made"}, format)


@app.command()
def password(name: Name, generate: Generate = False) -> None:
    """Set a new password; the user is logged out everywhere."""
    from web.login import users

    with _appstore() as appstore:
        chosen = _password(generate)
        users.set_password(appstore, name, chosen)
    _tell(f"{name} has a new password.", chosen if generate else None)


@app.command()
def disable(name: Name) -> None:
    """Let a user log in no longer."""
    from web.login import users

    with _appstore() as appstore:
        users.disable(appstore, name)
    _tell(f"{name} can no longer log in.", None)


@contextmanager
def _appstore() -> Iterator[AppStore]:
    from guanxi.appstore import open_appstore

    opened = open_appstore(load())
    try:
        yield opened
    finally:
        opened.close()


def _password(generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(12)
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _tell(sentence: str, password: str | None) -> None:
    console.print(sentence, highlight=False, markup=False)
    if password:
        output.print(password, highlight=False, markup=False)

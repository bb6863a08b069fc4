"""The `guanxi` command: its groups, and how errors are told."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import typer
from rich.markup import escape

from cli import batch, db, duplicates, presets, quarantine, relations, spark, sync, user
from cli.account import account, fragility
from cli.accounts import accounts
from cli.analyze import analyze
from cli.churn import churn
from cli.clusters import clusters
from cli.demo import demo
from cli.doctor import doctor
from cli.history import changes, history
from cli.influencers import influencers
from cli.ingest import ingest
from cli.map import map_command
from cli.path import path, tie
from cli.query import query
from cli.recommend import recommend
from cli.referrals import referrals
from cli.sample.command import sample
from cli.satisfaction import satisfaction
from cli.segments import segments
from cli.serve import serve
from cli.wizard import import_command
from guanxi.config import home
from guanxi.errors import GuanxiError
from guanxi.terminal import console

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(demo)
app.command()(serve)
app.command()(doctor)
app.command()(accounts)
app.command()(account)
app.command()(fragility)
app.command()(analyze)
app.command()(influencers)
app.command()(clusters)
app.command()(churn)
app.command()(recommend)
app.command()(satisfaction)
app.command()(referrals)
app.command()(segments)
app.command()(history)
app.command()(changes)
app.command()(path)
app.command()(tie)
app.command("map")(map_command)
app.command()(query)
app.command()(ingest)
app.command("import")(import_command)
app.command()(sample)
app.add_typer(presets.app, name="presets")
app.add_typer(relations.app, name="relations")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(batch.app, name="batch")
app.add_typer(sync.app, name="sync")
app.add_typer(spark.app, name="spark")
app.add_typer(user.app, name="user")
app.add_typer(db.app, name="db")


@app.callback()
def main() -> None:
    """Guanxi 关系: who matters among the people your company deals with."""


def run() -> None:
    """Run the command line; an error becomes a sentence, a hint and an exit code."""
    try:
        app()
    except GuanxiError as error:
        console.print(f"[red]Error:[/] {escape(error.message)}", highlight=False)
        if error.hint:
            console.print(escape(error.hint), highlight=False)
        sys.exit(error.exit_code)
    except Exception as error:
        console.print(f"[red]Error:[/] Something went wrong in Guanxi itself: {type(error).__name__}.", highlight=False)
        console.print(f"Where it did is noted in {_noted(error)}: please report it.", highlight=False, markup=False)
        sys.exit(1)


def _noted(error: Exception) -> Path:
    """Write down where an error came from; not its message, which may hold personal data."""
    path = home() / "last-fault.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    calls = traceback.format_tb(error.__traceback__)
    path.write_text(f"{type(error).__module__}.{type(error).__name__}\n{''.join(calls)}", encoding="utf-8")
    return path


if __name__ == "__main__":
    run()

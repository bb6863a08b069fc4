"""A whole new graph, made beside the present one: it takes its place in one step, and no half of it is ever served.

Neo4j's importer writes into the folder `incoming.PROCESS`, which is renamed to `incoming` when it is whole. Whoever
starts the server next puts what is in it in the place of the present graph; a start that is cut short goes on at the
next. What an ended process left behind is removed, and an importer that outlived it harms nobody.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["DATABASE", "begin", "finish", "take_over"]

DATABASE = "neo4j"

_STORES = ("databases", "transactions")


def begin(home: Path) -> Path:
    """An empty folder for the new graph of the server in `home`."""
    for left in home.glob("incoming.*"):
        shutil.rmtree(left, ignore_errors=True)
    part = home / f"incoming.{os.getpid()}"
    part.mkdir(parents=True)
    return part


def finish(part: Path) -> None:
    """The new graph is whole: the next start of the server serves it."""
    part.rename(part.with_name("incoming"))


def take_over(home: Path) -> None:
    """Put a new graph that is whole in the place of the present one; nothing where there is none."""
    incoming = home / "incoming"
    if not incoming.is_dir():
        return
    for name in _STORES:
        new, present = incoming / "data" / name / DATABASE, home / "data" / name / DATABASE
        if new.is_dir():
            shutil.rmtree(present, ignore_errors=True)
            present.parent.mkdir(parents=True, exist_ok=True)
            new.rename(present)
    shutil.rmtree(incoming)

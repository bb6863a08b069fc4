"""Imports and analyses in a process of their own: `python -m ingest.child`, the task as one line of JSON on stdin.

What it does it tells as lines of JSON on stdout: `progress`, and at the end `result`, or `error` and `hint`. It ends at
once when its stdin ends, so that closing that cancels it, and it never outlives the process that started it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

from graph.connect import open_store
from guanxi.appstore import open_appstore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.pipeline import ingest
from ingest.preview import guess_from_json, look
from ingest.quarantine import kept
from ingest.replay import replay
from ingest.undoing import undo

__all__ = ["TASKS"]

_SECONDS_BETWEEN = 0.25
_CANCELLED = 130


def main() -> None:
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        settings = Settings.model_validate(request["settings"])
        _tell(result=TASKS[request["task"]](settings, **request["arguments"]))
    except GuanxiError as error:
        _tell(error=error.message, hint=error.hint)
    except Exception as error:
        traceback.print_tb(error.__traceback__)  # without its message: it may hold personal data
        _tell(error=f"Something went wrong here ({type(error).__name__}).", hint="It has been written to the log.")


def _look(settings: Settings, paths: list[str], folder: str) -> dict[str, Any]:
    shutil.rmtree(Path(folder) / "tables", ignore_errors=True)
    findings = look(paths, Path(folder) / "tables", settings, _progress())
    findings.save(Path(folder) / "findings.json")
    return {"tables": len(findings.tables), "refused": len(findings.refused)}


def _ingest(
    settings: Settings, paths: list[str], choices: dict[str, Any], dry_run: bool = False, again: bool = False
) -> dict[str, Any]:
    chosen = {name: guess_from_json(guess) for name, guess in choices.items()}
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        summary = ingest(
            paths,
            store,
            appstore,
            settings,
            choices=chosen,
            dry_run=dry_run,
            again=again,
            progress=_progress(),
        )
    return summary.as_dict()


def _replay(
    settings: Settings,
    batch: str | None = None,
    column: str | None = None,
    cell: str | None = None,
    find: str = "",
    replacement: str = "",
    mended: dict[str, dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Try rows again: those that were `mended`, by id; else all, with the `replacement` where a `cell` says `find`."""
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        rows = kept(appstore, batch=batch, column=column)[0]
        if mended is not None:
            changes = {int(row): cells for row, cells in mended.items()}
        elif cell is not None:
            told = {row["id"]: (row["cells"] or {}).get(cell) or "" for row in rows}
            wanted = {row: text for row, text in told.items() if (find in text if find else not text)}
            changes = {
                row: {cell: text.replace(find, replacement) if find else replacement} for row, text in wanted.items()
            }
        else:
            changes = {row["id"]: {} for row in rows}
        done = replay(store, appstore, settings, changes)
    return {"tried": len(changes), "loaded": done.loaded, "still": done.still}


def _undo(settings: Settings, batch: str) -> dict[str, Any]:
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        done = undo(store, appstore, settings, batch, progress=_progress())
    return {"removed": done.removed, "restored": done.restored}


def _analyze(settings: Settings) -> dict[str, Any]:
    from graph.analysis.run import analyze

    tell = _progress()
    with open_store(settings) as store:
        run = analyze(store, settings, progress=lambda step, done: tell(step, round(100 * done), 100))
    return {"run": run.id, "reused": run.reused}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "look": _look,
    "ingest": _ingest,
    "replay": _replay,
    "undo": _undo,
    "analyze": _analyze,
}
"""What the process can do, with the arguments that each takes."""


def _progress() -> Callable[[str, int, int | None], None]:
    """Tells progress, a few times a second at most; what is new is told at once."""
    told: tuple[str, float] = ("", 0.0)

    def tell(what: str, done: int, total: int | None) -> None:
        nonlocal told
        now = time.monotonic()
        if what != told[0] or now - told[1] >= _SECONDS_BETWEEN or done == total:
            told = (what, now)
            _tell(progress={"what": what, "done": done, "total": total})

    return tell


def _tell(**message: Any) -> None:
    print(json.dumps(message, ensure_ascii=False, default=str), flush=True)  # noqa: T201 - what this process says


def _end_with_parent() -> None:
    while sys.stdin.read(1 << 10):
        pass
    for process in psutil.Process().children(recursive=True):
        process.kill()
    os._exit(_CANCELLED)


if __name__ == "__main__":
    main()

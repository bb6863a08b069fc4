"""A program that imports, or undoes an import, and kills itself in the middle: `python -m tests.killed AFTER WHAT …`.

It ends with SIGKILL before the AFTER-th statement that it would write; with AFTER 0 it goes to the end and prints how
many it has written. WHAT is `ingest` with paths, or `undo` with the ids of imports.
"""

import os
import signal
import sys
from contextlib import closing
from typing import Any

from graph.connect import open_store
from graph.store import Store, Transaction
from guanxi.appstore import open_appstore
from guanxi.config import load
from ingest.pipeline import ingest
from ingest.undoing import undo


def main() -> None:
    after, what, *arguments = sys.argv[1:]
    written = [0]
    for owner in (Transaction, Store):
        _count(owner, written, int(after))
    settings = load()
    with open_store(settings) as store, closing(open_appstore(settings)) as appstore:
        if what == "ingest":
            ingest(arguments, store, appstore, settings)
        for batch in arguments if what == "undo" else []:
            undo(store, appstore, settings, batch)
    sys.stdout.write(f"{written[0]}\n")


def _count(owner: Any, written: list[int], after: int) -> None:
    write = owner.write

    def counted(self: Any, name: str, /, **parameters: Any) -> Any:
        written[0] += 1
        if written[0] == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(self, name, **parameters)

    owner.write = counted


if __name__ == "__main__":
    main()

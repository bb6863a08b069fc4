"""Pages on disk: each is there whole or not at all, and together they become the files that are loaded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.sync.definition import Api, Read

__all__ = ["Pages"]


class Pages:
    """The pages of one run in a `folder`, and in `known` the ids of records that only a full read can miss."""

    def __init__(self, folder: Path, known: Path) -> None:
        self.folder = folder
        self._known = known

    def write(self, read: str, number: int, records: Sequence[Api]) -> None:
        """Keep a page. When this returns it is safe on disk; a page of that number that was there is replaced."""
        _write_safely(self._of(read) / f"{number:06}.jsonl", map(_line, records))

    def count(self, read: str) -> int:
        return len(list(self._of(read).glob("*.jsonl")))

    def forget(self, read: str) -> None:
        shutil.rmtree(self._of(read), ignore_errors=True)

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def records(self, read: str) -> Iterator[Api]:
        """The records that a read has brought, the last one first."""
        for path in sorted(self._of(read).glob("*.jsonl"), reverse=True):
            for line in reversed(path.read_text(encoding="utf-8").split("\n")):
                if line:
                    yield json.loads(line)

    def merge(self, reads: Sequence[Read], full: set[str], tidy: Callable[[str, Api], Api], path: Path) -> None:
        """Write the file of a table, where there are records in it.

        Of a record that stands on several pages, as one that changed while they were read, the last one counts. Of the
        reads in `full`, which show all there is, records that we had and that are no longer there are added as gone.
        """
        lost = (self._lost(read) for read in reads if read.gone and read.name in full)
        pairs = chain(self._latest(reads), chain.from_iterable(lost))
        lines = (_line(tidy(name, record)) for name, record in pairs)
        first = next(lines, None)
        if first is not None:
            _write_safely(path, chain([first], lines))

    def remember(self, reads: Sequence[Read], full: set[str]) -> None:
        """Keep which records are loaded, of reads whose API tells nothing of deletions."""
        for read in reads:
            if read.gone:
                before = set() if read.name in full else self._ids_known(read)
                _write_safely(self._known / read.name, sorted(before | self._ids(read)))

    def _latest(self, reads: Sequence[Read]) -> Iterator[tuple[str, Api]]:
        seen: set[str] = set()
        for read in reversed(reads):
            for record in self.records(read.name):
                identity = str(record[read.key])
                if identity not in seen:
                    seen.add(identity)
                    yield read.name, record

    def _lost(self, read: Read) -> Iterator[tuple[str, Api]]:
        for identity in sorted(self._ids_known(read) - self._ids(read)):
            yield read.name, {read.key: identity, **(read.gone or {})}

    def _ids(self, read: Read) -> set[str]:
        return {str(record[read.key]) for record in self.records(read.name)}

    def _ids_known(self, read: Read) -> set[str]:
        path = self._known / read.name
        return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()

    def _of(self, read: str) -> Path:
        return self.folder / "pages" / read


def _line(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False)


def _write_safely(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

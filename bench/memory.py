"""How much memory this process, and the ones that it starts, have at most while something runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psutil

__all__ = ["Peaks"]

_EVERY_SECONDS = 0.1


@dataclass
class Peaks:
    """Looks again and again; megabytes of resident memory. Use as a context manager."""

    client: int = 0
    parser: int = 0
    """The child process that reads files."""
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._ended.wait(_EVERY_SECONDS):
            self.client = max(self.client, own.memory_info().rss >> 20)
            for child in own.children():
                try:
                    if "ingest.sources.worker" in child.cmdline():
                        self.parser = max(self.parser, child.memory_info().rss >> 20)
                except psutil.Error:
                    continue

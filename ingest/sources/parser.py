"""The child process that reads files: started when first needed, and anew after a file that it did not survive."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from types import TracebackType
from typing import IO, Any, Self, cast

__all__ = ["Parser"]

_ENDED = b""


class Parser:
    """One child process at a time, which reads one file after another. Use as a context manager.

    Each child may use `memory_mb`; what it did not give back of the last file is taken from it by ending it.
    """

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def read(self, task: dict[str, Any], seconds: float) -> None:
        """Have a file read; no answer in the folder of the task means that the child died. Raises TimeoutError."""
        tasks = cast("IO[bytes]", self._running().stdin)
        try:
            tasks.write(json.dumps(task).encode() + b"\n")
            tasks.flush()
            answer = self._answers.get(timeout=seconds)
        except BrokenPipeError:
            answer = _ENDED
        except queue.Empty:
            self.end()
            raise TimeoutError from None
        if answer == _ENDED:
            self.end()

    def end(self) -> None:
        """End the child; the next file gets a new one."""
        if self._child is None:
            return
        child, self._child = self._child, None
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._answers = queue.SimpleQueue()
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "ingest.sources.worker", str(self._memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
            heard = cast("IO[bytes]", self._child.stdout)
            threading.Thread(target=_listen, args=(heard, self._answers), daemon=True).start()
        return self._child


def _listen(heard: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Pass on a line for every file that was read, and _ENDED at the end."""
    while line := heard.readline():
        answers.put(line)
    answers.put(_ENDED)

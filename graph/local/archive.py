"""Java class data sharing: Neo4j's classes as the JVM parsed them once, kept for the next starts.

An archive fits one Java and the very same jars, so its folder is named after both; the JVM ignores any other.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from guanxi.errors import GraphUnavailableError

_KEPT = 3
"""How many archives are kept, those used last: each takes about 130 MB."""


class ClassArchive:
    """The archive of `classpath` for `java`, kept below `folder`; a server that runs in `run` may write a new one."""

    def __init__(self, java: Path, classpath: list[Path], folder: Path, run: Path) -> None:
        digest = hashlib.sha256()
        for path in (java.resolve(), *classpath):
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
        self._java = java
        self._folder = folder / f"classes-{digest.hexdigest()[:16]}"
        self._base = self._folder / "java.jsa"
        self._kept = self._folder / "neo4j.jsa"
        self._fresh = run / "classes.jsa"

    def options(self) -> list[str]:
        """The JVM options that use the archive, or have it written when the server ends."""
        self.keep()
        if self._kept.is_file():
            return self.kept_options()
        if not self._base.is_file() and not self._dump_base():
            return []
        return [f"-XX:SharedArchiveFile={self._base}", f"-XX:ArchiveClassesAtExit={self._fresh}", "-Xlog:cds*=off"]

    def kept_options(self) -> list[str]:
        """The JVM options that use the archive; none where there is none yet."""
        if not self._kept.is_file():
            return []
        os.utime(self._folder)
        return [f"-XX:SharedArchiveFile={self._base}{os.pathsep}{self._kept}", "-Xlog:cds*=off"]

    def keep(self) -> None:
        """Keep the archive that an ended server left, unless it was cut short, and drop the least used others."""
        if not self._fresh.is_file():
            return
        with self._fresh.open("rb") as file:
            whole = any(file.read(4))  # the JVM writes the header last
        if not whole or not self._base.is_file():
            self._fresh.unlink()
            return
        temporary = self._folder / f"neo4j.{os.getpid()}.tmp"
        shutil.move(self._fresh, temporary)
        temporary.replace(self._kept)
        used = sorted(self._folder.parent.glob("classes-*"), key=lambda path: path.stat().st_mtime)
        for folder in used[:-_KEPT]:
            shutil.rmtree(folder, ignore_errors=True)

    def _dump_base(self) -> bool:
        """Archive the classes of Java itself: the one that came with Guanxi has none, and ours builds on it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"java.{os.getpid()}.tmp"
        command = [str(self._java), "-Xshare:dump", f"-XX:SharedArchiveFile={temporary}"]
        try:
            subprocess.run(command, capture_output=True, timeout=120, check=True)
        except OSError as error:
            raise GraphUnavailableError(
                f"{self._java} does not run: {error.strerror}.", "Run make setup again."
            ) from error
        except subprocess.SubprocessError:
            return False
        temporary.replace(self._base)
        return True

"""Zip archives: unpacked only after a look at what they claim, and never beyond it."""

from __future__ import annotations

import errno
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ingest.sources import Limits, SourceError

__all__ = ["check_size", "unpack"]

_MAX_MEMBERS = 1_000
_MAX_MAILS = 100_000
_MAX_RATIO = 200
_SUSPICIOUS_BYTES = 64 << 20
_CHUNK = 1 << 20
_DAMAGED = "cannot be read as a zip archive: it is damaged or cut short."


def unpack(path: Path, out: Path, limits: Limits) -> list[dict[str, str]]:
    """Write the files of an archive to `out` under numbers; return the `name` and `path` of each.

    Raises SourceError for an archive that is damaged, locked, or would grow too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _wanted(entry)]
            check_size(entries, path.stat().st_size, limits)
            return [_write(archive, entry, out, number) for number, entry in enumerate(entries)]
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceError(_DAMAGED) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise SourceError(_DAMAGED) from error  # it names a place before its own beginning
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError("is locked with a password, or packed in an unusual way.", "Unpack it first.") from error


def _wanted(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def check_size(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Raise SourceError where the files of an archive of `packed` bytes claim to be too many or too large."""
    unpacked = sum(entry.file_size for entry in entries)
    mails = sum(PurePosixPath(entry.filename).suffix.lower() == ".eml" for entry in entries)
    if len(entries) - mails > _MAX_MEMBERS or mails > _MAX_MAILS:
        raise SourceError(f"holds {len(entries)} files; at most {_MAX_MEMBERS}, and {_MAX_MAILS} mails, are read.")
    if unpacked > limits.unpacked_bytes:
        raise SourceError(f"would unpack to {unpacked >> 20} MB.", "ingest.max_file_mb sets the limit.")
    if unpacked > _SUSPICIOUS_BYTES and unpacked > _MAX_RATIO * packed:
        raise SourceError(f"would unpack to {unpacked // packed} times its size.", "Unpack it first if you trust it.")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Path, number: int) -> dict[str, str]:
    name = PurePosixPath(entry.filename)
    target = out / f"{number}{name.suffix.lower()}"
    left = entry.file_size
    with archive.open(entry) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise SourceError(f"holds {entry.filename!r}, which is larger than it claims.")
            file.write(chunk)
    return {"name": entry.filename, "path": str(target)}

"""The child process that reads files: `python -m ingest.sources.worker MEGABYTES`, each line of stdin a task.

Whatever a file does, it does it here: memory is limited, the parent limits time, and only text comes out. The answer
lies in the task's folder once a line has come on stdout.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from guanxi.errors import GuanxiError
from ingest.sources import (
    Layout,
    Limits,
    Sheet,
    SourceError,
    archive,
    delimited,
    eml,
    excel,
    ics,
    json_records,
    mbox,
    parquet,
    suffix,
    vcard,
)

READERS = {
    "csv": delimited.read,
    "tsv": delimited.read,
    "tab": delimited.read,
    "txt": delimited.read,
    "json": json_records.read,
    "jsonl": json_records.read,
    "ndjson": json_records.read,
    "xlsx": excel.read,
    "xlsm": excel.read,
    "xls": excel.read,
    "parquet": parquet.read,
    "vcf": vcard.read,
    "vcard": vcard.read,
    "ics": ics.read,
    "ical": ics.read,
    "mbox": mbox.read,
    "mbx": mbox.read,
}


def main() -> None:
    memory_mb = int(sys.argv[1])
    _limit_memory(memory_mb << 20)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    for line in sys.stdin:
        _answer(json.loads(line), memory_mb)
        print(file=answers, flush=True)


def _answer(task: dict[str, Any], memory_mb: int) -> None:
    out = Path(task["out"])
    try:
        answer = _work(task, out)
    except GuanxiError as error:
        answer = {"error": error.message, "hint": error.hint}
    except MemoryError:
        answer = {"error": f"needs more than {memory_mb} MB to be read.", "hint": ""}
    (out / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def _work(task: dict[str, Any], out: Path) -> dict[str, Any]:
    path = Path(task["path"])
    limits = Limits(task["unpacked_bytes"], task["line_characters"], task["body_characters"])
    if task["mails"]:
        sheets = eml.read([Path(mail) for mail in task["mails"]], limits)
        return {"sheets": [_spool(sheet, out / "0") for sheet in sheets]}
    if path.stat().st_size == 0:
        raise SourceError("is empty.")
    if suffix(path) == "zip":
        return {"members": archive.unpack(path, out, limits)}
    named = (task["separator"], tuple(task["columns"]), task["encoding"], task["otherwise"], task["header"])
    layout = Layout(*named)
    return {"sheets": [_spool(sheet, out / str(i)) for i, sheet in enumerate(_sheets(path, layout, limits))]}


def _sheets(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    if suffix(path) in ("tsv", "tab") and not layout.separator:
        layout = replace(layout, separator="\t")
    return READERS[suffix(path)](path, layout, limits)


def _spool(sheet: Sheet, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    rows = 0
    columns: dict[str, None] = {}
    for part, frame in enumerate(sheet.frames):
        frame.write_ipc(folder / f"{part:06}.arrow", compression="lz4")
        columns |= dict.fromkeys(frame.columns)
        rows += frame.height
    return {"name": sheet.name, "rows": rows, "columns": list(columns), "folder": folder.name}


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

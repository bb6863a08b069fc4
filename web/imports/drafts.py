"""An import that somebody prepares: its files, what was found in them, and how they shall be read."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from guanxi.appstore import Job
from guanxi.errors import NotFoundError
from ingest.choosing import Reading
from ingest.preview import Findings, Found, as_choices, guess_as_json, guess_from_json
from ingest.recognise import Guess
from ingest.sources.spool import Table
from web.imports.uploads import uploads_folder
from web.jobs import jobs

__all__ = ["Draft", "forget_files"]

_ID = re.compile(r"^[\w-]{16}$")


@dataclass
class Draft:
    """An import in the making, kept in a folder of its own under GUANXI_HOME/uploads."""

    id: str
    user: int
    files: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    """The newest job of each kind."""
    chosen: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By table: the `choice`, the `edits` of its columns, and what makes its ids."""

    @classmethod
    def make(cls) -> Draft:
        """A new one, with an empty folder for its files."""
        draft = cls(secrets.token_urlsafe(12), current_user.id)
        (draft.folder / "files").mkdir(parents=True, mode=0o700)
        return draft

    @classmethod
    def open(cls, draft_id: str) -> Draft:
        """The draft with this id. Raises NotFoundError where it is gone, or somebody else's."""
        path = uploads_folder() / draft_id / "draft.json"
        draft = None
        if _ID.match(draft_id) and path.is_file():
            draft = cls(**json.loads(path.read_text(encoding="utf-8")))
        if draft is None or (draft.user != current_user.id and current_user.role != "admin"):
            raise NotFoundError(_("This import is not here any more."), _("Upload its files again."))
        return draft

    @property
    def folder(self) -> Path:
        return uploads_folder() / self.id

    @property
    def paths(self) -> list[str]:
        return [str(self.folder / "files" / name) for name in self.files]

    @property
    def has_files(self) -> bool:
        """Whether the files are still there; they are removed once they are loaded."""
        return all(Path(path).is_file() for path in self.paths)

    def save(self) -> None:
        """Write down how far the import is prepared."""
        names = ("id", "user", "files", "jobs", "chosen")
        content = json.dumps({name: getattr(self, name) for name in names}, ensure_ascii=False)
        (self.folder / "draft.json").write_text(content, encoding="utf-8")

    def discard(self) -> None:
        """Remove the draft with all of its files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def findings(self) -> Findings:
        """What was found in the files."""
        return Findings.load(self.folder / "findings.json")

    def reading(self, found: Found) -> Reading:
        """How a table shall be read: as it was chosen, else as it seems best."""
        chosen = self.chosen.get(found.table.name)
        return found.read_as(**chosen) if chosen else found.suggested()

    def readings(self) -> list[tuple[Found, Reading]]:
        """How each table shall be read."""
        return [(found, self.reading(found)) for found in self.findings.tables]

    def choose(self, found: Found, choice: str, edits: Mapping[str, str], id_from: str) -> None:
        """Read a table in this way."""
        self.chosen[found.table.name] = {"choice": choice, "edits": dict(edits), "id_from": id_from}
        self.save()

    def job(self, kind: str) -> Job | None:
        """The newest job of a kind."""
        return jobs().get(self.jobs[kind]) if kind in self.jobs else None

    def start(self, kind: str, **arguments: Any) -> None:
        """Have a job of this kind done."""
        request = {"draft": self.id, "files": self.files}
        self.jobs[kind] = jobs().start(kind, current_user.id, request, arguments)
        self.save()

    def load_choices(self) -> dict[str, Any]:
        """How the tables are read, as the pipeline's process takes it. Raises UsageError where that is incomplete."""
        choices = {name: guess_as_json(guess) for name, guess in as_choices(self.readings()).items()}
        columns = {found.table.name: list(found.table.columns) for found in self.findings.tables}
        kept = {"choices": choices, "columns": columns}
        (self.folder / "choices.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        return choices

    def corrected(self) -> list[tuple[Table, Guess]]:
        """The tables whose reading somebody corrected: what is worth remembering, also once the files are gone."""
        content = json.loads((self.folder / "choices.json").read_text(encoding="utf-8"))
        found = []
        for name, choice in content["choices"].items():
            guess = guess_from_json(choice)
            if guess is not None and guess.mapping.headers == tuple(content["columns"][name]):
                file, _hash, sheet = name.partition("#")
                found.append((Table(file, sheet or None, guess.mapping.headers, 0, Path(), ""), guess))
        return found


def forget_files(job: Job) -> None:
    """Remove the files of an import that is done, and the rows that were shown of them."""
    folder = Path(job.request["arguments"]["paths"][0]).parent.parent
    for name in ("files", "tables"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "findings.json").unlink(missing_ok=True)

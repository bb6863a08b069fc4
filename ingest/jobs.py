"""What is to be loaded: records of one kind out of one table, in the order in which kinds are loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.mapping import Record
from ingest.recognise import Guess
from ingest.records import KINDS, Kind, kind_named
from ingest.sources.spool import Table
from ingest.summary import Refused, Summary
from ingest.transform import Mapper

__all__ = ["Job", "jobs_of"]


@dataclass
class Job:
    """Records of one kind out of one table."""

    mapper: Mapper
    record: Record
    batch: str

    @property
    def kind(self) -> Kind:
        return kind_named(self.record.kind)


def jobs_of(tables: list[tuple[Table, Guess]], settings: Settings, summary: Summary) -> list[Job]:
    """What is to be loaded, in the order in which kinds are loaded."""
    jobs: list[Job] = []
    for table, guessed in tables:
        others = {g.table: t for t, g in tables if _belong_together((t, g), (table, guessed))}
        if not guessed.mapping.records:
            summary.looked_up.append(table.name)
            continue
        try:
            mapper = Mapper(table, guessed, others)
        except GuanxiError as error:
            summary.refused.append(Refused(table.name, error.message, error.hint))
            continue
        jobs += [Job(mapper, r, _batch_id(mapper, r, settings)) for r in guessed.mapping.records]
    order = [kind.name for kind in KINDS]
    return sorted(jobs, key=lambda job: order.index(job.record.kind))


def _belong_together(one: tuple[Table, Guess], other: tuple[Table, Guess]) -> bool:
    same_folder = PurePosixPath(one[0].file).parent == PurePosixPath(other[0].file).parent
    return same_folder and one[1].preset is not None and one[1].preset == other[1].preset


def _batch_id(mapper: Mapper, record: Record, settings: Settings) -> str:
    """An id that is the same whenever the same content is loaded in the same way."""
    parts = [
        mapper.table.digest,
        *(f"{name} {table.digest}" for name, table in sorted(mapper.joined.items())),
        mapper.guess.mapping.model_dump_json(),
        record.model_dump_json(),
        mapper.guess.source,
        *(str(settings.ingest.model_dump()[name]) for name in ("time_zone", "country", "date_order")),
    ]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()

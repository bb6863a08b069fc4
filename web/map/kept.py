"""Whole maps that were made before, compressed, for as long as they are true: the same map for everybody."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from hashlib import blake2s
from threading import Lock

from graph.reports.whole_map import map_state, whole_map
from graph.store import Store
from web.map.packing import pack

__all__ = ["KeptMaps", "Packed"]

_MOST = 12
_LEVEL = 6

Packed = tuple[bytes, str]
"""A packed map under gzip, and its entity tag."""


class KeptMaps:
    """The last few packed maps of an app; one that is asked for twice at once is made once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Packed] = OrderedDict()
        self._lock = Lock()

    def get(self, store: Store, reading: str, *, limit: int, cluster: int | None) -> Packed:
        """As `whole_map`, packed. Raises NotFoundError where nothing has been analysed."""
        wanted = (store.uri, store.database, *map_state(store), reading, limit, cluster)
        with self._lock:
            if wanted not in self._kept:
                packed = pack(whole_map(store, reading, limit=limit, cluster=cluster))
                self._kept[wanted] = (gzip.compress(packed, _LEVEL, mtime=0), blake2s(packed).hexdigest()[:20])
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(wanted)
            return self._kept[wanted]

"""Packing a whole map into bytes that a browser reads straight into columns, a third of the size of JSON.

A JSON head, which names the columns and how each is packed, is followed by the columns one after another. Numbers lie
as planes: the lowest bytes of all, then their second bytes, so that what is alike stands together and compresses.
`frontend/src/map/packed.ts` reads it.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.reports.whole_map import WholeMap

__all__ = ["TYPE", "pack"]

TYPE = "application/vnd.guanxi.map"
"""The media type of a packed map."""

_MAGIC = b"GXM1"
_FINEST = 65_535
"""Places and scores are one of so many steps."""

_STRENGTH_STEP = 0.5

_Column = tuple[dict[str, Any], bytes]


def pack(found: WholeMap) -> bytes:
    """The map as bytes; ties come by their ends, the rest in its order."""
    people, ties = found.people, found.ties.sort("source", "target")
    columns = {
        "people": [
            _texts("key", people["key"]),
            _texts("name", people["name"]),
            _choices("kind", people["kind"]),
            _choices("account", people["account"]),
            _steps("x", people["x"]),
            _steps("y", people["y"]),
            _scores(people["score"]),
            _optional("rank", people["rank"]),
            _optional("cluster", people["cluster"]),
        ],
        "ties": [
            _numbers("source", ties["source"].to_numpy(), delta=True),
            _numbers("target", ties["target"].to_numpy()),
            _numbers("strength", np.rint(ties["strength"].to_numpy() / _STRENGTH_STEP), step=_STRENGTH_STEP),
        ],
    }
    heads = {name: [head for head, _ in parts] for name, parts in columns.items()}
    head = json.dumps({**found.head, **heads}, ensure_ascii=False, separators=(",", ":")).encode()
    bodies = [body for parts in columns.values() for _, body in parts]
    return b"".join([_MAGIC, struct.pack("<I", len(head)), head, *bodies])


def _numbers(name: str, values: NDArray[Any], *, delta: bool = False, **head: Any) -> _Column:
    """Whole numbers from 0 on; with `delta` each as what is added to the one before, odd where it is taken away."""
    whole = values.astype(np.int64)
    if delta:
        change = np.diff(whole, prepend=0)
        whole = np.where(change < 0, -2 * change - 1, 2 * change)
    planes = max(1, (int(whole.max(initial=0)).bit_length() + 7) // 8)
    body = whole.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :planes].T.tobytes()
    usual = {"kind": "numbers", "optional": False, "step": 1, "squared": False, "start": 0}
    facts = {"name": name, "bytes": len(body), "rows": len(whole), "planes": planes, "delta": delta}
    return {**usual, **facts, **head}, body


def _texts(name: str, values: pl.Series) -> _Column:
    cleaned = values.fill_null("").str.replace_all("\x00", "", literal=True)
    body = "\x00".join(cleaned).encode()
    return {"name": name, "kind": "texts", "bytes": len(body), "rows": len(values)}, body


def _choices(name: str, values: pl.Series) -> _Column:
    """Texts of which many are the same, by their place among all different ones."""
    different = values.unique(maintain_order=True)
    places = values.replace_strict(different, pl.int_range(len(different), eager=True), return_dtype=pl.Int64)
    head, body = _numbers(name, places.to_numpy())
    return {**head, "kind": "choices", "choices": different.to_list()}, body


def _steps(name: str, values: pl.Series) -> _Column:
    low, step = _scale(values)
    return _numbers(name, np.rint((values.to_numpy() - low) / step), step=step, start=low)


def _scores(values: pl.Series) -> _Column:
    """Scores by their roots, for a few are large and most are small."""
    top = max(float(values.max() or 0.0), 1e-12)  # type: ignore[arg-type]
    roots = np.sqrt(values.fill_null(0.0).to_numpy().clip(0) / top)
    return _numbers("score", np.rint(roots * _FINEST), delta=True, step=top / _FINEST**2, squared=True)


def _optional(name: str, values: pl.Series) -> _Column:
    return _numbers(name, (values + 1).fill_null(0).to_numpy(), delta=True, optional=True)


def _scale(values: pl.Series) -> tuple[float, float]:
    if values.is_empty():
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())  # type: ignore[arg-type]
    return low, max((high - low) / _FINEST, 1e-9)

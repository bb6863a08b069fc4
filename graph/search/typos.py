"""Words that begin nearly as something typed, a few typos away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["beginnings", "candidates", "edits", "forgiven", "letter_sets"]

_WIDTH = 24
"""Letters at the beginning of a word that are compared."""

_LETTERS_OF_ONE, _LETTERS_OF_TWO = 4, 6

Letters = NDArray[np.uint16]
Sets = NDArray[np.uint64]
Edits = NDArray[np.uint8]


def forgiven(word: str) -> int:
    """How many typos a word may have: none below four letters, one below six, else two."""
    return (len(word) >= _LETTERS_OF_ONE) + (len(word) >= _LETTERS_OF_TWO)


def beginnings(words: Sequence[str]) -> Letters:
    """The first letters of words, a column each, so that the same letter of all words lies together."""
    padded = "".join(word[:_WIDTH].ljust(_WIDTH, "\0") for word in words)
    codes = np.frombuffer(padded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint16)
    return np.ascontiguousarray(codes.reshape(-1, _WIDTH).T)


def letter_sets(words: Letters) -> Sets:
    """Which letters the words have, a bit for each of 64 classes of letters."""
    found = np.zeros(words.shape[1], dtype=np.uint64)
    for column in words:
        found |= np.uint64(1) << (column.astype(np.uint64) % np.uint64(64))
    return found


def candidates(typed: str, sets: Sets, most: int) -> NDArray[np.int64]:
    """The words that lack at most `most` letters of `typed`: `edits` is greater for all others."""
    wanted = letter_sets(beginnings([typed]))[0] & ~np.uint64(1)
    return np.flatnonzero(np.bitwise_count(wanted & ~sets) <= most)


def edits(typed: str, words: Letters, most: int) -> Edits:
    """The fewest typos between `typed` and the beginning of each word; `most` + 1 stands for more.

    A typo is a letter too much, too few or wrong, or two neighbours swapped: the optimal string alignment distance to
    the nearest beginning, computed for all words at once within a band of `most` around the diagonal. Cost:
    len(typed) * (2 * most + 1) operations on a letter of all words.
    """
    letters = beginnings([typed])[: len(typed), 0]
    far = np.uint8(most + 1)
    size = words.shape[1]
    empty = np.full(size, far)
    before: dict[int, Edits] = {}
    last = {column: np.full(size, column, dtype=np.uint8) for column in range(most + 1)}
    for row, letter in enumerate(letters, 1):
        now: dict[int, Edits] = {}
        for column in range(max(0, row - most), min(_WIDTH, row + most) + 1):
            if column == 0:
                now[0] = np.full(size, row, dtype=np.uint8)
                continue
            same = words[column - 1] == letter
            cell = last.get(column - 1, empty) + ~same
            np.minimum(cell, last.get(column, empty) + np.uint8(1), out=cell)
            np.minimum(cell, now.get(column - 1, empty) + np.uint8(1), out=cell)
            if row > 1 and column > 1 and column - 2 in before:
                swapped = (words[column - 1] == letters[row - 2]) & (words[column - 2] == letter)
                np.minimum(cell, np.where(swapped, before[column - 2] + np.uint8(1), far), out=cell)
            now[column] = np.minimum(cell, far)
        before, last = last, now
    nearest: Edits = np.minimum.reduce([*last.values(), empty])
    return nearest

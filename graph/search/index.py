"""Everybody and every account by the words of their names and e-mails, in memory, as columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.search.spelling import folded, of_addresses, of_names, words
from graph.search.typos import beginnings, candidates, edits, forgiven, letter_sets

__all__ = ["PARTIES", "Index"]

PARTIES: dict[str, Any] = {
    "key": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "title": pl.String,
    "account_key": pl.String,
    "industry": pl.String,
    "city": pl.String,
    "opted_out": pl.Boolean,
    "weight": pl.Float64,
    "names": pl.List(pl.String),
    "emails": pl.List(pl.String),
}
"""One row for each person or account; `names` and `emails` are what it is found by."""

_EXACT, _BEGINS, _TYPOS = 3.0, 2.0, (0.0, 1.0, 0.5)
_NAME, _EMAIL, _INITIALS = 0.4, 0.2, -0.6
_VIA_ACCOUNT = 0.6
"""What a match is worth: that of a whole word more than of its beginning, and that more than one with typos; in a name
more than in an e-mail or the name of somebody's account. The initials of Chinese syllables are a beginning."""

_IMPORTANCE = 0.05
_LAST = "\U0010ffff"

Scores = NDArray[np.float32]


class Index:
    """A picture of the graph's people and accounts at one moment.

    Memory: about 300 bytes for each. Cost of a search: a binary search for each word; where too few are found, a
    pass over all words of the index, a few nanoseconds a word.
    """

    def __init__(self, parties: pl.DataFrame) -> None:
        numbered = parties.with_row_index("row")
        postings = _postings(numbered)
        self.size = parties.height
        lengths = postings.group_by("token", maintain_order=True).len()
        self._tokens: list[str] = lengths["token"].to_list()
        self._starts = np.append(0, np.cumsum(lengths["len"].to_numpy(), dtype=np.int64))
        self._letters = beginnings(self._tokens)
        self._sets = letter_sets(self._letters)
        self._rows = postings["row"].to_numpy()
        self._worth = postings["worth"].to_numpy()
        self._shown = parties.drop("names", "emails", "weight")
        self._accounts = self._shown.filter(pl.col("kind") == "customer").select("key", account="name")
        self._importance = _importance(parties)
        accounts = numbered.select(account_key="key", account_row="row")
        joined = parties.join(accounts, on="account_key", how="left", maintain_order="left")
        self._account = joined["account_row"].cast(pl.Int64).fill_null(-1).to_numpy()
        self._kind = parties["kind"].cast(pl.Categorical)

    def find(self, text: str, kinds: Sequence[str], limit: int) -> list[dict[str, Any]]:
        """The best matches among parties of some kinds: rows of PARTIES without what they are found by."""
        terms = _terms(text)
        if not terms or not self.size:
            return []
        wanted = self._kind.is_in(list(kinds)).to_numpy()
        scores = self._scores(terms, typos=False) * wanted
        if np.count_nonzero(scores) < limit:
            scores = self._scores(terms, typos=True) * wanted
        return self._best(self._exactly(text, scores), limit)

    def _scores(self, terms: list[str], *, typos: bool) -> Scores:
        together = np.ones(self.size, dtype=bool)
        total = np.zeros(self.size, dtype=np.float32)
        for term in terms:
            own = self._matches(term)
            if typos:
                np.maximum(own, self._near(term), out=own)
            here = self._account >= 0
            via = np.where(here, own[self._account] - _VIA_ACCOUNT, 0)
            np.maximum(own, via, out=own)
            together &= own > 0
            total += own
        return np.where(together, total / np.float32(len(terms)), np.float32(0))

    def _matches(self, term: str) -> Scores:
        """What each party is worth for one of its words being, or beginning with, `term`."""
        score = np.zeros(self.size, dtype=np.float32)
        first, last = bisect_left(self._tokens, term), bisect_left(self._tokens, term + _LAST)
        self._raise(score, slice(self._starts[first], self._starts[last]), _BEGINS)
        if first < last and self._tokens[first] == term:
            self._raise(score, slice(self._starts[first], self._starts[first + 1]), _EXACT)
        return score

    def _near(self, term: str) -> Scores:
        """As `_matches`, of words that begin with `term` but for some typos."""
        score = np.zeros(self.size, dtype=np.float32)
        most = forgiven(term)
        if not most:
            return score
        chosen = candidates(term, self._sets, most)
        away = edits(term, self._letters[: len(term) + most, chosen], most)
        for typos in range(most, 0, -1):
            postings = self._postings(chosen[away == typos])
            self._raise(score, postings[self._worth[postings] > _INITIALS], _TYPOS[typos])
        return score

    def _postings(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the rows of some words are listed."""
        first, lengths = self._starts[tokens], np.diff(self._starts)[tokens]
        skipped = np.cumsum(lengths) - lengths
        return np.repeat(first - skipped, lengths) + np.arange(lengths.sum())

    def _raise(self, score: Scores, postings: slice | NDArray[np.int64], worth: float) -> None:
        np.maximum.at(score, self._rows[postings], self._worth[postings] + np.float32(worth))

    def _exactly(self, text: str, scores: Scores) -> Scores:
        """The scores; who has exactly this key comes first."""
        row = self._shown["key"].index_of(text.strip())
        if row is not None:
            scores[row] = 2 * _EXACT
        return scores

    def _best(self, scores: Scores, limit: int) -> list[dict[str, Any]]:
        rows = np.flatnonzero(scores)
        order = scores[rows] + np.float32(_IMPORTANCE) * self._importance[rows]
        if len(rows) > limit:
            least = np.partition(order, -limit)[-limit]
            rows, order = rows[order >= least], order[order >= least]
        found = self._shown[rows].with_columns(pl.Series("order", order))
        return (
            found.sort(pl.col("order").neg(), pl.col("name").str.len_chars(), "key")
            .head(limit)
            .join(self._accounts, left_on="account_key", right_on="key", how="left", maintain_order="left")
            .drop("order")
            .to_dicts()
        )


def _terms(text: str) -> list[str]:
    """The words that were typed; an e-mail counts as one."""
    chunks = pl.Series("text", text[:200].split(), dtype=pl.String)
    table = chunks.to_frame().with_columns(folded(pl.col("text"))).with_columns(words(pl.col("text")).alias("words"))
    rows = table.select(pl.when(pl.col("text").str.contains("@")).then(pl.concat_list("text")).otherwise("words"))
    return [word for chunk in rows.to_series().to_list() for word in chunk if word]


def _postings(numbered: pl.DataFrame) -> pl.DataFrame:
    """Which words lead to which rows, and how much they are worth: `token`, `row`, `worth`, by token and row."""
    names = numbered.select("row", name="names").explode("name").drop_nulls()
    emails = numbered.select("row", name="emails").explode("name").drop_nulls()
    spelled = of_names(names["name"])
    worth = pl.when("short").then(_INITIALS).otherwise(_NAME)
    found = [
        names.join(spelled.with_columns(worth.alias("worth")), on="name"),
        emails.join(of_addresses(emails["name"]).with_columns(pl.lit(_EMAIL).alias("worth")), on="name"),
    ]
    columns = [part.select("token", "row", pl.col("worth").cast(pl.Float32)) for part in found]
    return pl.concat(columns).group_by("token", "row").agg(pl.col("worth").max()).sort("token", "row")


def _importance(parties: pl.DataFrame) -> Scores:
    """How much each matters among those of its kind, 0 to 1."""
    place = pl.col("weight").fill_null(0).rank("average").over("kind") / pl.len().over("kind")
    return parties.select(place.cast(pl.Float32)).to_series().to_numpy()

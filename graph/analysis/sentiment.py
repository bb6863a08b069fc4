"""Sentiment of free text, -1 (bad) to 1 (good): English by VADER, Chinese by JioNLP. Nothing leaves the machine.

References
----------
Hutto, Gilbert: VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014.
JioNLP, `jionlp.sentiment.LexiconSentiment`: words with weights, negation, degree, and what follows a "but".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import polars as pl

from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError

__all__ = ["READER", "read_texts", "sentiment"]

READER = "vader-3+jionlp-1"
"""What texts are read by; texts that another one has read are read again."""

_HAN = r"\p{Han}"
_CHINESE_SHARE = 0.2
_LONGEST = 5000


def sentiment(texts: pl.Series) -> pl.Series:
    """The sentiment of each text; null where there is none, 0 where it says neither.

    A text is read as Chinese where at least a fifth of its characters are Han, else as English. Only the first 5,000
    characters are read. Cost: some 10,000 texts a second, each distinct text once.
    """
    distinct = texts.drop_nulls().unique().to_frame("text").with_columns(read=pl.col("text").str.head(_LONGEST))
    distinct = distinct.filter(pl.col("read").str.strip_chars() != "")
    chinese = distinct["read"].str.count_matches(_HAN) >= _CHINESE_SHARE * distinct["read"].str.len_chars()
    parts = [
        part.with_columns(part["read"].map_elements(reader(), return_dtype=pl.Float64).alias("sentiment"))
        for part, reader in ((distinct.filter(~chinese), _english), (distinct.filter(chinese), _chinese))
        if part.height
    ]
    if not parts:
        return pl.Series("sentiment", [None] * len(texts), dtype=pl.Float64)
    found = pl.concat(parts).select("text", "sentiment")
    return texts.to_frame("text").join(found, on="text", how="left", maintain_order="left")["sentiment"]


def read_texts(store: Store, settings: Settings) -> int:
    """Read the texts that no reader, or another one, has read as they are now, and note `text_sentiment` beside them.

    What files say (`sentiment`) stays as it is. Returns how many were read: those that are new or have changed.
    """
    schema = {"node": pl.String, "text": pl.String}
    count = 0
    for found in store.frames("analysis/texts_unread", schema, reader=READER):
        rows = found.select("node", sentiment=sentiment(found["text"])).to_dicts()
        store.write_batches("analysis/write_text_sentiment", rows, settings.graph.batch_rows, reader=READER)
        count += found.height
    return count


@cache
def _english() -> Callable[[str], float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda text: float(analyzer.polarity_scores(text)["compound"])


@cache
def _chinese() -> Callable[[str], float]:
    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)  # it warns of words that are in two of its own lists, and prints who made it
    try:
        with redirect_stdout(StringIO()):
            from jionlp.algorithm.sentiment import LexiconSentiment

            analyzer = LexiconSentiment()
    except OSError as error:  # its dictionaries are unpacked beside it when it is first used
        raise GuanxiError(
            "The Chinese dictionaries cannot be unpacked where Guanxi is installed.",
            "Let somebody who may write there run: python -c 'import jionlp'",
        ) from error
    finally:
        logger.setLevel(level)
    return lambda text: 2.0 * float(analyzer(text)) - 1.0

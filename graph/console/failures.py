"""What Neo4j says of a query that failed, as a sentence for the one who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from neo4j.exceptions import Neo4jError

from graph.console.errors import CypherError, QueryStoppedError
from guanxi.config import ConsoleConfig

__all__ = ["explained"]

_PLACE = re.compile(r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\).*", re.DOTALL)
_EXPECTED = re.compile(r"Invalid input '(?P<word>\w+)': expected (?P<expected>.+)", re.DOTALL)
_KEYWORDS = [
    "MATCH",
    "OPTIONAL",
    "WHERE",
    "RETURN",
    "WITH",
    "UNWIND",
    "ORDER",
    "LIMIT",
    "SKIP",
    "DISTINCT",
    "CALL",
    "YIELD",
    "UNION",
]
_LONG = 80
_EXPLAIN = len("EXPLAIN ")


@contextmanager
def explained(limits: ConsoleConfig) -> Iterator[None]:
    """Turn the server's errors about a query into CypherError and QueryStoppedError."""
    try:
        yield
    except Neo4jError as error:
        raise _translated(error, limits) from error


def _translated(error: Neo4jError, limits: ConsoleConfig) -> CypherError | QueryStoppedError:
    code = error.code or ""
    if "TransactionTimedOut" in code:
        return QueryStoppedError(
            "The query was stopped after {seconds:g} s (console.timeout_s).",
            "Narrow it: name labels, begin from one node, use LIMIT early.",
            seconds=limits.timeout_s,
        )
    if code.endswith(("Terminated", "LockClientStopped")):
        return QueryStoppedError("The query was stopped.")
    if "OutOfMemory" in code:
        return QueryStoppedError(
            "The query needs more memory than Neo4j gives to one (db.memory.transaction.max).",
            "Collect or sort fewer rows: filter and LIMIT before.",
        )
    if "ParameterMissing" in code:
        return CypherError("{message}", "Give each $name of the query a value.", message=_sentence(error))
    place = _PLACE.search(error.message or "")
    if place is None:
        return CypherError("{message}", message=_sentence(error))
    line, column = int(place[1]), int(place[2])
    if line == 1:
        column = max(1, column - _EXPLAIN)
    message, meant = _shortened(_sentence(error))
    if meant:
        return CypherError(
            "Line {line}, column {column}: {message}",
            "Did you mean {word}?",
            line=line,
            column=column,
            message=message,
            word=meant,
        )
    return CypherError("Line {line}, column {column}: {message}", line=line, column=column, message=message)


def _shortened(sentence: str) -> tuple[str, str]:
    """Leave out a long list of what was expected; the keyword that was probably meant comes second."""
    found = _EXPECTED.fullmatch(sentence)
    if found is None:
        return sentence, ""
    close = get_close_matches(found["word"].upper(), _KEYWORDS, 1, cutoff=0.75)
    if close or len(found["expected"]) > _LONG:
        return f"Invalid input '{found['word']}'.", close[0] if close else ""
    return sentence, ""


def _sentence(error: Neo4jError) -> str:
    text = _PLACE.sub("", error.message or "The query failed.").strip()
    return text if text.endswith((".", "?", "!")) else text + "."

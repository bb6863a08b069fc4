"""Why a server ended while starting, in a sentence: known causes are looked for in its log."""

from __future__ import annotations

from pathlib import Path

from guanxi.errors import GraphUnavailableError

_KNOWN = (
    (
        "Address already in use",
        "The port of the local Neo4j was taken by another program.",
        "Run the command again, or set graph.bolt_port to a free one.",
    ),
    (
        "Lock file has been locked by another process",
        "Another Neo4j already serves this folder.",
        "Stop it, or set GUANXI_HOME to another folder.",
    ),
    (
        "No space left on device",
        "The disk is full, so Neo4j cannot start.",
        "Make space, or set GUANXI_HOME to a folder on another disk.",
    ),
    (
        "OutOfMemoryError",
        "Neo4j ran out of memory while starting.",
        "Set graph.heap higher in config.yaml.",
    ),
    (
        "Could not reserve enough space",
        "There is not enough memory for Neo4j.",
        "Set graph.heap and graph.page_cache lower in config.yaml.",
    ),
    (
        "UnsupportedClassVersionError",
        "Java is too old for Neo4j.",
        "Install Java 21 and set JAVA_HOME.",
    ),
)


def why_it_ended(log: Path) -> GraphUnavailableError:
    """The error that tells what `log` shows, or where the log is when nothing in it is known."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    for sign, message, hint in _KNOWN:
        if sign in text:
            return GraphUnavailableError(message, hint)
    return GraphUnavailableError("Neo4j ended while starting.", f"Its log says why: {log}")

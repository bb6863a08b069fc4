"""What the console answers instead of a result. The sentence is kept as a template, so that it can be translated."""

from __future__ import annotations

from typing import Any

from guanxi.errors import GuanxiError

__all__ = ["ConsoleBusyError", "ConsoleError", "CypherError", "QueryRefusedError", "QueryStoppedError"]


class ConsoleError(GuanxiError):
    """`template` and `hint_template` are filled with `values` to give the message and the hint."""

    def __init__(self, template: str, hint: str = "", **values: Any) -> None:
        super().__init__(template.format(**values), hint.format(**values))
        self.template = template
        self.hint_template = hint
        self.values = values


class QueryRefusedError(ConsoleError):
    """The query was not run: it does what the console does not allow, or more than it allows."""


class CypherError(ConsoleError):
    """Neo4j does not understand the query, or it failed while running."""


class QueryStoppedError(ConsoleError):
    """The query was stopped: by its user, or because it reached a limit."""


class ConsoleBusyError(ConsoleError):
    """This user already runs as many queries as one user may."""

    status = 429

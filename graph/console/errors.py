"""What the console answers instead of a result."""

from __future__ import annotations

from guanxi.errors import TemplateError

__all__ = ["ConsoleBusyError", "ConsoleError", "CypherError", "QueryRefusedError", "QueryStoppedError"]


class ConsoleError(TemplateError):
    """Any of them."""


class QueryRefusedError(ConsoleError):
    """The query was not run: it does what the console does not allow, or more than it allows."""


class CypherError(ConsoleError):
    """Neo4j does not understand the query, or it failed while running."""


class QueryStoppedError(ConsoleError):
    """The query was stopped: by its user, or because it reached a limit."""


class ConsoleBusyError(ConsoleError):
    """This user already runs as many queries as one user may."""

    status = 429

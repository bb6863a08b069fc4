"""The one kind of error that users see: a sentence, and a hint on what to do."""

from typing import Any


class GuanxiError(Exception):
    """Something a user can understand and act on.

    `message` says what went wrong and where; `hint` says what to do about it.
    Shells print both and exit with `exit_code`; the web answers with `status`.
    """

    exit_code = 1
    status = 400

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GuanxiError):
    """The command or request itself makes no sense."""

    exit_code = 2


class ConfigError(UsageError):
    """config.yaml, or a variable that overrides it, cannot be used."""


class CurrencyError(GuanxiError):
    """Amounts of different currencies cannot be added up."""


class NotFoundError(GuanxiError):
    """What was named does not exist."""

    status = 404


class MergedError(NotFoundError):
    """The record `named` was merged with others; `stand` stands for it (both are keys, or ids of accounts)."""

    def __init__(self, named: str, stand: str) -> None:
        super().__init__(f"{named} was merged with others: {stand} stands for it.", f"Ask for {stand}.")
        self.named = named
        self.stand = stand


class TemplateError(GuanxiError):
    """An error that can be told in other languages: `template` and `hint_template` are filled with `values`."""

    def __init__(self, template: str, hint: str = "", **values: Any) -> None:
        super().__init__(template.format(**values), hint.format(**values))
        self.template = template
        self.hint_template = hint
        self.values = values


class GraphUnavailableError(GuanxiError):
    """Neo4j cannot be reached, or refuses us."""

    status = 503

"""Values for a query's parameters, from what somebody typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from graph.console.tokens import parameter_names
from graph.queries import Parameter, Query
from guanxi.errors import UsageError

__all__ = ["ParameterError", "declared_values", "guess", "needed_values"]


class ParameterError(UsageError):
    """A value does not suit its parameter. `parameter` is the parameter's name."""

    def __init__(self, parameter: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.parameter = parameter


def declared_values(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a named query's parameters: what was `given`, typed or as text, else each one's example.

    Raises ParameterError, which names the parameter.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given.keys() - known.keys():
        raise ParameterError(
            name, f"{query.name} has no parameter {name!r}.", f"It has: {', '.join(known) or 'none at all'}."
        )
    return {name: _typed(known[name], given[name]) if name in given else known[name].example for name in known}


def needed_values(text: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of the parameters that `text` uses, guessed from how they are written. Raises ParameterError."""
    missing = [name for name in parameter_names(text) if name not in given]
    if missing:
        raise ParameterError(
            missing[0],
            f"The query needs a value for ${missing[0]}.",
            f"Give it as -p {missing[0]}=VALUE.",
        )
    return {name: guess(value) for name, value in given.items()}


def guess(text: str) -> Any:
    """`text` as the JSON value that it is, else as text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _typed(parameter: Parameter, value: Any) -> Any:
    if parameter.type.endswith(" list"):
        kind = parameter.type.removesuffix(" list")
        items = value if isinstance(value, list) else _items(str(value))
        return [_one(parameter, kind, item) for item in items]
    return _one(parameter, parameter.type, value)


def _one(parameter: Parameter, kind: str, value: Any) -> Any:
    try:
        if isinstance(value, str):
            return _READERS.get(kind, guess)(value)
        if type(value) in _TYPES.get(kind, (type(value),)):
            return value
        raise ValueError(value)
    except ValueError:
        example = json.dumps(parameter.example, ensure_ascii=False)
        raise ParameterError(
            parameter.name,
            f"Parameter {parameter.name} must be {_NAMES.get(kind, kind)}, not {value!r}.",
            f"{parameter.name}: {parameter.meaning}; for example {example}.",
        ) from None


def _items(text: str) -> list[str]:
    """The items of a list: JSON, or separated by semicolons."""
    found = guess(text) if text.lstrip().startswith("[") else None
    if isinstance(found, list):
        return [item if isinstance(item, str) else json.dumps(item) for item in found]
    return [part.strip() for part in text.split(";") if part.strip()]


def _boolean(text: str) -> bool:
    if text.lower() in ("true", "yes", "1"):
        return True
    if text.lower() in ("false", "no", "0"):
        return False
    raise ValueError(text)


def _date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _datetime(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (),
    "integer": (int,),
    "float": (int, float),
    "boolean": (bool,),
    "date": (),
    "datetime": (),
}
_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "true or false",
    "date": "a day such as 2025-03-31",
    "datetime": "a time such as 2025-03-31T09:30:00Z",
}

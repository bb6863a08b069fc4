"""Bounds on expressions, which Neo4j cannot stop once it evaluates them.

A transaction's timeout is looked at between rows, not inside `reduce`, a list comprehension or a regular
expression. A plan does not show their literals either, so the bounds are read from the query's text:

- an expression goes through at most `max_range` items, loops inside loops multiplied; a list whose length
  the text does not tell counts as 1,000 where loops are nested;
- the bounds of `range` are numbers, parameters, or `size(…)` and `length(…)`;
- `reduce` may build up text or a list in at most 1,000 steps, and never from itself twice;
- the pattern of `=~` is written out or a parameter, and not one that takes time exponential in the text;
- what `replace` puts in is written out or a parameter.

What needs more can be written with UNWIND: rows can be stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeGuard

from graph.console.errors import QueryRefusedError
from graph.console.patterns import is_slow
from graph.console.tokens import Token

__all__ = ["check_expressions"]

_UNKNOWN_LENGTH = 1000
_SHORT_LENGTH = 10
_GROWING_STEPS = 1000
_MAX_DEPTH = 50
_SHORT_LISTS = ("nodes", "relationships", "labels", "keys")
_QUANTIFIERS = ("all", "any", "none", "single")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_ARITHMETIC = frozenset("+-*/%^().,<>=|")


@dataclass
class _Group:
    """What stands in a pair of brackets."""

    opening: str
    items: list[_Item] = field(default_factory=list)


_Item: TypeAlias = Token | _Group


class _Loop(NamedTuple):
    """A list comprehension, quantifier or `reduce`: the list it goes through, and what it does with each item."""

    source: list[_Item]
    body: list[_Item]


def check_expressions(tokens: Sequence[Token], parameters: Mapping[str, Any], max_range: int) -> None:
    """Raise QueryRefusedError where an expression of the query could run or grow without end.

    `tokens` are the significant ones; `parameters` the values that the query will be run with.
    """
    _Checker(parameters, max_range).check(_grouped(tokens), 1)


class _Checker:
    def __init__(self, parameters: Mapping[str, Any], max_range: int) -> None:
        self.parameters = parameters
        self.max_range = max_range

    def check(self, items: list[_Item], times: int) -> None:
        """Check `items`, which are evaluated `times` times for each row."""
        for place, item in enumerate(items):
            if isinstance(item, Token):
                if item.raw == "~" and place and _is(items[place - 1], "="):
                    self._check_pattern(items[place + 1 : place + 3])
                continue
            function = _function(items, place)
            loop = _loop(item, function)
            if function == "range":
                self._bound(times * self._range_length(item))
            elif function == "replace":
                _check_replace(item)
            if loop is None:
                self.check(item.items, times)
                continue
            length = self._length(loop.source)
            if times > 1:
                self._bound(times * (length or _UNKNOWN_LENGTH))
            if function == "reduce":
                _check_reduce(item, loop, length)
            self.check(loop.source, times)
            self.check(loop.body, times * (length or _UNKNOWN_LENGTH))

    def _bound(self, length: int) -> None:
        if length > self.max_range:
            raise QueryRefusedError(
                "An expression goes through {length:,} items for one row; {limit:,} are allowed (console.max_range).",
                "Use UNWIND and aggregate the rows, or a shorter list: list[..100].",
                length=length,
                limit=self.max_range,
            )

    def _length(self, source: list[_Item]) -> int | None:
        """The most items that a list can have, or None where the text does not tell."""
        last = source[-1] if source else None
        if not isinstance(last, _Group):
            return None
        function = _function(source, len(source) - 1)
        if len(source) == 2 and function == "range":
            return self._range_length(last)
        if len(source) == 2 and function in _SHORT_LISTS:
            return _SHORT_LENGTH
        if len(source) == 1 and last.opening == "[":
            loop = _loop(last, None)
            return self._length(loop.source) if loop else len(_split(last.items))
        return _slice_length(last) if last.opening == "[" else None

    def _range_length(self, group: _Group) -> int:
        """How many numbers `range(…)` makes; bounds that cannot be known are refused."""
        bounds = [self._bound_value(part) for part in _split(group.items)]
        if len(bounds) not in (2, 3):
            return 0  # the server says what is wrong
        step = bounds[2] if len(bounds) == 3 else 1
        return len(range(bounds[0], bounds[1] + (1 if step > 0 else -1), step)) if step else 0

    def _bound_value(self, items: list[_Item]) -> int:
        sign, rest = (-1, items[1:]) if items and _is(items[0], "-") else (1, items)
        match rest:
            case [Token(kind="number", raw=raw)] if (number := _integer(raw)) is not None:
                return sign * number
            case [Token(kind="parameter", value=name)] if type(self.parameters.get(name)) is int:
                return sign * int(self.parameters[name])
            case [Token() as name, _Group(opening="(")] if name.word("size", "length"):
                return _UNKNOWN_LENGTH
            case [Token() as name, _Group(opening="("), Token(raw="+" | "-"), Token(kind="number", raw=raw)] if (
                name.word("size", "length") and (number := _integer(raw)) is not None
            ):
                return _UNKNOWN_LENGTH + number
        raise QueryRefusedError(
            "The bounds of range() must be whole numbers, parameters with whole numbers, or size(…) and length(…).",
            "Give the bound as a parameter: range(1, $n).",
        )

    def _check_pattern(self, operand: list[_Item]) -> None:
        pattern = self._text(operand[0]) if operand else None
        if pattern is None or (len(operand) > 1 and _continues(operand[1])):
            raise QueryRefusedError(
                "The pattern of =~ must be a text that is written out, or a parameter.",
                "Or use STARTS WITH, ENDS WITH or CONTAINS.",
            )
        if is_slow(pattern):
            raise QueryRefusedError(
                "The pattern {pattern!r} could run for hours: a repeated group repeats or chooses inside, "
                "or there are more than three open repetitions.",
                "Use STARTS WITH, ENDS WITH or CONTAINS, or a plainer pattern such as '(?i).*name.*'.",
                pattern=pattern,
            )

    def _text(self, item: _Item) -> str | None:
        if _is_kind(item, "string"):
            return item.value
        value = self.parameters.get(item.value) if _is_kind(item, "parameter") else None
        return value if isinstance(value, str) else None


def _grouped(tokens: Sequence[Token]) -> list[_Item]:
    """Tokens by their brackets; a bracket that is not closed, or closes nothing, is left to the server."""
    top = _Group("")
    stack = [top]
    for token in tokens:
        if token.kind == "symbol" and token.raw in _BRACKETS:
            group = _Group(token.raw)
            stack[-1].items.append(group)
            stack.append(group)
            if len(stack) > _MAX_DEPTH:
                raise QueryRefusedError("Brackets are nested more than {limit} deep.", limit=_MAX_DEPTH)
        elif len(stack) > 1 and token.raw == _BRACKETS[stack[-1].opening]:
            stack.pop()
        else:
            stack[-1].items.append(token)
    return top.items


def _function(items: list[_Item], place: int) -> str | None:
    """The name of the function whose arguments stand in the group at `place`."""
    group, before = items[place], items[place - 1] if place else None
    if not isinstance(group, _Group) or group.opening != "(" or not isinstance(before, Token):
        return None
    dotted = place > 1 and (_is(items[place - 2], ".") or _is(items[place - 2], ":"))
    return before.value.lower() if before.kind == "name" and not dotted else None


def _loop(group: _Group, function: str | None) -> _Loop | None:
    items = group.items
    if function == "reduce":
        parts = _split(items)
        head = len(parts[0]) + 1
    elif group.opening == "[" or function in _QUANTIFIERS:
        head = 0
    else:
        return None
    if len(items) < head + 3 or not _word(items[head + 1], "in"):
        return None
    rest = items[head + 2 :]
    end = next((i for i, item in enumerate(rest) if _is(item, "|") or _word(item, "where")), len(rest))
    return _Loop(rest[:end], rest[end:])


def _check_reduce(group: _Group, loop: _Loop, length: int | None) -> None:
    start = _split(group.items)[0]
    accumulator = start[0] if start and isinstance(start[0], Token) else None
    if accumulator is None or (_is_number(start[2:]) and _is_arithmetic(loop.body)):
        return
    if length is None or length > _GROWING_STEPS:
        raise QueryRefusedError(
            "reduce() may build up text, a list or a map in at most {limit:,} steps, over a list of known length.",
            "Cut the list, as in reduce(s = '', x IN list[..1000] | s + x), or use collect() on rows.",
            limit=_GROWING_STEPS,
        )
    uses = _uses(loop.body, accumulator.value)
    if len(uses) > len(set(uses)):
        raise QueryRefusedError(
            "reduce() uses {name} twice, so that it could double with each step.",
            "Use it once, or start from a number and calculate with numbers only.",
            name=accumulator.value,
        )


def _uses(items: list[_Item], name: str) -> list[str]:
    """Each use of a variable in `items`, with the property that is taken of it."""
    found = []
    for place, item in enumerate(items):
        if isinstance(item, _Group):
            found += _uses(item.items, name)
        elif item.kind == "name" and item.value == name and not (place and _is(items[place - 1], ".")):
            property = items[place + 2] if len(items) > place + 2 and _is(items[place + 1], ".") else None
            found.append(property.value if isinstance(property, Token) else "")
    return found


def _check_replace(group: _Group) -> None:
    parts = _split(group.items)
    if len(parts) == 3 and not (len(parts[2]) == 1 and _is_kind(parts[2][0], "string", "parameter")):
        raise QueryRefusedError(
            "What replace() puts in must be a text that is written out, or a parameter.",
            "Put texts together with + instead.",
        )


def _slice_length(group: _Group) -> int | None:
    """The length of a slice `[from..to]` whose bounds are numbers."""
    match group.items:
        case [Token(raw="."), Token(raw="."), Token("number", raw)]:
            return _integer(raw)
        case [Token("number", first), Token(raw="."), Token(raw="."), Token("number", raw)]:
            low, high = _integer(first), _integer(raw)
            return max(0, high - low) if low is not None and high is not None else None
    return None


def _split(items: list[_Item]) -> list[list[_Item]]:
    """`items` at their commas."""
    parts: list[list[_Item]] = [[]]
    for item in items:
        if _is(item, ","):
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def _integer(raw: str) -> int | None:
    digits = raw.replace("_", "").lower()
    try:
        return int(digits, 0) if digits[:2] in ("0x", "0o") else int(digits)
    except ValueError:
        return None


def _is(item: _Item, symbol: str) -> bool:
    return isinstance(item, Token) and item.kind == "symbol" and item.raw == symbol


def _word(item: _Item, word: str) -> bool:
    return isinstance(item, Token) and item.word(word)


def _is_kind(item: _Item, *kinds: str) -> TypeGuard[Token]:
    return isinstance(item, Token) and item.kind in kinds


def _continues(item: _Item) -> bool:
    """Does the operand before `item` go on with it?"""
    return (isinstance(item, _Group) and item.opening == "[") or any(_is(item, symbol) for symbol in "+-*/%^.|")


def _is_number(items: list[_Item]) -> bool:
    return bool(items) and all(_is_kind(item, "number") or _is(item, "-") for item in items)


def _is_arithmetic(items: list[_Item]) -> bool:
    return all(
        _is_arithmetic(item.items) and item.opening == "("
        if isinstance(item, _Group)
        else item.kind in ("name", "number", "parameter") or item.raw in _ARITHMETIC
        for item in items
    )

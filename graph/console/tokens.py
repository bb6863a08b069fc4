"""Cypher as a list of tokens, the way Neo4j reads it.

Neo4j undoes `\\uXXXX` before it looks for tokens, anywhere in the text, unless the backslash is itself escaped.
Nothing is refused here: what is not Cypher becomes symbols, and the server says what is wrong with it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["Token", "decode_escapes", "parameter_names", "significant", "tokenize"]

Kind = Literal["space", "comment", "string", "number", "parameter", "name", "symbol"]


class Token(NamedTuple):
    """A piece of a query: `raw` is its text, `value` a name without backticks, a string's content, else the same."""

    kind: Kind
    raw: str
    value: str

    def word(self, *words: str) -> bool:
        """Is this one of `words` (in lower case), as keyword or name? Case and backticks do not matter."""
        return self.kind == "name" and self.value.lower() in words


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_STRING_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_QUOTED = r"`(?:[^`]|``)*(?:`|\Z)"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
    | (?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))
    | (?P<string>'(?:[^'\\]|\\.)*(?:'|\\?\Z)|"(?:[^"\\]|\\.)*(?:"|\\?\Z))
    | (?P<number>0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.\d[\d_]*)?|(?<!\.)\.\d[\d_]*)(?:[eE][+-]?\d+)?)
    | (?P<parameter>\$\s*(?:{_QUOTED}|\w+))
    | (?P<name>[^\W\d]\w*|{_QUOTED})
    | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def decode_escapes(text: str) -> str:
    """`text` with `\\uXXXX` undone as Neo4j does it: `\\\\u0061` is an escaped backslash and stays."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[0], text)


def tokenize(text: str) -> list[Token]:
    """All tokens of `text`, white space and comments too: their `raw` together is `decode_escapes(text)`."""
    return [_token(match) for match in _TOKEN.finditer(decode_escapes(text))]


def significant(text: str) -> list[Token]:
    """The tokens that mean something: no white space, no comments."""
    return [token for token in tokenize(text) if token.kind not in ("space", "comment")]


def parameter_names(text: str) -> list[str]:
    """The parameters that `text` uses, in the order of their first use."""
    return list(dict.fromkeys(token.value for token in tokenize(text) if token.kind == "parameter"))


def _token(match: re.Match[str]) -> Token:
    kind: Kind = match.lastgroup  # type: ignore[assignment]
    raw = match[0]
    if kind == "string":
        content = raw[1:-1] if len(raw) > 1 and raw[-1] == raw[0] else raw[1:]
        return Token(kind, raw, _STRING_ESCAPE.sub(lambda m: _CONTROLS.get(m[1], m[1]), content))
    if kind in ("name", "parameter"):
        return Token(kind, raw, _unquoted(raw.removeprefix("$").lstrip()))
    return Token(kind, raw, raw)


def _unquoted(name: str) -> str:
    if not name.startswith("`"):
        return name
    return name[1:].removesuffix("`").replace("``", "`")

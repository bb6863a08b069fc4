"""The gate: what a query is, from its text and from Neo4j's own plan, before it may run.

It holds on any server, whatever that server's settings: the text is looked at as Neo4j reads it, and the plan
may contain nothing but operators, procedures and functions that are known to read the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from neo4j import Query

from graph.console.allowed import FUNCTIONS, OPERATORS, PROCEDURES, WORDS
from graph.console.errors import QueryRefusedError
from graph.console.expressions import check_expressions
from graph.console.tokens import Token, significant
from graph.store import Store
from guanxi.config import ConsoleConfig

__all__ = ["Plan", "Step", "admit", "check_text"]

MAX_LETTERS = 20_000
_LEADING = ("explain", "profile", "cypher", "use")


@dataclass(frozen=True)
class Step:
    """One operator of a plan: what it does, of what, how many rows Neo4j expects of it, and where they come from."""

    operator: str
    details: str
    rows: float
    sources: tuple[Step, ...]

    def walk(self) -> Iterator[Step]:
        """This step and all before it."""
        yield self
        for source in self.sources:
            yield from source.walk()


@dataclass(frozen=True)
class Plan:
    """How Neo4j would run a query."""

    root: Step

    @property
    def estimated_rows(self) -> float:
        """The rows that Neo4j expects in the step that has most."""
        return max(step.rows for step in self.root.walk())


def admit(store: Store, text: str, parameters: Mapping[str, Any], limits: ConsoleConfig) -> Plan:
    """The plan of a query that may run. Raises QueryRefusedError for any other, Neo4jError for what is no Cypher."""
    check_text(text, parameters, limits)
    with store.session(read_only=True) as session:
        summary = session.run(Query("EXPLAIN " + text, timeout=limits.timeout_s), dict(parameters)).consume()
    if summary.query_type != "r" or summary.plan is None:
        raise QueryRefusedError(
            "The console only reads: this query writes, or manages the server.", "Use MATCH … RETURN."
        )
    plan = Plan(_step(summary.plan))
    for step in reversed([*plan.root.walk()]):
        _check_step(step, limits)
    return plan


def check_text(text: str, parameters: Mapping[str, Any], limits: ConsoleConfig) -> None:
    """Refuse what the text alone tells. Raises QueryRefusedError."""
    if len(text) > MAX_LETTERS:
        raise QueryRefusedError(
            "A query has at most {limit:,} letters.", "Give lists as parameters.", limit=MAX_LETTERS
        )
    tokens = significant(text)
    _check_statement(tokens)
    _check_names(tokens)
    check_expressions(tokens, parameters, limits.max_range)


def _check_statement(tokens: Sequence[Token]) -> None:
    if not tokens:
        raise QueryRefusedError("There is no query.", "Write one, such as MATCH (c:Customer) RETURN c LIMIT 10.")
    if tokens[0].word(*_LEADING):
        raise QueryRefusedError(
            "A query cannot begin with {word}.",
            "Leave it out: the plan is shown beside each result.",
            word=tokens[0].value.upper(),
        )
    if any(token.raw == ";" for token in tokens[:-1]):
        raise QueryRefusedError("One statement at a time.", "Remove the semicolon, or run the statements one by one.")
    for first, second in pairwise(tokens):
        if first.word("load") and second.word("csv"):
            raise QueryRefusedError("LOAD CSV is not allowed in the console.", "Files come in with guanxi ingest.")


def _check_names(tokens: Sequence[Token]) -> None:
    """Refuse functions and procedures that are not known, such as those of plug-ins."""
    place = 0
    while place < len(tokens):
        start, name = place, []
        while place < len(tokens) and tokens[place].kind == "name":
            name.append(tokens[place].value.lower())
            dotted = place + 2 < len(tokens) and tokens[place + 1].raw == "." and tokens[place + 2].kind == "name"
            place += 2 if dotted else 1
            if not dotted:
                break
        if name:
            _check_name(".".join(name), tokens[start - 1] if start else None, tokens[place : place + 1])
        else:
            place += 1


def _check_name(name: str, before: Token | None, after: Sequence[Token]) -> None:
    if before is not None and before.word("call") and not (after and after[0].word("as")):
        if name not in PROCEDURES:
            raise _unknown_procedure(name)
        return
    is_label = before is not None and before.raw in (":", "|", "&", "!")
    if after and after[0].raw == "(" and not is_label and name not in FUNCTIONS | WORDS:
        raise QueryRefusedError(
            "The function {name} is not allowed in the console.",
            "The console knows Neo4j's own functions, not those of plug-ins.",
            name=name,
        )


def _unknown_procedure(name: str) -> QueryRefusedError:
    return QueryRefusedError(
        "The procedure {name} is not allowed in the console.",
        "The console knows the procedures that describe the graph or search its indexes.",
        name=name,
    )


def _step(plan: Mapping[str, Any]) -> Step:
    arguments = plan.get("args") or {}
    return Step(
        operator=str(plan["operatorType"]).split("@", 1)[0],
        details=str(arguments.get("Details") or ""),
        rows=float(arguments.get("EstimatedRows") or 0.0),
        sources=tuple(_step(child) for child in plan.get("children") or ()),
    )


def _check_step(step: Step, limits: ConsoleConfig) -> None:
    if step.operator.split("(", 1)[0] not in OPERATORS:
        raise QueryRefusedError(
            "{operator} is not allowed in the console.",
            "The console reads the graph, and neither files nor the server.",
            operator=step.operator,
        )
    if step.operator == "ProcedureCall" and step.details.split("(", 1)[0].lower() not in PROCEDURES:
        raise _unknown_procedure(step.details.split("(", 1)[0])
    if step.rows > limits.max_estimated_rows:
        raise QueryRefusedError(
            "Neo4j expects about {rows:,.0f} rows in {operator} {details}; {limit:,.0f} are allowed "
            "(console.max_estimated_rows).",
            "Join the parts of the pattern, shorten the path, or begin from one node.",
            rows=step.rows,
            operator=step.operator,
            details=step.details,
            limit=limits.max_estimated_rows,
        )

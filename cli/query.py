"""`guanxi query`: run a named query, or Cypher of one's own that only reads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.listing import Format, FormatOption, show
from guanxi.errors import UsageError
from guanxi.terminal import console

if TYPE_CHECKING:
    from graph.console.gate import Step

__all__ = ["query"]

_LIST_COLUMNS = {"name": "Name", "title": "Answers", "parameters": "Parameters"}
_PLAN_COLUMNS = {"step": "Step", "of": "Of", "rows": "Rows expected"}


def query(
    name: Annotated[str, typer.Argument(help="A named query such as segments/by_industry; - for stdin.")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read Cypher from this file.")] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show the plan and do not run.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Run a named query, or Cypher that only reads. Ctrl+C stops it."""
    if list_all:
        _list(format)
        return
    if bool(name) == (file is not None):
        raise UsageError("Name one query, a --file, or - for stdin.", "guanxi query --list shows the named queries.")
    from graph.connect import open_store
    from graph.console.runner import QueryRunner
    from guanxi.config import load

    settings = load()
    text, values = _wanted(name, file, _given(parameter or []))
    with open_store(settings) as store:
        runner = QueryRunner(store, settings.console)
        if explain:
            steps = _steps(runner.explain(text, values).root)
            show(steps, _PLAN_COLUMNS, format)
            return
        result = runner.run(text, values)
    rows = result.records() if format is Format.JSON else result.records(told=True)
    show(rows, {column: column for column in result.columns}, format)
    if result.limit:
        console.print(f"The result was {result.limit} (console.max_{result.limit.by}).")


def _list(format: Format) -> None:
    from graph.queries import public_queries

    rows: list[dict[str, Any]] = [
        {
            "name": query.name,
            "title": query.title,
            "description": query.description,
            "parameters": [
                {"name": p.name, "type": p.type, "example": p.example, "meaning": p.meaning} for p in query.parameters
            ],
        }
        for query in public_queries()
    ]
    if format is Format.JSON:
        show(rows, _LIST_COLUMNS, format)
        return
    for row in rows:
        row["parameters"] = ", ".join(p["name"] for p in row["parameters"])
    show(rows, _LIST_COLUMNS, format)


def _given(parameters: list[str]) -> dict[str, str]:
    given = {}
    for text in parameters:
        key, equals, value = text.partition("=")
        if not equals or not key.isidentifier():
            raise UsageError(f"-p {text} cannot be read.", "Write -p key=value.")
        given[key] = value
    return given


def _wanted(name: str, file: Path | None, given: dict[str, str]) -> tuple[str, dict[str, Any]]:
    from graph.console.parameters import declared_values, needed_values
    from graph.queries import get

    if file is None and name != "-":
        named = get(name)
        return named.text, declared_values(named, given)
    text = sys.stdin.read() if file is None else _read(file)
    return text, needed_values(text, given)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise UsageError(f"{file} {reason}.", "Give a file that holds one Cypher query.") from error


def _steps(step: Step, depth: int = 0) -> list[dict[str, Any]]:
    row = {"step": "  " * depth + step.operator, "of": " ".join(step.details.split()), "rows": round(step.rows)}
    return [row, *(line for source in step.sources for line in _steps(source, depth + 1))]

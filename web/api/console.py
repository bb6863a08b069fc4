"""POST /api/console/run, /explain, /stop; GET /api/queries and /api/schema: for analysts and administrators."""

from __future__ import annotations

import time
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph import queries
from graph.console.errors import ConsoleError
from graph.console.gate import Plan, Step
from graph.console.parameters import declared_values
from graph.console.runner import QueryRunner, Result
from graph.console.schema import schema
from graph.console.tokens import parameter_names
from guanxi.errors import UsageError
from web import audit, services
from web.login.access import requires

blueprint = APIBlueprint("api_console", __name__, url_prefix="/api", tag="console")


class _Request(BaseModel):
    """What to run: a named query, or text; `run` is a name that `stop` can end it by."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    text: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict)
    run: str | None = Field(None, pattern=r"^[\w-]{1,64}$")

    def wanted(self) -> tuple[str, dict[str, Any]]:
        """The text and the values of its parameters."""
        if self.name is None:
            return self.text, self.parameters
        query = queries.get(self.name)
        if query.theme in queries.INTERNAL_THEMES:
            raise UsageError(f"{self.name} is for the program itself.", "GET /api/queries lists the others.")
        return query.text, declared_values(query, self.parameters)


@blueprint.post("/console/run")
@requires("analyst")
def run() -> dict[str, Any]:
    """Run a query that only reads: its columns, rows, plan, graph, and whether it was limited."""
    asked = _asked()
    started = time.monotonic()
    outcome: dict[str, Any] = {"outcome": "failed"}
    try:
        text, values = asked.wanted()
        result = _runner().run(text, values, user=_user(), run=asked.run)
        outcome = {"outcome": "done", "rows": len(result.rows), "limited": result.limit is not None}
        return _result(result)
    except ConsoleError as error:
        outcome = {"outcome": type(error).__name__.removesuffix("Error")}
        raise
    finally:
        _record(asked, {**outcome, "seconds": round(time.monotonic() - started, 3)})


@blueprint.post("/console/explain")
@requires("analyst")
def explain() -> dict[str, Any]:
    """The plan of a query, how many rows Neo4j expects, and the parameters that the text uses."""
    text, values = _asked().wanted()
    plan = _runner().explain(text, values)
    return {**_plan(plan), "parameters": parameter_names(text)}


@blueprint.post("/console/stop")
@requires("analyst")
def stop() -> dict[str, bool]:
    """Stop one's own query by the name that it was run under."""
    name = _asked().run
    return {"stopped": bool(name) and _runner().stop(str(name), _user())}


@blueprint.get("/queries")
@requires("analyst")
def named() -> dict[str, Any]:
    """The named queries, by name."""
    return {
        "items": [
            {
                "name": query.name,
                "theme": query.theme,
                "title": _(query.title),
                "description": _(query.description) if query.description else "",
                "text": query.text,
                "parameters": [
                    {"name": p.name, "type": p.type, "example": p.example, "meaning": _(p.meaning)}
                    for p in query.parameters
                ],
            }
            for query in queries.public_queries()
        ]
    }


@blueprint.get("/schema")
@requires("analyst")
def graph_schema() -> dict[str, Any]:
    """Labels, relationship types and properties with their meaning and counts."""
    return schema(services.store())


def _asked() -> _Request:
    try:
        return _Request.model_validate(request.get_json(silent=True) or {})
    except ValidationError as error:
        places = ", ".join(".".join(map(str, e["loc"])) for e in error.errors())
        raise UsageError(f"The request cannot be read: {places}.", "Send name or text, parameters, run.") from error


def _runner() -> QueryRunner:
    known = current_app.extensions.get("guanxi_console")
    if known is None:
        made = QueryRunner(services.store(), services.settings().console)
        known = current_app.extensions.setdefault("guanxi_console", made)
    return known  # type: ignore[no-any-return]


def _user() -> str:
    return str(current_user.id)


def _result(result: Result) -> dict[str, Any]:
    return {
        "columns": result.columns,
        "kinds": result.kinds,
        "rows": result.rows,
        "limit": {"by": result.limit.by, "value": result.limit.value} if result.limit else None,
        "seconds": round(result.seconds, 3),
        "graph": result.graph,
        **_plan(result.plan),
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {"estimated_rows": plan.estimated_rows, "plan": _steps(plan.root)}


def _steps(step: Step, depth: int = 0) -> list[dict[str, Any]]:
    line = {"depth": depth, "operator": step.operator, "details": step.details, "rows": step.rows}
    return [line, *(later for source in step.sources for later in _steps(source, depth + 1))]


def _record(asked: _Request, outcome: dict[str, Any]) -> None:
    """Who ran what, when: the text, never the values of its parameters."""
    detail = {"query": asked.name or asked.text[:20_000], "named": asked.name is not None, **outcome}
    audit.record("query", **detail)

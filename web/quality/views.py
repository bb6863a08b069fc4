"""One import: figures of each column, what was changed by which rule, what was rejected and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ingest.lineage import kept
from ingest.quality import report
from web import services
from web.quality.words import reason, rule
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("quality", __name__)

PAGE = 25
_MAY_SEE_VALUES = ("analyst", "admin")


@blueprint.record_once
def _filters(state: Any) -> None:
    app: Flask = state.app
    app.jinja_env.filters.update(rule=rule, rejection=reason)


@blueprint.get("/data/imports/<batch>")
def one(batch: str) -> ResponseReturnValue:
    """One import; ?column=, ?rule= and ?line= choose among the changed values, ?offset= pages through them."""
    found = report(services.store(), batch)
    asked = {name: request.args.get(name) or None for name in ("column", "rule")}
    line = request.args.get("line", "")
    changes, total = [], 0
    if current_user.role in _MAY_SEE_VALUES:
        table, total = kept(
            found["id"], **asked, line=int(line) if line.isdecimal() else None, limit=PAGE, offset=offset_asked()
        )
        changes = table.to_dicts()
    rules: Counter[str] = Counter()
    for column in found["columns"]:
        rules.update(column["changed"])
    return render_template(
        "quality/one.html",
        batch=found,
        columns=[column for column in found["columns"] if column["column"]],
        whole_rows=next((c["rejected"] for c in found["columns"] if not c["column"]), {}),
        rules=rules.most_common(),
        changes=changes,
        asked={**asked, "line": line if line.isdecimal() else None},
        paging=Paging(total, PAGE),
        values_shown=current_user.role in _MAY_SEE_VALUES,
    )

"""Rows that were set aside: seen with their reasons, mended, and loaded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from guanxi.errors import GuanxiError, NotFoundError
from ingest.mending import changed_rows, mended_in, rows_as_csv
from ingest.quarantine import behind, groups, kept, rows_named
from ingest.replay import replay
from web import audit, services
from web.jobs import ENDED, jobs
from web.login.access import local_path, requires
from web.quarantine.words import why_not
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("quarantine", __name__)

PAGE = 20


@blueprint.get("/data/quarantine")
@requires("analyst")
def listing() -> ResponseReturnValue:
    """Rows that were set aside, of one import (?batch=) and one column (?column=); ?job= follows a replay."""
    asked = _asked()
    rows, total = kept(services.appstore(), **asked, limit=PAGE, offset=offset_asked())
    job = jobs().get(request.args["job"]) if request.args.get("job") else None
    return render_template(
        "quarantine/listing.html",
        rows=[_shown(row) for row in rows],
        groups=groups(services.appstore(), asked["batch"]),
        columns=list(dict.fromkeys(name for row in rows for name in row["cells"] or {})),
        paging=Paging(total, PAGE),
        asked=asked,
        job=job,
    )


@blueprint.post("/data/quarantine/row/<row_id>")
@requires("analyst")
def mend(row_id: str) -> ResponseReturnValue:
    """Load one row with the cells that were sent; the row is shown again where it still cannot be."""
    number = int(row_id) if row_id.isdecimal() else 0
    found = rows_named(services.appstore(), [number])
    if not found:
        raise NotFoundError(_("This row is no longer set aside."))
    [row] = found
    cells = {name: request.form.get(f"c{place}") for place, name in enumerate(row["cells"] or {})}
    changes = {name: text for name, text in cells.items() if text is not None and text != (row["cells"][name] or "")}
    replay(services.store(), services.appstore(), services.settings(), {number: changes})
    audit.record("quarantine.mend", batch=row["batch"], rows=1)
    still = rows_named(services.appstore(), [number])
    if request.headers.get("HX-Request"):
        return render_template("quarantine/row.html", row=_shown(still[0] if still else row), loaded=not still)
    if still:
        flash(_("Line %(line)s still cannot be loaded.", line=row["line"]), "error")
    else:
        flash(_("Line %(line)s is loaded.", line=row["line"]), "success")
    return redirect(local_path(request.referrer) or url_for("quarantine.listing"))


@blueprint.post("/data/quarantine/retry")
@requires("analyst")
def retry() -> ResponseReturnValue:
    """Try all rows again that the address asks for; with a `cell`, those in which it says `find`, replaced."""
    arguments = _asked()
    if request.form.get("cell"):
        arguments |= {name: request.form.get(name, "") for name in ("cell", "find", "replacement")}
    return _start(arguments)


@blueprint.post("/data/quarantine/sheet")
@requires("analyst")
def sheet() -> ResponseReturnValue:
    """Load rows that were mended in a spreadsheet."""
    sent = request.files.get("sheet")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            if sent is not None:
                sent.save(path)
            mended = mended_in(path)
        changes = changed_rows(rows_named(services.appstore(), list(mended)), mended)
    except GuanxiError as error:
        flash(_("This is no file that was downloaded here and saved as CSV in UTF-8."), "error")
        flash(error.hint, "error")
        return redirect(url_for("quarantine.listing", **_asked()))
    return _start({"mended": {str(row): dict(cells) for row, cells in changes.items()}})


@blueprint.get("/data/quarantine.csv")
@requires("analyst")
def download() -> ResponseReturnValue:
    """The rows as CSV, to be mended in a spreadsheet."""
    rows, _total = kept(services.appstore(), **_asked())
    audit.record("quarantine.export", rows=len(rows))
    headers = {"Content-Disposition": "attachment; filename=quarantine.csv"}
    return Response(rows_as_csv(rows), mimetype="text/csv", headers=headers)


@blueprint.get("/data/quarantine/progress/<job_id>")
@requires("analyst")
def progress(job_id: str) -> ResponseReturnValue:
    """How far a replay is; when it has ended the page is loaded anew."""
    job = jobs().get(job_id)
    answer = make_response(render_template("imports/progress.html", job=job))
    if job.status in ENDED:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _asked() -> dict[str, Any]:
    return {name: request.args.get(name) or None for name in ("batch", "column")}


def _start(arguments: dict[str, Any]) -> ResponseReturnValue:
    job = jobs().start("replay", current_user.id, {}, arguments)
    audit.record("quarantine.replay", batch=arguments.get("batch"))
    return redirect(url_for("quarantine.listing", **_asked(), job=job))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its `faulty` columns: those of which the field is made that the reason is about."""
    return {**row, "faulty": behind(services.appstore(), row["batch"], row["column"]) if row["column"] else []}


def told(result: dict[str, Any]) -> str:
    """What a replay did, in a sentence."""
    loaded = ngettext("%(num)s row was loaded", "%(num)s rows were loaded", result["loaded"])
    still = ngettext("%(num)s still cannot be", "%(num)s still cannot be", result["still"])
    return f"{loaded}, {still}."


blueprint.add_app_template_filter(told, "replay_told")
blueprint.add_app_template_filter(why_not, "why_not")

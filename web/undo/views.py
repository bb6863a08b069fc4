"""Undoing an import: what it would do, asked once more, and how far it is."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ingest.undoing import about, outlook
from web import audit, services
from web.jobs import ENDED, jobs
from web.login.access import requires

blueprint = Blueprint("undo", __name__)


@blueprint.get("/data/undo/<batch>")
@requires("analyst")
def ask(batch: str) -> ResponseReturnValue:
    """What undoing an import would do; ?job= follows it being done."""
    job = jobs().get(request.args["job"]) if request.args.get("job") else None
    found = about(services.store(), batch)
    undone = found["status"] == "undone"
    expected = None if job or undone else outlook(services.store(), services.appstore(), batch)
    return render_template("undo/ask.html", batch=found, expected=expected, job=job)


@blueprint.post("/data/undo/<batch>")
@requires("analyst")
def start(batch: str) -> ResponseReturnValue:
    """Undo it, in the background."""
    found = about(services.store(), batch)
    job = jobs().start("undo", current_user.id, {"batch": batch}, {"batch": batch})
    audit.record("import.undo", batch=batch, file=found["file"], kind=found["kind"])
    return redirect(url_for("undo.ask", batch=batch, job=job))


@blueprint.get("/data/undo/progress/<job_id>")
@requires("analyst")
def progress(job_id: str) -> ResponseReturnValue:
    """How far it is; when it has ended the page is loaded anew."""
    job = jobs().get(job_id)
    answer = make_response(render_template("imports/progress.html", job=job))
    if job.status in ENDED:
        answer.headers["HX-Refresh"] = "true"
    return answer

"""The steps of an import: upload, say what it is, check, load, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from guanxi.appstore import Job
from guanxi.errors import GuanxiError, NotFoundError
from ingest.choosing import KEEP, LEAVE_OUT, OMIT, Reading, choices
from ingest.mapping import presets
from ingest.preview import Found, columns_of, first_problems, id_makers
from ingest.records import Kind
from ingest.remembered import preset_name, remember
from ingest.sources.spool import READABLE
from web import audit, services
from web.imports.drafts import Draft, forget_files
from web.imports.uploads import Inbox, sweep
from web.imports.words import choice_name, field_name, why
from web.jobs import ENDED, jobs
from web.login.access import requires
from web.security import csrf

blueprint = Blueprint("imports", __name__)

_PROBLEMS_SHOWN = 20


@blueprint.record_once
def _when_loaded(state: Any) -> None:
    state.app.extensions["guanxi_jobs"].after["import"] = forget_files
    state.app.jinja_env.filters.update(field_name=field_name, why=why)


@blueprint.get("/data/import")
def begin() -> ResponseReturnValue:
    """Step 1: choose files. Who may not import sees what others have."""
    return render_template(
        "imports/upload.html",
        jobs=jobs().recent("import"),
        endings=sorted(READABLE),
        most_mb=services.settings().web.upload_mb,
    )


@blueprint.post("/data/import")
@csrf.exempt  # type: ignore[untyped-decorator]  # flask_wtf has no types
@requires("analyst")
def upload() -> ResponseReturnValue:
    """Keep the files, and look what they hold. The form is read only once it is known who sends it."""
    sweep()
    draft = Draft.make()
    request.max_content_length = services.settings().web.upload_mb << 20
    try:
        with Inbox(draft.folder / "files") as inbox:
            csrf.protect()
            draft.files = [path.name for path in inbox.keep(request.files.getlist("files"))]
        draft.start("look", paths=draft.paths, folder=str(draft.folder))
    except RequestEntityTooLarge:
        draft.discard()
        message = _("More than %(most)s MB at once cannot be uploaded.", most=services.settings().web.upload_mb)
        return _refuse(message, _("Use guanxi ingest on the server, or send less."))
    except GuanxiError as error:
        draft.discard()
        return _refuse(error.message, error.hint)
    except BaseException:
        draft.discard()
        raise
    address = url_for("imports.choose", draft_id=draft.id)
    return jsonify(location=address) if _by_script() else redirect(address)


@blueprint.get("/data/import/<draft_id>")
@requires("analyst")
def choose(draft_id: str) -> ResponseReturnValue:
    """Step 2: what was found, and how it shall be read."""
    draft = Draft.open(draft_id)
    looked = draft.job("look")
    if not draft.has_files:
        return redirect(url_for("imports.load", draft_id=draft.id))
    if looked is None or looked.status != "done":
        return render_template("imports/wait.html", draft=draft, job=looked, kind="look", step=1)
    if not draft.findings.tables:
        return render_template("imports/nothing.html", draft=draft, step=1)
    return _choose_page(draft)


@blueprint.post("/data/import/<draft_id>")
@requires("analyst")
def chosen(draft_id: str) -> ResponseReturnValue:
    """Keep how the tables shall be read; with the button for it, go on to the check."""
    draft = Draft.open(draft_id)
    for number, found in enumerate(draft.findings.tables):
        _keep_choice(draft, number, found)
    readings = draft.readings()
    if request.form.get("action") != "check":
        return redirect(url_for("imports.choose", draft_id=draft.id))
    if all(reading.choice == LEAVE_OUT for _found, reading in readings):
        flash(_("Every table is left out: there is nothing to load."), "error")
    elif incomplete := [found.table.name for found, reading in readings if reading.missing]:
        flash(_("Columns that are needed are missing in %(tables)s.", tables=", ".join(incomplete)), "error")
    else:
        draft.start("check", paths=draft.paths, choices=draft.load_choices(), dry_run=True)
        return redirect(url_for("imports.check", draft_id=draft.id))
    return redirect(url_for("imports.choose", draft_id=draft.id))


@blueprint.post("/data/import/<draft_id>/table/<number>")
@requires("analyst")
def table(draft_id: str, number: str) -> ResponseReturnValue:
    """One table again, after something in it was chosen."""
    draft = Draft.open(draft_id)
    for place, found in enumerate(draft.findings.tables):
        if str(place) == number:
            _keep_choice(draft, place, found)
    for card in _cards(draft):
        if str(card["number"]) == number:
            return render_template("imports/table.html", draft=draft, card=card, groups=_groups())
    raise NotFoundError(_("This import has no such table."))


@blueprint.get("/data/import/<draft_id>/check")
@requires("analyst")
def check(draft_id: str) -> ResponseReturnValue:
    """Step 3: what would be loaded, and the first rows that could not be."""
    draft = Draft.open(draft_id)
    job = draft.job("check")
    if job is None:
        return redirect(url_for("imports.choose", draft_id=draft.id))
    if job.status != "done" or job.result is None:
        return render_template("imports/wait.html", draft=draft, job=job, kind="check", step=3)
    return render_template("imports/check.html", draft=draft, summary=job.result, problems=_problems(job))


@blueprint.post("/data/import/<draft_id>/load")
@requires("analyst")
def start(draft_id: str) -> ResponseReturnValue:
    """Load the files in the background."""
    draft = Draft.open(draft_id)
    running = draft.job("import")
    if running is None or running.status in ENDED:
        draft.start("import", paths=draft.paths, choices=draft.load_choices())
        audit.record("import", files=draft.files)
    return redirect(url_for("imports.load", draft_id=draft.id))


@blueprint.get("/data/import/<draft_id>/load")
@requires("analyst")
def load(draft_id: str) -> ResponseReturnValue:
    """Step 4 and 5: how far loading is; once it is done, what came of it."""
    draft = Draft.open(draft_id)
    job = draft.job("import")
    if job is None:
        return redirect(url_for("imports.choose", draft_id=draft.id))
    if job.status != "done" or job.result is None:
        return render_template("imports/wait.html", draft=draft, job=job, kind="import", step=4)
    corrected = draft.corrected()
    return render_template(
        "imports/done.html",
        draft=draft,
        summary=job.result,
        corrected=corrected,
        suggested=preset_name(corrected[0][0].file) if corrected else "",
    )


@blueprint.get("/data/import/<draft_id>/progress/<kind>")
@requires("analyst")
def progress(draft_id: str, kind: str) -> ResponseReturnValue:
    """How far a job is, asked again and again; when it has ended the page is loaded anew."""
    job = Draft.open(draft_id).job(kind)
    answer = make_response(render_template("imports/progress.html", job=job))
    if job is None or job.status in ENDED:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/data/import/<draft_id>/cancel/<kind>")
@requires("analyst")
def cancel(draft_id: str, kind: str) -> ResponseReturnValue:
    """End a job; what it has loaded stays."""
    draft = Draft.open(draft_id)
    if job := draft.job(kind):
        jobs().cancel(job.id)
        audit.record(f"{kind}.cancel", files=draft.files)
    return redirect(_page_of(draft, kind))


@blueprint.post("/data/import/<draft_id>/again/<kind>")
@requires("analyst")
def again(draft_id: str, kind: str) -> ResponseReturnValue:
    """Run a job again that failed or was interrupted."""
    draft = Draft.open(draft_id)
    job = draft.job(kind)
    if job is None or not draft.has_files:
        flash(_("The files are not here any more: upload them again."), "error")
        return redirect(url_for("imports.begin"))
    jobs().run_again(job.id)
    audit.record(f"{kind}.again", files=draft.files)
    return redirect(_page_of(draft, kind))


@blueprint.post("/data/import/<draft_id>/discard")
@requires("analyst")
def discard(draft_id: str) -> ResponseReturnValue:
    """Forget an import that was prepared, with its files."""
    draft = Draft.open(draft_id)
    for job_id in draft.jobs.values():
        jobs().cancel(job_id)
    draft.discard()
    return redirect(url_for("imports.begin"))


@blueprint.post("/data/import/<draft_id>/remember")
@requires("analyst")
def keep_mapping(draft_id: str) -> ResponseReturnValue:
    """Keep how the tables were read, so that such files are recognised by themselves."""
    draft = Draft.open(draft_id)
    try:
        remember(request.form.get("name", ""), draft.corrected())
    except GuanxiError as error:
        flash(f"{error.message} {error.hint}", "error")
    else:
        flash(_("From now on, such files are read in this way by themselves."), "success")
    return redirect(url_for("imports.load", draft_id=draft.id))


def _page_of(draft: Draft, kind: str) -> str:
    return url_for({"look": "imports.choose", "check": "imports.check"}.get(kind, "imports.load"), draft_id=draft.id)


def _choose_page(draft: Draft) -> ResponseReturnValue:
    return render_template("imports/choose.html", draft=draft, cards=list(_cards(draft)), groups=_groups())


def _cards(draft: Draft) -> Iterator[dict[str, Any]]:
    """What is shown of each table."""
    readings = draft.readings()
    problems = first_problems(readings, services.settings())
    for number, (found, reading) in enumerate(readings):
        yield {
            "number": number,
            "found": found,
            "reading": reading,
            "columns": columns_of(found, reading),
            "fields": _fields(reading.kind),
            "problems": problems.get(found.table.name, [])[:_PROBLEMS_SHOWN],
            "needs_id": "id" in reading.missing or reading.sure.get("id") == "chosen",
            "id_makers": id_makers(found),
            "id_from": reading.fields["id"].columns[:1] if "id" in reading.fields else [],
        }


def _fields(kind: Kind | None) -> list[tuple[str, bool]]:
    """The fields that a column may stand for, and whether each is required."""
    return [(column.name, column.required) for column in kind.columns] if kind else []


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that a table can be read as, in groups: kinds of records, then each preset."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice, preset, name in choices(presets()):
        groups.setdefault(preset, []).append((choice, choice_name(preset, name)))
    return list(groups.items())


def _keep_choice(draft: Draft, number: int, found: Found) -> None:
    """Keep what a form says of a table, where it does; another kind begins with its own columns."""
    choice = request.form.get(f"t{number}-choice")
    if choice is None:
        return
    shown = draft.reading(found)
    id_from = request.form.get(f"t{number}-id") or id_makers(found)[0]
    edits: dict[str, str] = {}
    if choice == shown.choice:
        sent = _sent(number, found, shown)
        now = shown.changed(found.table, sent)
        edits = {column: now.field_of(column) for column in found.table.columns}
        if f"t{number}-id" in request.form:
            named = (column for column, name in sent.items() if name == "id" != shown.field_of(column))
            id_from = next(named, id_from)
            edits = {column: name for column, name in edits.items() if name != "id"}
    draft.choose(found, choice, edits, id_from)


def _sent(number: int, found: Found, reading: Reading) -> dict[str, str]:
    """What a form says that columns become; the one that was changed last is the one that differs from the reading."""
    known = {name for name, _required in _fields(reading.kind)} | {KEEP, OMIT}
    sent = {column: request.form.get(f"t{number}-c{place}") for place, column in enumerate(found.table.columns)}
    return {column: name for column, name in sent.items() if name in known}


def _problems(job: Job) -> list[dict[str, Any]]:
    lines = (job.result or {})["lines"]
    return [{"file": line["file"], **problem} for line in lines for problem in line["problems"]][:_PROBLEMS_SHOWN]


def _by_script() -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _refuse(message: str, hint: str) -> ResponseReturnValue:
    if _by_script():
        return jsonify(message=message, hint=hint), 400
    flash(f"{message} {hint}", "error")
    return redirect(url_for("imports.begin"))

"""What is loaded: counts, imports, what is to be done about them, the newest analysis."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph.reports import accounts
from graph.reports.plain import read
from graph.reports.runs import current_run
from graph.store import Store
from guanxi.appstore import Job
from guanxi.errors import NotFoundError
from ingest.identity import decisions
from ingest.quarantine import kept
from web import audit, services
from web.jobs import ENDED, jobs
from web.login.access import requires
from web.shell.paging import Paging

blueprint = Blueprint("data", __name__)

PAGE = 50

_KINDS = (
    "customers",
    "contacts",
    "employees",
    "interactions",
    "referrals",
    "relationships",
    "purchases",
    "products",
    "contracts",
    "feedback",
    "ties",
)


@blueprint.get("/data")
def show() -> ResponseReturnValue:
    """What is loaded; ?offset= pages through the imports."""
    store = services.store()
    counts = {row["kind"]: row["records"] for row in read(store, "screens/data_counts")}
    batches = read(store, "ingest/batches")
    paging = Paging(len(batches), PAGE)
    run, job = _newest_run(store), _analysis()
    return render_template(
        "data/data.html",
        counts=[(kind, counts[kind]) for kind in _KINDS],
        waiting=store.read("ingest/waiting_count")[0],
        batches=batches[paging.offset :][:PAGE],
        paging=paging,
        as_of=accounts.as_of(store),
        run=run,
        fresh_imports=sum(batch["status"] == "done" and batch["at"] > run["at"] for batch in batches) if run else 0,
        job=job if job and job.status not in ENDED else None,
        failed=job.error if job and job.status == "failed" else None,
        quarantined=kept(services.appstore(), limit=0)[1],
        duplicates=decisions.count(services.appstore(), status=decisions.OPEN),
        merged=decisions.count(services.appstore(), status=decisions.MERGED),
    )


@blueprint.post("/data/analysis")
@requires("analyst")
def analyse() -> ResponseReturnValue:
    """Analyse everything anew, in the background."""
    job = _analysis()
    if job is None or job.status in ENDED:
        jobs().start("analyze", current_user.id, {}, {})
        audit.record("analysis")
    return redirect(url_for("data.show"))


@blueprint.get("/data/analysis")
def analysis() -> ResponseReturnValue:
    """How far the analysis is; when it has ended the page is told that it is old."""
    job = _analysis()
    if job is None or job.status in ENDED:
        return Response(status=204, headers={"HX-Trigger": "guanxi:stale"})
    return render_template("data/analysis.html", job=job)


def _analysis() -> Job | None:
    """The newest analysis that was begun here."""
    return next(iter(jobs().recent("analyze", limit=1)), None)


def _newest_run(store: Store) -> dict[str, Any] | None:
    try:
        return current_run(store)
    except NotFoundError:
        return None

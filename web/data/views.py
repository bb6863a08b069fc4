"""What is loaded: counts, imports, the newest analysis."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from graph.reports import accounts
from graph.reports.plain import read
from graph.reports.runs import current_run
from graph.store import Store
from guanxi.errors import NotFoundError
from ingest.identity import decisions
from ingest.quarantine import kept
from web import services
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
    return render_template(
        "data/data.html",
        counts=[(kind, counts[kind]) for kind in _KINDS],
        waiting=store.read("ingest/waiting_count")[0],
        batches=batches[paging.offset :][:PAGE],
        paging=paging,
        as_of=accounts.as_of(store),
        run=_newest_run(store),
        quarantined=kept(services.appstore(), limit=0)[1],
        duplicates=decisions.count(services.appstore(), status=decisions.OPEN),
        merged=decisions.count(services.appstore(), status=decisions.MERGED),
    )


def _newest_run(store: Store) -> dict[str, Any] | None:
    try:
        return current_run(store)
    except NotFoundError:
        return None

"""The guided tour: its steps, and who has been offered it. It offers itself once, on the sample company."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from guanxi.appstore import AuditEntry
from web import audit, services

blueprint = Blueprint("tour", __name__)

_ACTION = "tour"


@blueprint.app_template_global()
def tour_offered() -> bool:
    """Whether the reader is to be asked: the sample company is loaded, and they were never asked before."""
    if "tour" not in session:
        asked = select(AuditEntry.id).where(AuditEntry.user_id == current_user.id, AuditEntry.action == _ACTION)
        with services.appstore().session() as known:
            asked_before = known.scalar(asked.limit(1)) is not None
        session["tour"] = asked_before or not (services.settings().home / "sample.loaded").exists()
    return not session["tour"]


@blueprint.get("/tour")
def steps() -> dict[str, Any]:
    """The steps of the reader's tour: {"steps": [{"url", "at", "title", "text"}]}, `at` being a selector."""
    chosen = {"marketer": _marketer, "account_manager": _account_manager, "analyst": _analyst, "admin": _analyst}
    return {"steps": [_begin(), *chosen[current_user.role](), _end()]}


@blueprint.post("/tour")
def answered() -> ResponseReturnValue:
    """Remember that the reader was asked."""
    session["tour"] = True
    audit.record(_ACTION)
    return Response(status=204)


def _step(endpoint: str, at: str, title: str, text: str) -> dict[str, str]:
    return {"url": url_for(endpoint), "at": at, "title": title, "text": text}


def _begin() -> dict[str, str]:
    return _step(
        "today.show",
        "main h1",
        _("Begin with today"),
        _("What has changed, and the figures the company steers by. Each leads to the people behind it."),
    )


def _end() -> dict[str, str]:
    return _step(
        "today.show",
        "[data-search]",
        _("Find anybody"),
        _("Type a name in either script, pinyin, an address or a company. The key / brings you here from anywhere."),
    )


def _marketer() -> list[dict[str, str]]:
    return [
        _step(
            "influencers.show",
            "main h1",
            _("Whom to win"),
            _("Choose what you are after and in which market. People are ranked, each with the reasons in words."),
        ),
        _step(
            "influencers.show",
            "[data-map]",
            _("The same people on a map"),
            _("Islands are clusters, size is influence, width is strength. Click somebody to see whom they reach."),
        ),
        _step(
            "clusters.show",
            "main h1",
            _("Groups that hang together"),
            _("What each cluster shares, and who ties it to others."),
        ),
        _step(
            "segments.show",
            "main h1",
            _("Customers by what they are worth"),
            _("Recency, frequency and value; where customers move from and to."),
        ),
    ]


def _account_manager() -> list[dict[str, str]]:
    return [
        _step(
            "account.listing",
            "main h1",
            _("How do we stand?"),
            _("Your accounts by health, and what moved. Open one for its people, its timeline and the next step."),
        ),
        _step(
            "explore.show",
            "main h1",
            _("Who can introduce us?"),
            _("Start from a person or an account, open its neighbours, and ask for the best path between two."),
        ),
    ]


def _analyst() -> list[dict[str, str]]:
    return [
        _step(
            "data.show",
            "main h1",
            _("What is loaded"),
            _("Imports with their quality, rows set aside, duplicates, and what to do next."),
        ),
        _step(
            "data.show",
            ".queries summary",
            _("The Cypher of every view"),
            _("Each page shows the queries it was made from. Copy them, or open them in the console."),
        ),
        _step(
            "console.show",
            ".console-query",
            _("Ask your own questions"),
            _("Queries only read. Ctrl+Space completes names, Ctrl+Enter runs."),
        ),
    ]

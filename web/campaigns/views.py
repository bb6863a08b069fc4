"""Campaign lists: who was chosen, how and why, kept by the keys of the people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.reports.people import people_now
from guanxi.appstore import CampaignList, User
from guanxi.errors import NotFoundError
from web import audit, exports, reasons, recall, services, sharing
from web.influencers.aims import aims
from web.influencers.asked import Asked
from web.influencers.lists import found
from web.shell.paging import Paging, offset_asked

blueprint = Blueprint("campaigns", __name__)

PAGE = 50
_WHYS = 3


@blueprint.get("/campaigns")
def listing() -> ResponseReturnValue:
    """The reader's own lists, and those that others share with them: ?offset=."""
    chosen = select(CampaignList, User.name).join(User).where(sharing.visible(CampaignList))
    with services.appstore().session() as session:
        total = session.scalar(select(func.count()).select_from(CampaignList).where(sharing.visible(CampaignList)))
        newest = chosen.order_by(CampaignList.changed_at.desc(), CampaignList.id).offset(offset_asked()).limit(PAGE)
        rows = session.execute(newest).all()
    lists = [{"list": kept, "by": by, "own": kept.user_id == current_user.id, "how": _how(kept)} for kept, by in rows]
    return render_template("campaigns/listing.html", lists=lists, paging=Paging(total or 0, PAGE))


@blueprint.post("/campaigns")
def add() -> ResponseReturnValue:
    """Keep the list that the form's fields ask for, as the address of Influencers does; nobody who opted out."""
    asked = Asked.of(request.form)
    listed = found(asked)
    members = [
        {
            "key": item["key"],
            "why": [reason for reason in item["reasons"] if reason["code"] != "opted_out"][:_WHYS],
            **{name: item[name] for name in ("adds", "cost") if item.get(name) is not None},
        }
        for item in listed["items"]
        if not item["opted_out"]
    ]
    criteria = {**asked.arguments(), "as_of": listed["run"]["as_of"], "guarantee": listed["guarantee"]}
    criteria |= {name: listed.get(name) for name in ("worth", "cost")}
    with services.appstore().session() as session:
        name, shared = sharing.asked_name(), sharing.asked_sharing()
        kept = CampaignList(user_id=current_user.id, name=name, criteria=criteria, members=members, shared=shared)
        session.add(kept)
        session.flush()
        number = kept.id
    audit.record("campaign.add", campaign=number, people=len(members))
    return redirect(url_for("campaigns.one", number=number, said="saved"))


@blueprint.get("/campaigns/<int:number>")
def one(number: int) -> ResponseReturnValue:
    """A list with who its people are now; ?format= gives it as a file, without those who opted out since."""
    with services.appstore().session() as session:
        kept, by = _readable(session, number)
    people = _people(kept)
    if exports.asked_format():
        return _file(kept, people)
    return render_template(
        "campaigns/one.html",
        list=kept,
        by=by,
        own=kept.user_id == current_user.id,
        people=people,
        how=_how(kept),
        emails=[person["email"] for person in people if person["email"] and not person["opted_out"]],
        silent=sum(person["opted_out"] for person in people),
        gone=len(kept.members) - len(people),
        said=request.args.get("said"),
    )


@blueprint.post("/campaigns/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Give one's own list another name, or share it otherwise."""
    with services.appstore().session() as session:
        kept = _own(session, number)
        kept.name, kept.shared = sharing.asked_name(), sharing.asked_sharing()
        kept.changed_at = _now()
    audit.record("campaign.change", campaign=number)
    return redirect(url_for("campaigns.one", number=number, said="changed"))


@blueprint.post("/campaigns/<int:number>/remove")
def remove(number: int) -> ResponseReturnValue:
    """Take somebody off one's own list."""
    key = request.form.get("key", "")
    with services.appstore().session() as session:
        kept = _own(session, number)
        kept.members, kept.changed_at = [member for member in kept.members if member["key"] != key], _now()
    audit.record("campaign.change", campaign=number)
    return redirect(url_for("campaigns.one", number=number, said="changed"))


@blueprint.post("/campaigns/<int:number>/delete")
def delete(number: int) -> ResponseReturnValue:
    """Delete one's own list; the page that follows can bring it back."""
    with services.appstore().session() as session:
        kept = _own(session, number)
        values = {name: getattr(kept, name) for name in ("name", "criteria", "members", "shared")}
        session.delete(kept)
    audit.record("campaign.delete", campaign=number)
    return render_template("campaigns/deleted.html", name=values["name"], was=recall.kept("campaign", values))


@blueprint.post("/campaigns/undo")
def undo() -> ResponseReturnValue:
    """Bring back a list that was just deleted."""
    with services.appstore().session() as session:
        kept = CampaignList(user_id=current_user.id, **recall.recalled("campaign", request.form.get("was", "")))
        session.add(kept)
        session.flush()
        number = kept.id
    audit.record("campaign.undelete", campaign=number)
    return redirect(url_for("campaigns.one", number=number, said="back"))


def _people(kept: CampaignList) -> list[dict[str, Any]]:
    """Who the members are now, each once, in the order of the list."""
    now = people_now(services.store(), [member["key"] for member in kept.members])
    known: dict[str, dict[str, Any]] = {}
    for member in kept.members:
        person = now.get(member["key"])
        if person and person["key"] not in known:
            known[person["key"]] = {**person, "noted": member["key"], "cost": member.get("cost")}
            known[person["key"]]["why"] = list(map(reasons.say, member["why"]))
    return list(known.values())


def _file(kept: CampaignList, people: list[dict[str, Any]]) -> ResponseReturnValue:
    columns = {
        "place": _("Rank"),
        "name": _("Name"),
        "title": _("Title"),
        "account": _("Account"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "key": _("Key"),
        **({"cost": _("Costs")} if kept.criteria.get("cost") else {}),
        "why": _("Why"),
    }
    wanted = [person for person in people if not person["opted_out"]]
    rows = [{**person, "place": place, "why": "; ".join(person["why"])} for place, person in enumerate(wanted, start=1)]
    return exports.download(kept.name, columns, rows)


def _how(kept: CampaignList) -> dict[str, Any]:
    """How a list came about: its aim, the market, and the address that asks for it again."""
    asked = Asked.of({name: str(value) for name, value in kept.criteria.items()})
    return {"aim": aims()[asked.aim].name, "market": asked.market, "without": len(asked.without), "url": asked.url()}


def _readable(session: Session, number: int) -> tuple[CampaignList, str]:
    row = session.execute(
        select(CampaignList, User.name).join(User).where(CampaignList.id == number, sharing.visible(CampaignList))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such campaign list."), _("Perhaps it was deleted, or is no longer shared."))
    return row[0], row[1]


def _own(session: Session, number: int) -> CampaignList:
    kept = sharing.own(session, CampaignList, number)
    if kept is None:
        raise NotFoundError(_("There is no such campaign list of yours."))
    return kept


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

"""What analyses say of accounts, in the reader's language; the codes are those of graph/reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from web.words import word

__all__ = ["evidence", "intent", "offer", "part", "warning"]

_Params = Mapping[str, Any]


def warning(found: Mapping[str, Any]) -> str:
    """What to be warned of."""
    return _WARNINGS[found["code"]](found["params"])


def part(found: Mapping[str, Any]) -> str:
    """Why a part of health is as it is."""
    return _PARTS[found["part"]](found["params"])


def intent(found: Mapping[str, Any]) -> str:
    """What the chance of a purchase rests on."""
    said = [ngettext("Bought on %(num)s day", "Bought on %(num)s days", found["orders"])]
    if found["usual_gap"] is not None:
        said.append(_("usually every %(days)s days", days=_number(found["usual_gap"])))
    said.append(_("last %(days)s days ago", days=_number(found["days_since"])))
    if found["linked"]:
        told = _("%(bought)s of %(linked)s accounts tied to it bought lately")
        said.append(told % {"bought": _number(found["linked_bought"]), "linked": _number(found["linked"])})
    return _joined(said)


def offer(found: Mapping[str, Any]) -> str:
    """Why an account may want a product."""
    said = []
    if found["linked_bought"]:
        who = _joined(other["name"] for other in found["linked_who"])
        told = _("%(bought)s of %(linked)s accounts tied to it have it (%(who)s)")
        said.append(told % {"bought": _number(found["linked_bought"]), "linked": _number(found["linked"]), "who": who})
    if found["because"]:
        told = _("%(share)s of those who have %(name)s, as it does, have it too")
        said.append(told % {"share": _share(found["because"]["share"]), "name": found["because"]["name"]})
    said.append(_("%(share)s of all have it", share=_share(found["popular"])))
    return _joined(said)


def evidence(piece: Mapping[str, Any]) -> str:
    """Why two people may have a relation."""
    count = piece["count"]
    return str(
        {
            "address": _("the same postal address"),
            "phone": _("the same telephone number"),
            "private_domain": _("the same private e-mail domain"),
            "company_domain": _("an e-mail address of the other's company"),
            "surname": _("the same surname"),
            "private_meetings": _("%(count)s meetings outside working hours without us", count=count),
            "meetings": _("%(count)s meetings", count=count),
            "joint_dealings": _("%(count)s dealings with us together", count=count),
        }[piece["code"]]
    )


def _number(value: float, digits: int = 0) -> str:
    return str(format_decimal(round(value, digits)))


def _share(value: float) -> str:
    return str(format_percent(value, "#,##0%"))


def _tone(value: float) -> str:
    return str(format_decimal(value, "+0.00;-0.00"))


def _joined(said: Any) -> str:
    return str(_(", ")).join(str(one) for one in said)


def _roles(params: _Params) -> str:
    return _joined(word(role) for role in params["roles"])


_WARNINGS: dict[str, Callable[[_Params], str]] = {
    "hangs_by_a_thread": lambda p: _("Only one person has a warm tie with us"),
    "single_threaded": lambda p: _("%(share)s rests on %(name)s", share=_share(p["share"]), name=p["name"]),
    "silent_champions": lambda p: _("Silent champion: %(names)s", names=_joined(one["name"] for one in p["people"])),
    "missing_roles": lambda p: _("Nobody known as %(roles)s", roles=_roles(p)),
    "unreached_roles": lambda p: _("Not reached: %(roles)s", roles=_roles(p)),
    "falling": lambda p: _("Health fell by %(points)s in 90 days", points=_number(-p["change"])),
}


def _recency(params: _Params) -> str:
    days, gap = _number(params["days"]), _number(params["gap"])
    return str(_("Last dealt with %(days)s days ago; every %(gap)s days is usual", days=days, gap=gap))


def _trend(params: _Params) -> str:
    recent = _number(params["recent"])
    if params["usual"] is None:
        return str(_("Dealt with %(recent)s times in 90 days; what is usual is not known yet", recent=recent))
    usual = _number(params["usual"], 1)
    return str(_("Dealt with %(recent)s times in 90 days; %(usual)s is usual", recent=recent, usual=usual))


def _two_way(params: _Params) -> str:
    if not params["them"] + params["us"]:
        return str(_("Nothing passed lately"))
    them, us = _number(params["them"]), _number(params["us"])
    return str(_("%(them)s came from them, %(us)s from us", them=them, us=us))


def _breadth(params: _Params) -> str:
    if not params["warm"]:
        return str(_("Nobody has a warm tie with us"))
    return str(
        ngettext("Only %(num)s person has a warm tie with us", "%(num)s people have a warm tie with us", params["warm"])
    )


def _seniority(params: _Params) -> str:
    if not params["reached"]:
        return str(_("We reach nobody there"))
    if not params["level"]:
        return str(_("How senior those are whom we reach is not known, for want of titles"))
    return str(_("The most senior whom we reach: %(level)s", level=word(params["level"])))


def _sentiment(params: _Params) -> str:
    if params["mood"] is None:
        return str(_("No sentiment is known"))
    return str(
        _("Mean sentiment %(mood)s over %(count)s dealings", mood=_tone(params["mood"]), count=params["with_mood"])
    )


_PARTS: dict[str, Callable[[_Params], str]] = {
    "recency": _recency,
    "trend": _trend,
    "two_way": _two_way,
    "breadth": _breadth,
    "seniority": _seniority,
    "sentiment": _sentiment,
}

"""Reasons why somebody matters, or an account may leave, in the reader's language; the codes are those of
graph/reports/reasons.py and graph/reports/churn.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from web.words import word

__all__ = ["say"]


def say(reason: Mapping[str, Any]) -> str:
    """A reason as a sentence; one whose code is not known here as its own English."""
    known = _SENTENCES.get(reason["code"])
    return known(reason["params"]) if known else str(reason["text"])


def _number(value: float) -> str:
    return str(format_decimal(round(value)))


def _referrals(params: Mapping[str, Any]) -> str:
    count, won = params["count"], params["won"]
    brought = ngettext("Referred %(num)s person or account", "Referred %(num)s people or accounts", count)
    if not won:
        return str(brought)
    worth = _(" and ").join(f"{_number(row['value'])} {row['currency'] or ''}".strip() for row in params["sums"])
    if not worth:
        return str(_("%(brought)s, %(won)s of them won", brought=brought, won=_number(won)))
    return str(_("%(brought)s, %(won)s of them won, worth %(worth)s", brought=brought, won=_number(won), worth=worth))


def _bridge(params: Mapping[str, Any]) -> str:
    sides = [
        _("%(name)s (%(ties)s ties)", name=side["name"], ties=_number(side["ties"])) for side in params["clusters"]
    ]
    share = format_percent(params["share"], "#,##0.0%")
    return str(
        _("Bridges %(sides)s; %(share)s of all shortest paths pass here", sides=_(" and ").join(sides), share=share)
    )


def _ties(params: Mapping[str, Any]) -> str:
    closest = _(", ").join(_tie(tie) for tie in params["closest"])
    return str(
        ngettext(
            "Connected with %(num)s person by dealings or referrals, closest to %(closest)s",
            "Connected with %(num)s people by dealings or referrals, closest to %(closest)s",
            params["known"],
            closest=closest,
        )
    )


def _known_by(params: Mapping[str, Any]) -> str:
    return str(_("Best known to our %(tie)s", tie=_tie(params)))


def _tie(tie: Mapping[str, Any]) -> str:
    return str(
        _(
            "%(name)s (%(word)s, %(strength)s)",
            name=tie["name"],
            word=word(tie["word"]),
            strength=_number(tie["strength"]),
        )
    )


def _structure(params: Mapping[str, Any]) -> str:
    return str(
        ngettext(
            "Tied to %(num)s person through accounts, orders and managers",
            "Tied to %(num)s people through accounts, orders and managers",
            params["degree"],
        )
    )


def _referral_tree(params: Mapping[str, Any]) -> str:
    found = _(
        "Their referrals led to %(brought)s people or accounts in %(steps)s steps, %(won)s of them won",
        brought=_number(params["brought"]),
        steps=_number(params["steps"]),
        won=_number(params["won"]),
    )
    if not params["worth"]:
        return str(found)
    worth = f"{_number(params['worth'])} {params['currency']}".strip()
    return str(_("%(found)s, worth %(worth)s", found=found, worth=worth))


def _reach(params: Mapping[str, Any]) -> str:
    share = format_percent(params["share"], "#,##0.0%")
    if params["basis"] == "people":
        value, error = format_decimal(round(params["value"], 1)), format_decimal(round(params["error"], 1))
        return str(
            _(
                "Won, expected to reach %(value)s people (±%(error)s), %(share)s of all",
                value=value,
                error=error,
                share=share,
            )
        )
    basis = _("lifetime value") if params["basis"] == "lifetime_value" else _("revenue so far")
    return str(
        _(
            "Won, expected to reach customers worth %(value)s by %(basis)s (±%(error)s), %(share)s of all",
            value=f"{_number(params['value'])} {params['currency']}".strip(),
            basis=basis,
            error=_number(params["error"]),
            share=share,
        )
    )


def _seed(params: Mapping[str, Any]) -> str:
    place, people = _number(params["place"]), _number(params["people"])
    return str(
        _("Number %(place)s of the %(people)s who reach most when they are won together", place=place, people=people)
    )


def _core(params: Mapping[str, Any]) -> str:
    people, core = _number(params["people"]), _number(params["core"])
    return str(
        _("One of the %(people)s innermost, who each know at least %(core)s of the others", people=people, core=core)
    )


def _broker(params: Mapping[str, Any]) -> str:
    constraint = format_decimal(round(params["constraint"], 2))
    return str(_("The people they know hardly know each other (constraint %(constraint)s)", constraint=constraint))


def _two_clusters(params: Mapping[str, Any]) -> str:
    share = format_percent(params["share"], "#,##0%")
    return str(
        _(
            "Belongs to %(name)s too, where %(share)s of the strength of their ties lies",
            name=params["name"],
            share=share,
        )
    )


def _rank(params: Mapping[str, Any]) -> str:
    return str(
        _("Number %(rank)s of %(people)s by authority", rank=_number(params["rank"]), people=_number(params["people"]))
    )


def _opted_out(params: Mapping[str, Any]) -> str:
    return str(_("Does not want to be written to"))


def _contact(params: Mapping[str, Any]) -> str:
    return str(_("%(seen)s dealings in %(days)s days, %(expected)s expected by its own rhythm", **_counted(params)))


def _purchases(params: Mapping[str, Any]) -> str:
    return str(
        _("%(seen)s days with a purchase in %(days)s days, %(expected)s expected by its own rhythm", **_counted(params))
    )


def _counted(params: Mapping[str, Any]) -> dict[str, str]:
    expected = format_decimal(round(params["expected"], 1))
    return {"seen": _number(params["seen"]), "days": _number(params["days"]), "expected": str(expected)}


def _alive(params: Mapping[str, Any]) -> str:
    chance = format_percent(params["chance"], "#,##0%")
    return str(_("By its purchases, the chance that it is still a customer is %(chance)s", chance=chance))


def _sentiment(params: Mapping[str, Any]) -> str:
    said = [
        _("%(what)s %(now)s after %(before)s", what=what, now=_tone(now), before=_tone(before))
        if before is not None
        else f"{what} {_tone(now)}"
        for what, now, before in (
            (_("dealings"), params["now"], params["before"]),
            (_("feedback"), params["feedback_now"], params["feedback_before"]),
        )
        if now is not None
    ]
    return str(_("The tone is worse than was to be expected: %(said)s", said=_(", ").join(said)))


def _tone(mood: float) -> str:
    return f"{mood:+.2f}"


def _champion(params: Mapping[str, Any]) -> str:
    return str(
        _(
            "%(name)s, who championed us, has been silent for %(days)s days",
            name=params["name"],
            days=_number(params["days"]),
        )
    )


def _neighbours(params: Mapping[str, Any]) -> str:
    share = format_percent(params["left"] / params["linked"], "#,##0%")
    return str(_("%(share)s of its ties with other accounts are with some that left", share=share))


def _contract(params: Mapping[str, Any]) -> str:
    return str(_("Its contract ends in %(days)s days", days=_number(params["days"])))


_SENTENCES = {
    "referrals": _referrals,
    "bridge": _bridge,
    "ties": _ties,
    "known_by": _known_by,
    "structure": _structure,
    "referral_tree": _referral_tree,
    "reach": _reach,
    "seed": _seed,
    "core": _core,
    "broker": _broker,
    "two_clusters": _two_clusters,
    "rank": _rank,
    "opted_out": _opted_out,
    "contact": _contact,
    "purchases": _purchases,
    "alive": _alive,
    "sentiment": _sentiment,
    "champion": _champion,
    "neighbours": _neighbours,
    "contract": _contract,
}

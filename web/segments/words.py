"""What segments mean, what to do with them, and why an account is in one, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from graph.reports.runs import currency_of
from web.i18n import day, money, number
from web.reasons import say
from web.words import word

__all__ = ["advice", "columns", "title", "why"]


def advice() -> dict[str, str]:
    """What to do with the accounts of each RFM segment."""
    return {
        "champions": _("Bought lately and often. Reward them, ask them for referrals and references."),
        "loyal": _("Buy often. Offer more, keep their champions close."),
        "potential loyalists": _("Bought lately, more than once. Make the next order easy."),
        "new": _("Bought for the first time lately. Take them through their first weeks."),
        "promising": _("Bought once, not long ago. Give them a reason to come back."),
        "need attention": _("Neither recent nor frequent, but not lost. Make an offer while they remember us."),
        "about to sleep": _("Seldom, and a while ago. Remind them before they are gone."),
        "cannot lose": _("Bought very often, and stopped. Call them in person, now."),
        "at risk": _("Bought often, long ago. Find out what happened, and win them back."),
        "hibernating": _("Seldom and long ago. Spend little on them."),
    }


def title(asked: Mapping[str, str]) -> str:
    """What the list is of: the names of what the address asks for."""
    names = {
        "segment": _("Segment"),
        "tier": _("Value"),
        "activity": _("Activity"),
        "lifecycle": _("Stage of life"),
        "state": _("Risk to leave"),
        "recency": _("Recency"),
        "frequency": _("Frequency"),
        "monetary": _("Spending"),
        "year": _("First purchase"),
        "stage": _("Stage of life"),
    }
    parts = [
        _("%(name)s: %(value)s", name=name, value=word(asked[key])) for key, name in names.items() if asked.get(key)
    ]
    if asked.get("before") and asked.get("after"):
        parts.append(_("%(before)s to %(after)s", before=word(asked["before"]), after=word(asked["after"])))
    return _(", ").join(parts) or str(_("All accounts"))


def why(row: Mapping[str, Any], wanted: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """The rules that put an account where it is, with its figures: those of what was asked for first."""
    rules: dict[str, Callable[[], str]] = {
        "segment": lambda: _segment(row),
        "state": lambda: say(row["reasons"][0]) if row["reasons"] else "",
        "tier": lambda: _tier(row, facts),
        "lifecycle": lambda: _lifecycle(row),
        "activity": lambda: _activity(row),
    }
    scores = {"recency", "frequency", "monetary"} & set(wanted)
    first = [*(["segment"] if scores else []), *(name for name in rules if name in wanted)]
    named = first or ["lifecycle", "segment"]
    return [said for said in dict.fromkeys(rules[name]() for name in named) if said]


def columns() -> dict[str, str]:
    """The columns of the list as a file."""
    return {
        "id": _("Id"),
        "name": _("Account"),
        "industry": _("Industry"),
        "city": _("City"),
        "owner": _("Owner"),
        "why": _("Why"),
        "segment": _("Segment"),
        "recency": _("Recency"),
        "frequency": _("Frequency"),
        "monetary": _("Spending"),
        "tier": _("Value"),
        "lifecycle": _("Stage of life"),
        "activity": _("Activity"),
        "orders": _("Orders"),
        "spent": _("Spent"),
        "lifetime_value": _("Lifetime value"),
        "health": _("Health"),
        "churn": _("Risk to leave"),
        "last_dealt_at": _("Last dealt with"),
    }


def _segment(row: Mapping[str, Any]) -> str:
    if row["segment"] is None:
        return str(_("Has not bought anything yet"))
    orders = ngettext("%(num)s order", "%(num)s orders", row["orders"])
    return str(
        _(
            "R%(recency)s F%(frequency)s M%(monetary)s: %(orders)s, the last %(days)s days ago",
            recency=row["recency"],
            frequency=row["frequency"],
            monetary=row["monetary"],
            orders=orders,
            days=number(row["recency_days"]),
        )
    )


def _tier(row: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    currency, limits = currency_of(facts), facts.get("tier", {})
    if row["tier_spent"] is None:
        return ""
    told = _("Spent %(spent)s in the last year", spent=money(row["tier_spent"], currency))
    if row["tier_open"]:
        told = _("%(told)s, open deals may bring %(open)s", told=told, open=money(row["tier_open"], currency))
    least = limits.get("high_from" if row["tier"] != "potential" else "potential_from")
    if least is None or row["tier"] == "general":
        return str(told)
    return str(_("%(told)s; from %(least)s on", told=told, least=money(least, currency)))


def _lifecycle(row: Mapping[str, Any]) -> str:
    stage = word(row["lifecycle"])
    if not row["lifecycle_since"]:
        return str(_("%(stage)s, never bought", stage=stage))
    orders = ngettext("%(num)s order", "%(num)s orders", row["orders"] or 0)
    return str(_("%(stage)s since %(day)s, %(orders)s", stage=stage, day=day(row["lifecycle_since"]), orders=orders))


def _activity(row: Mapping[str, Any]) -> str:
    if not row["last_dealt_at"]:
        return str(_("Never dealt with"))
    return str(
        _(
            "Last dealt with on %(day)s, %(days)s days ago",
            day=day(row["last_dealt_at"]),
            days=number(row["silent_days"]),
        )
    )

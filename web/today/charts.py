"""The figures of the screen Today as charts, each datum with the address of what is behind it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from web.i18n import money, number, quarter
from web.words import word

__all__ = ["STAGES", "of"]

STAGES = {
    "prospect": "cluster-other",
    "new": "cluster-0",
    "repeat": "cluster-9",
    "loyal": "accent",
    "lost": "bad",
}
"""Stages of life with the colours that they have in every chart."""

_RISKS = {"at risk": "bad", "watch": "cluster-10", "gone": "cluster-7"}
"""What there is to worry about, with colours of different brightness."""


def of(figures: dict[str, Any], whose: str) -> dict[str, dict[str, Any]]:
    """What the macro `chart` is given, by the name of each chart; those with nothing to show are left out."""
    currency = figures["currency"]
    tiers = figures["tier"]
    found = {
        "lifecycle": {
            "kind": "bar",
            "name": _("Customers by stage of life"),
            "value_name": _("Accounts"),
            "data": [_bar(row, currency, whose, lifecycle=row["name"]) for row in figures["lifecycle"]],
        },
        "tier": {
            "kind": "bar",
            "name": _("Customers by value"),
            "value_name": _("Accounts"),
            "data": [_bar(row, currency, whose, tier=row["name"]) for row in tiers],
        },
        "churn": {
            "kind": "stacked",
            "name": _("Accounts that may leave, or have, by value"),
            "data": {
                "at": [word(row["name"]) for row in tiers],
                "series": [
                    {
                        "name": word(state),
                        "colour": colour,
                        "values": [figures["churn"][row["name"]][state] for row in tiers],
                        "urls": [_accounts(whose, tier=row["name"], state=state) for row in tiers],
                    }
                    for state, colour in _RISKS.items()
                    if any(figures["churn"][row["name"]][state] for row in tiers)
                ],
            },
        },
        **_satisfaction(figures["satisfaction"], whose),
        **_referrals(figures["referrals"]["quarters"], currency, whose),
    }
    return {name: chart for name, chart in found.items() if chart["data"]}


def _satisfaction(found: dict[str, Any], whose: str) -> dict[str, dict[str, Any]]:
    quarters = found["quarters"][-8:]
    names = {"nps": _("NPS"), "csat": _("Satisfied, per cent")}
    series = [
        {
            "name": name,
            "values": [None if value is None else round(value, 1) for value in found[kind][-8:]],
            "urls": [url_for("today.answers", kind=kind, quarter=day, whose=whose) for day in quarters],
        }
        for kind, name in names.items()
        if kind in found
    ]
    return {
        "satisfaction": {
            "kind": "line",
            "name": _("Satisfaction by quarter"),
            "data": series and {"at": [quarter(day) for day in quarters], "series": series},
        }
    }


def _referrals(quarters: list[dict[str, Any]], currency: str, whose: str) -> dict[str, dict[str, Any]]:
    return {
        "referrals": {
            "kind": "column",
            "name": _("Revenue from referrals won, by quarter"),
            "value_name": _("Revenue"),
            "unit": currency,
            "data": [
                {
                    "name": quarter(row["quarter"]),
                    "value": row["value"],
                    "note": _("%(count)s won", count=number(row["won"])),
                    "url": url_for("today.referrals", quarter=row["quarter"], whose=whose),
                }
                for row in quarters[-8:]
            ],
        }
    }


def _bar(row: dict[str, Any], currency: str, whose: str, **wanted: str) -> dict[str, Any]:
    return {
        "name": word(row["name"]),
        "value": row["accounts"],
        "url": _accounts(whose, **wanted),
        "colour": STAGES.get(row["name"], "accent"),
        "note": _("lifetime value %(value)s", value=money(row["lifetime_value"], currency)),
    }


def _accounts(whose: str, **wanted: Any) -> str:
    return url_for("segments.accounts", whose=whose, **wanted)

"""Where accounts stand as charts, each datum with the address of the accounts behind it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from graph.analysis.lifecycle import LIFECYCLE
from web.i18n import money, percent
from web.today.charts import STAGES
from web.words import word

__all__ = ["of"]

_ACTIVITY = {"active": "good", "slipping": "warn", "dormant": "bad"}


def of(
    found: dict[str, Any], moved: dict[str, Any], cohorts: list[dict[str, Any]], days: dict[str, Any], currency: str
) -> dict[str, dict[str, Any]]:
    """What the macro `chart` is given, by the name of each chart."""
    return {
        "grid": {
            "kind": "heat",
            "name": _("Recency and frequency"),
            "note": _("How many accounts have which scores: 5 bought last, or most often. Colour: what one spent."),
            "value_name": _("Accounts"),
            "data": _grid(found["grid"], currency),
        },
        "flow": {
            "kind": "flow",
            "name": _("How accounts moved through their life with us"),
            "value_name": _("Accounts"),
            "data": _flow(moved, days),
            "classes": "tall",
        },
        "cohorts": {
            "kind": "stacked",
            "name": _("By year of the first purchase: where they stand now"),
            "data": _cohorts(cohorts),
        },
        **{
            by: {
                "kind": "bar",
                "name": name,
                "value_name": _("Accounts"),
                "data": [_bar(by, row, currency) for row in found[by]],
            }
            for by, name in (
                ("tier", _("Customers by value")),
                ("activity", _("Customers by activity")),
                ("lifecycle", _("Customers by stage of life")),
            )
        },
    }


def _grid(grid: list[dict[str, Any]], currency: str) -> dict[str, Any]:
    scores = [str(score) for score in range(1, 6)]
    return {
        "columns": scores,
        "rows": scores,
        "column_name": _("Recency"),
        "row_name": _("Frequency"),
        "shade_name": _("Spent by one"),
        "shade_unit": currency,
        "cells": [
            {
                "column": cell["recency"] - 1,
                "row": cell["frequency"] - 1,
                "value": cell["accounts"],
                "shade": cell["spent"] / cell["accounts"],
                "note": word(cell["segment"]),
                "url": url_for("segments.accounts", recency=cell["recency"], frequency=cell["frequency"]),
            }
            for cell in grid
            if cell["accounts"]
        ],
    }


def _flow(moved: dict[str, Any], days: dict[str, Any]) -> dict[str, Any]:
    return {
        "order": [{"name": word(stage), "colour": STAGES[stage]} for stage in LIFECYCLE],
        "flows": [
            {
                "from": word(before),
                "to": word(after),
                "value": moved["matrix"][i][j],
                "url": url_for("segments.accounts", before=before, after=after, **days),
            }
            for i, before in enumerate(LIFECYCLE)
            for j, after in enumerate(LIFECYCLE)
            if moved["matrix"][i][j]
        ],
    }


def _cohorts(cohorts: list[dict[str, Any]]) -> dict[str, Any]:
    years = sorted({row["year"] for row in cohorts})[-8:]
    counted = {(row["year"], row["lifecycle"]): len(row["ids"]) for row in cohorts}
    return {
        "at": years,
        "series": [
            {
                "name": word(stage),
                "colour": STAGES[stage],
                "values": [counted.get((year, stage), 0) for year in years],
                "urls": [url_for("segments.accounts", year=year, stage=stage) for year in years],
            }
            for stage in LIFECYCLE
            if any((year, stage) in counted for year in years)
        ],
    }


def _bar(by: str, row: dict[str, Any], currency: str) -> dict[str, Any]:
    colours = {"lifecycle": STAGES, "activity": _ACTIVITY}.get(by, {})
    worth = _("lifetime value %(value)s", value=money(row["lifetime_value"], currency))
    return {
        "name": word(row["name"]),
        "value": row["accounts"],
        "colour": colours.get(row["name"], "accent"),
        "note": f"{percent(row['share'])} · {worth}",
        "url": url_for("segments.accounts", **{by: row["name"]}),
    }

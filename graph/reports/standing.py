"""The standing of accounts: health with its parts, what to be warned of, and what hangs on whom.

Warnings, as codes with parameters (a translation needs a sentence for each):

- `hangs_by_a_thread`: nothing; only one person has a tie with us that counts
- `single_threaded`: key, name, share (of the tie mass, 0 to 1)
- `silent_champions`: people ([{key, name}])
- `missing_roles`: roles (nobody known has them)
- `unreached_roles`: roles (whoever has them is not reached)
- `falling`: change (points of health since 90 days before)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.analysis.health import PARTS
from graph.analysis.strength import word
from graph.reports.churn import reasons
from graph.reports.plain import names, read
from graph.reports.runs import current_run, parameters_of
from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["UNKNOWN", "WARNINGS", "fragility", "part_sentence", "standing", "standings", "warning_sentence"]

WARNINGS = (
    "hangs_by_a_thread",
    "single_threaded",
    "silent_champions",
    "missing_roles",
    "unreached_roles",
    "falling",
)

_FALLING = -10.0
_LINKS = 8


UNKNOWN: dict[str, Any] = {
    **dict.fromkeys(("health", "health_change", "churn", "churn_state", "reason")),
    **dict.fromkeys(("tier", "segment", "lifecycle", "lifetime_value")),
    "warnings": [],
}
"""What `standings` says of an account that no analysis knows."""


def standings(store: Store, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Of each account that the newest full analysis knows, by id; none where nothing has been analysed.

    Each is {"health", "health_change", "warnings": [{"code", "params", "text"}], "churn" (risk, 0 to 100),
    "churn_state", "reason" (the first for that risk, as in `graph.reports.churn`), "tier", "segment", "lifecycle",
    "lifetime_value"}.
    """
    rows = _rows(store, ids)
    told = reasons(store, [row["churn_parts"] for row in rows])
    return {
        row["id"]: {
            **{name: row[name] for name in UNKNOWN if name in row},
            "reason": next(iter(why), None),
            "warnings": _warnings(row),
        }
        for row, why in zip(rows, told, strict=True)
    }


def standing(store: Store, identifier: str) -> dict[str, Any] | None:
    """What the newest full analysis says of an account, None where it says nothing.

    Returns what `standings` has, and "reasons" (all for its churn risk); "parts": [{"part", "score", "then", "weight",
    "params", "text"}] (0 to 100 now and 90 days ago, None where it is not known; weights of the known ones sum to 1),
    "depends_on": [{"key", "name", "health_lost", "cut_off"}], "thread" ({"key", "name", "share"}), "silent_champions",
    "missing_roles", "unreached_roles", "links": [{"id", "name", "strength", "word", "ties", "brought", "brought_by",
    "won", "last_at", "evidence": [{"a", "b", "strength"}]}], a and b being {"key", "name"}; and the readings of value
    and satisfaction.
    """
    found = _rows(store, [identifier])
    if not found:
        return None
    row = found[0]
    made_of = json.loads(row["health_parts"] or "{}")
    leaving = json.loads(row["fragility_parts"] or "[]")
    called = names(store, "people", (one["person"] for one in leaving))
    thread = row["thread"] and {**row["thread"], "share": row["thread_share"]}
    why = reasons(store, [row["churn_parts"]])[0]
    return {
        **{name: value for name, value in row.items() if name not in _RAW},
        "reason": next(iter(why), None),
        "reasons": why,
        "warnings": _warnings(row),
        "parts": _parts(store, made_of) if made_of else [],
        "depends_on": [
            {
                "key": one["person"],
                "name": called.get(one["person"]),
                "health_lost": one["health_lost"],
                "cut_off": one["cut_off"],
            }
            for one in leaving
        ],
        "thread": thread,
        "links": _links(store, identifier),
    }


_RAW = ("id", "health_parts", "fragility_parts", "churn_parts", "thread_share")


def fragility(store: Store, ours: bool | None = None, limit: int = 20) -> dict[str, Any]:
    """Whose leaving would cost most: accounts cut off first, then points of health; `ours` picks one side.

    Returns {"run", "items": [{"key", "name", "title", "kind", "account", "accounts", "cut_off", "health_lost",
    "losing": [{"id", "name", "health_lost", "cut_off"}]}]}. Raises NotFoundError where nothing has been analysed.
    """
    run = current_run(store)
    rows = read(store, "analysis/carriers_of_run", run=run["id"], ours=ours, limit=limit)
    losing = {row["key"]: json.loads(row.pop("parts")) for row in rows}
    ids = {one["customer"] for parts in losing.values() for one in parts}
    called = names(store, "accounts", ids)
    for row in rows:
        parts = losing[row["key"]]
        row["losing"] = [
            {"id": one["customer"], "name": called.get(one["customer"]), "health_lost": one["health_lost"],
             "cut_off": one["cut_off"]}
            for one in parts
        ]  # fmt: skip
    return {"run": run, "items": rows}


def _rows(store: Store, ids: Iterable[str]) -> list[dict[str, Any]]:
    try:
        run = current_run(store)["id"]
    except NotFoundError:
        return []
    return read(store, "analysis/account_standing", run=run, ids=list(ids))


def _links(store: Store, identifier: str) -> list[dict[str, Any]]:
    rows = read(store, "analysis/account_links", id=identifier, limit=_LINKS)
    evidence = {row["id"]: json.loads(row["evidence"]) for row in rows}
    called = names(store, "people", (one[end] for shown in evidence.values() for one in shown for end in ("a", "b")))
    return [
        {
            **row,
            "word": word(row["strength"]),
            "evidence": [
                {**one, **{end: {"key": one[end], "name": called.get(one[end])} for end in ("a", "b")}}
                for one in evidence[row["id"]]
            ],
        }
        for row in rows
    ]


def _parts(store: Store, made_of: Mapping[str, Any]) -> list[dict[str, Any]]:
    weights = parameters_of(store)["health"]["weights"]
    known = sum(weights[name] for name in PARTS if made_of[name] is not None)
    return [_part(name, made_of, weights[name] / known if known else 0.0) for name in PARTS]


def _part(name: str, made_of: Mapping[str, Any], weight: float) -> dict[str, Any]:
    params = {key: made_of[key] for key in _MADE_OF[name]}
    return {
        "part": name,
        "score": made_of[name],
        "then": made_of[f"{name}_then"],
        "weight": weight if made_of[name] is not None else 0.0,
        "params": params,
        "text": part_sentence(name, params),
    }


_MADE_OF = {
    "recency": ("days", "gap"),
    "trend": ("recent", "usual"),
    "two_way": ("them", "us"),
    "breadth": ("warm",),
    "seniority": ("reached", "level"),
    "sentiment": ("mood", "with_mood"),
}
"""The readings that each part of health is made of, which its sentence tells."""


def part_sentence(name: str, params: Mapping[str, Any]) -> str:
    """Why a part of health is as it is, in English."""
    return _PARTS[name](params)


def _counted(number: float, one: str, several: str) -> str:
    return f"{number:,.0f} {one if number == 1 else several}"


def _say_trend(params: Mapping[str, Any]) -> str:
    recent = f"{_counted(params['recent'], 'time', 'times')} dealt with in 90 days"
    if params["usual"] is None:
        return f"{recent}; what is usual is not known yet"
    return f"{recent}; {params['usual']:,.1f} is usual"


def _say_breadth(params: Mapping[str, Any]) -> str:
    if params["warm"] == 1:
        return "Only one person has a warm tie with us: it hangs by a thread"
    return f"{params['warm'] or 'No'} people have a warm tie with us"


def _say_seniority(params: Mapping[str, Any]) -> str:
    if not params["reached"]:
        return "We reach nobody there"
    return f"The most senior whom we reach is: {params['level'] or 'not known, for want of titles'}"


_PARTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "recency": lambda p: (
        f"Last dealt with {_counted(p['days'], 'day', 'days')} ago; every {_counted(p['gap'], 'day', 'days')} is usual"
    ),
    "trend": _say_trend,
    "two_way": lambda p: (
        f"{p['them']:,.1f} came from them, {p['us']:,.1f} from us" if p["them"] + p["us"] else "Nothing passed lately"
    ),
    "breadth": _say_breadth,
    "seniority": _say_seniority,
    "sentiment": lambda p: (
        "No sentiment is known" if p["mood"] is None else f"Sentiment {p['mood']:+.2f} over {p['with_mood']:,}"
    ),
}


def _warnings(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if row["hangs_by_a_thread"]:
        found.append(("hangs_by_a_thread", {}))
    if row["single_threaded"] and row["thread"]:
        found.append(("single_threaded", {**row["thread"], "share": row["thread_share"]}))
    if row["silent_champions"]:
        found.append(("silent_champions", {"people": row["silent_champions"]}))
    found += [(code, {"roles": row[code]}) for code in ("missing_roles", "unreached_roles") if row[code]]
    if row["health_change"] is not None and row["health_change"] <= _FALLING:
        found.append(("falling", {"change": row["health_change"]}))
    return [{"code": code, "params": params, "text": warning_sentence(code, params)} for code, params in found]


def warning_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The warning in English."""
    return _WARNINGS[code](params)


_WARNINGS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "hangs_by_a_thread": lambda p: "Hangs by a thread",
    "single_threaded": lambda p: f"{p['share']:.0%} rests on {p['name']}",
    "silent_champions": lambda p: f"Silent champion: {', '.join(one['name'] for one in p['people'])}",
    "missing_roles": lambda p: f"No {', no '.join(p['roles'])}",
    "unreached_roles": lambda p: f"Not reached: {', '.join(p['roles'])}",
    "falling": lambda p: f"Health fell by {-p['change']:.0f}",
}

"""Which accounts may leave, and why.

Reasons are facts, each as a code with parameters and as an English sentence; `points` is what each adds to the risk:

- `contact`, `purchases`: seen, expected, days (dealings, or days with a purchase, in the last `days`)
- `alive`: chance (that it still buys, 0 to 1)
- `sentiment`: now, before, feedback_now, feedback_before (means, -1 to 1; null where nothing was said)
- `champion`: person, name, days (since they last dealt with us)
- `neighbours`: left, linked (weights of accounts tied to it)
- `contract`: days (to its end)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.analysis.churn import STATES
from graph.reports.plain import names, read
from graph.reports.runs import current_run, facts_of
from graph.store import Store
from guanxi.errors import UsageError

__all__ = ["churn", "reasons", "sentence"]


def churn(store: Store, states: Sequence[str] | None = None, *, offset: int = 0, limit: int = 50) -> dict[str, Any]:
    """Accounts by their risk to leave, each with its reasons, and the trained model where there is one.

    Returns {"run", "states": {state: accounts}, "total", "items": [{"id", "name", "owner", "churn", "state", "reasons":
    [{"code", "points", "params", "text"}], "model": {"chance", "parts"} | None, "lifetime_value"}], "model": the
    figures by which the trained model was judged | None, "model_note": why there is none | None}. A chance is there
    only together with the figures. Raises UsageError for a state that does not exist, NotFoundError where nothing has
    been analysed.
    """
    unknown = sorted(set(states or ()) - set(STATES))
    if unknown:
        raise UsageError(f"There is no state {unknown[0]!r}.", f"Choose from {', '.join(STATES)}.")
    run = current_run(store)
    figures = facts_of(store, run["id"]).get("churn_model")
    counted = {row["state"]: row["accounts"] for row in read(store, "analysis/churn_states", run=run["id"])}
    found = read(
        store, "analysis/accounts_by_churn", run=run["id"], states=states and list(states), offset=offset, limit=limit
    )
    items = []
    for row, why in zip(found, reasons(store, [row.pop("parts") for row in found]), strict=True):
        chance, model_parts = row.pop("model"), json.loads(row.pop("model_parts") or "[]")
        model = {"chance": chance, "parts": model_parts} if figures and chance is not None else None
        items.append({**row, "reasons": why, "model": model})
    return {
        "run": run,
        "states": {state: counted.get(state, 0) for state in STATES},
        "total": sum(count for state, count in counted.items() if states is None or state in states),
        "items": items,
        "model": figures,
        "model_note": run["notes"].get("churn_model"),
    }


def reasons(store: Store, parts: Sequence[str | None]) -> list[list[dict[str, Any]]]:
    """The reasons of each account, as `churn` gives them, from what the analysis wrote of each as JSON."""
    told = [json.loads(text or "[]") for text in parts]
    called = names(store, "people", (part["person"] for one in told for part in one if "person" in part))
    return [[_reason(part, called) for part in one] for one in told]


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """The reason in English."""
    return _SENTENCES[code](params)


def _reason(part: dict[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    params = {name: value for name, value in part.items() if name not in ("code", "points")}
    if "person" in params:
        params["name"] = called.get(params["person"], params["person"])
    return {"code": part["code"], "points": part["points"], "params": params, "text": sentence(part["code"], params)}


def _fewer(what: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda p: f"{p['seen']:.0f} {what} in {p['days']:.0f} days, {p['expected']:.1f} expected by its own rhythm"


def _say_sentiment(params: Mapping[str, Any]) -> str:
    said = [
        f"{what} {params[f'{when}now']:+.2f}"
        + (f" after {params[f'{when}before']:+.2f}" if params[f"{when}before"] is not None else "")
        for what, when in (("dealings", ""), ("feedback", "feedback_"))
        if params[f"{when}now"] is not None
    ]
    return f"The tone is worse than was to be expected: {', '.join(said)}"


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "contact": _fewer("dealings"),
    "purchases": _fewer("days with a purchase"),
    "alive": lambda p: f"By its purchases, the chance that it is still a customer is {p['chance']:.0%}",
    "sentiment": _say_sentiment,
    "champion": lambda p: f"{p['name']}, who championed us, has been silent for {p['days']:.0f} days",
    "neighbours": lambda p: f"{p['left'] / p['linked']:.0%} of its ties with other accounts are with some that left",
    "contract": lambda p: f"Its contract ends in {p['days']:.0f} days",
}

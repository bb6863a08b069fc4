"""What an account may buy next, how likely, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.reports.plain import names, read
from graph.reports.runs import current_run, facts_of
from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["next_products"]


def next_products(store: Store, account: str) -> dict[str, Any]:
    """The products that an account has not bought and may want, the best first, and how soon it may buy at all.

    Returns {"run", "id", "name", "intent": {"chance" (per cent), "days", "orders", "days_since", "usual_gap", "linked",
    "linked_bought", "text"} | None, "items": [{"place", "product", "name", "score", "circle", "similar", "popular",
    "linked", "linked_bought", "linked_who": [{"id", "name"}], "because": {"id", "name", "share"} | None, "text"}],
    "judged": {"recommend", "intent"}: how good both have been}. Raises NotFoundError where there is no such account,
    or no analysis.
    """
    run = current_run(store)
    found = read(store, "analysis/account_next", run=run["id"], id=account)
    if not found:
        raise NotFoundError(f"There is no account {account!r}.", "Search by name to find the right one.")
    facts = facts_of(store, run["id"])
    row = found[0]
    offered = json.loads(row["products"] or "[]")
    products = {name for item in offered for name in (item["product"], item["because"]) if name}
    accounts = {name for item in offered for name in item["linked_who"]}
    called, linked = names(store, "products", products), names(store, "accounts", accounts)
    return {
        "run": run,
        "id": row["id"],
        "name": row["name"],
        "intent": _intent(row, facts.get("intent", {})),
        "items": [_offer(item, called, linked) for item in offered],
        "judged": {name: facts.get(name) for name in ("recommend", "intent")},
    }


def _intent(row: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["intent"] is None:
        return None
    parts = json.loads(row["intent_parts"])
    usual = f", usually every {parts['usual_gap']:.0f} days" if parts["usual_gap"] is not None else ""
    text = (
        f"{row['intent']:.0f}% likely to buy within {facts['days']:.0f} days: bought on {parts['orders']} days{usual},"
        f" last {parts['days_since']:.0f} days ago; {parts['linked_bought']} of {parts['linked']} accounts tied to it"
        " bought lately"
    )
    return {"chance": row["intent"], "days": facts["days"], **parts, "text": text}


def _offer(item: dict[str, Any], called: Mapping[str, str], linked: Mapping[str, str]) -> dict[str, Any]:
    who = [{"id": other, "name": linked.get(other, other)} for other in item["linked_who"]]
    because = item["because"] and {
        "id": item["because"], "name": called.get(item["because"], item["because"]), "share": item.pop("because_share")
    }  # fmt: skip
    said = []
    if item["linked_bought"]:
        listed = ", ".join(other["name"] for other in who)
        said.append(f"{item['linked_bought']} of {item['linked']} accounts tied to it have it ({listed})")
    if because:
        said.append(f"{because['share']:.0%} of those who have {because['name']}, as it does, have it too")
    said.append(f"{item['popular']:.0%} of all have it")
    return {
        **item,
        "name": called.get(item["product"], item["product"]),
        "linked_who": who,
        "because": because,
        "text": "; ".join(said),
    }

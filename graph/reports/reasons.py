"""Why somebody matters: true facts, each as a code with parameters and as an English sentence.

Codes and their parameters (a translation needs a sentence for each):

- `referrals`: count, won, sums ([{currency, value}], what those won are worth; currencies are never added up)
- `bridge`: clusters ([{name, ties}], the two with most ties), share (of all shortest paths, 0 to 1)
- `ties`: known (people dealt with or linked by a referral), closest ([{key, name, strength, word}])
- `known_by`: key, name, strength, word: our own person with the strongest tie
- `structure`: degree (people tied to through accounts, orders and managers)
- `referral_tree`: brought, won, steps, worth, currency: what came of their referrals, and of those these made
- `reach`: value, error (of it), share (of all there is, 0 to 1), basis (lifetime_value, revenue or people), currency
- `seed`: place, people: to be won together with others
- `core`: core, people: one of the innermost, who each know so many of the others
- `broker`: constraint: whom they know hardly know each other
- `two_clusters`: name, share (of the strength of their ties that lies there, 0 to 1): of the second
- `rank`: rank, people (how many are ranked), reading
- `opted_out`: nothing; does not want to be written to
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.analysis.strength import word
from graph.reports.plain import read
from graph.reports.runs import facts_of
from graph.store import Store

__all__ = ["CODES", "reasons", "sentence"]

CODES = (
    "referrals",
    "bridge",
    "ties",
    "known_by",
    "structure",
    *("referral_tree", "reach", "seed", "core", "broker", "two_clusters"),
    "rank",
    "opted_out",
)

_FIRST = {
    "pagerank": "referrals",
    "authority": "referrals",
    "betweenness": "bridge",
    "bridge": "bridge",
    "harmonic": "ties",
    "closeness": "ties",
    "degree": "ties",
    "connections": "ties",
    "reach": "reach",
    "referrals": "referral_tree",
    "core": "core",
    "constraint": "broker",
}
_READING_NAMES = {
    "pagerank": "PageRank",
    "betweenness": "betweenness",
    "harmonic": "harmonic centrality",
    "degree": "people known",
}
_BRIDGED, _LEAST_TIES = 2, 2
_OPEN, _FEW = 0.3, 4


def reasons(
    store: Store,
    run: Mapping[str, Any],
    people: Sequence[Mapping[str, Any]],
    clusters: Mapping[int, Mapping[str, Any]],
    reading: str = "pagerank",
) -> dict[str, list[dict[str, Any]]]:
    """Why each of these people matters: by key, [{"code", "params", "text"}], the most telling first.

    `people` are rows of `analysis/people_in_run`, or like them; `clusters` are those of the run by number.
    """
    keys = [person["key"] for person in people]
    referred = _referrals(store, keys)
    bridged = _by_key(read(store, "analysis/reason_clusters", run=run["id"], keys=keys))
    tied = _by_key(read(store, "analysis/reason_ties", keys=keys, limit=3))
    ranked = read(store, "analysis/count_ranked", run=run["id"], cluster=None)[0]["ranked"]
    said = facts_of(store, run["id"])
    found: dict[str, list[dict[str, Any]]] = {}
    for person in people:
        key = person["key"]
        facts = [
            *_referral(referred.get(key)),
            *_bridge(person, bridged.get(key, []), clusters),
            *_ties(person, tied[key][0]),
            *_structure(run, person),
            *_referral_tree(said.get("account_referrals"), person),
            *_reach(said.get("reach"), person),
            *_seed(said.get("seeds"), person),
            *_core(said.get("core"), person),
            *_broker(person),
            *_two_clusters(person, clusters),
            *_rank(ranked, person),
            *([("opted_out", {})] if person["opted_out"] else []),
        ]
        facts.sort(key=lambda fact: fact[0] != _FIRST[reading])
        found[key] = [{"code": code, "params": params, "text": sentence(code, params)} for code, params in facts]
    return found


_Fact = tuple[str, dict[str, Any]]


def _referrals(store: Store, keys: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in read(store, "analysis/reason_referrals", keys=keys):
        person = found.setdefault(row["key"], {"count": 0, "won": 0, "sums": []})
        person["count"] += row["referred"]
        person["won"] += row["won"]
        if row["value"]:
            person["sums"].append({"currency": row["currency"], "value": row["value"]})
    return found


def _referral(params: dict[str, Any] | None) -> list[_Fact]:
    return [("referrals", params)] if params else []


def _bridge(
    person: Mapping[str, Any], ties: list[dict[str, Any]], clusters: Mapping[int, Mapping[str, Any]]
) -> list[_Fact]:
    sides = [row for row in ties if row["ties"] >= _LEAST_TIES and row["cluster"] in clusters][:_BRIDGED]
    if len(sides) < _BRIDGED or not person["betweenness"]:
        return []
    named = [{"name": clusters[row["cluster"]]["name"], "ties": row["ties"]} for row in sides]
    return [("bridge", {"clusters": named, "share": person["betweenness"]})]


def _ties(person: Mapping[str, Any], tied: Mapping[str, Any]) -> list[_Fact]:
    facts: list[_Fact] = []
    if tied["contacts"] and person["degree"] is not None:
        facts.append(("ties", {"known": person["degree"], "closest": [_worded(row) for row in tied["contacts"]]}))
    if tied["employees"]:
        facts.append(("known_by", _worded(tied["employees"][0])))
    return facts


def _structure(run: Mapping[str, Any], person: Mapping[str, Any]) -> list[_Fact]:
    return [("structure", {"degree": person["degree"]})] if run["basis"] == "structure" else []


def _referral_tree(said: Mapping[str, Any] | None, person: Mapping[str, Any]) -> list[_Fact]:
    if not said or (person["referral_depth"] or 0) < 2:
        return []
    told = {"brought": person["downstream"], "won": person["downstream_won"], "steps": person["referral_depth"]}
    return [("referral_tree", {**told, "worth": person["downstream_revenue"], "currency": said["currency"]})]


def _reach(said: Mapping[str, Any] | None, person: Mapping[str, Any]) -> list[_Fact]:
    if not said or not person["reach"]:
        return []
    told = {"value": person["reach"], "error": person["reach_error"], "share": person["reach"] / said["worth"]}
    return [("reach", {**told, "basis": said["basis"], "currency": said["currency"]})]


def _seed(said: Mapping[str, Any] | None, person: Mapping[str, Any]) -> list[_Fact]:
    return [("seed", {"place": person["seed"], "people": said["people"]})] if said and person["seed"] else []


def _core(said: Mapping[str, Any] | None, person: Mapping[str, Any]) -> list[_Fact]:
    if not said or person["core"] != said["deepest"] or said["deepest"] < _FEW:
        return []
    return [("core", {"core": said["deepest"], "people": said["people"]})]


def _broker(person: Mapping[str, Any]) -> list[_Fact]:
    if person["constraint"] is None or person["constraint"] >= _OPEN or person["degree"] < _FEW:
        return []
    return [("broker", {"constraint": person["constraint"]})]


def _two_clusters(person: Mapping[str, Any], clusters: Mapping[int, Mapping[str, Any]]) -> list[_Fact]:
    second = clusters.get(person["second_cluster"])
    return [("two_clusters", {"name": second["name"], "share": person["second_share"]})] if second else []


def _rank(ranked: int, person: Mapping[str, Any]) -> list[_Fact]:
    if person["rank"] is None:
        return []
    return [("rank", {"rank": person["rank"], "people": ranked, "reading": "pagerank"})]


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "word": word(row["strength"])}


def _by_key(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return found


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """The fact in English."""
    return _SENTENCES[code](params)


def _say_referrals(params: Mapping[str, Any]) -> str:
    brought = f"Referred {params['count']:,} {'person or account' if params['count'] == 1 else 'people or accounts'}"
    if not params["won"]:
        return brought
    worth = " and ".join(f"{row['value']:,.0f} {row['currency']}".strip() for row in params["sums"])
    return f"{brought}, {params['won']:,} of them won" + (f", worth {worth}" if worth else "")


def _say_bridge(params: Mapping[str, Any]) -> str:
    sides = " and ".join(f"{side['name']} ({side['ties']:,} ties)" for side in params["clusters"])
    return f"Bridges {sides}; {params['share']:.1%} of all shortest paths pass here"


def _say_ties(params: Mapping[str, Any]) -> str:
    closest = ", ".join(f"{tie['name']} ({tie['word']}, {tie['strength']:.0f})" for tie in params["closest"])
    people = "person" if params["known"] == 1 else "people"
    return f"Connected with {params['known']:,} {people} by dealings or referrals, closest to {closest}"


def _say_referral_tree(params: Mapping[str, Any]) -> str:
    worth = f", worth {params['worth']:,.0f} {params['currency']}".rstrip() if params["worth"] else ""
    people = f"{params['brought']:,} people or accounts"
    return f"Their referrals led to {people} in {params['steps']} steps, {params['won']:,} of them won{worth}"


def _say_reach(params: Mapping[str, Any]) -> str:
    if params["basis"] == "people":
        what = f"{params['value']:,.1f} people (±{params['error']:,.1f})"
    else:
        by = {"lifetime_value": "lifetime value", "revenue": "revenue so far"}[params["basis"]]
        sum_ = f"{params['value']:,.0f} {params['currency']}".strip()
        what = f"customers worth {sum_} by {by} (±{params['error']:,.0f})"
    return f"Won, expected to reach {what}, {params['share']:.1%} of all"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "referrals": _say_referrals,
    "bridge": _say_bridge,
    "ties": _say_ties,
    "known_by": lambda p: f"Best known to our {p['name']} ({p['word']}, {p['strength']:.0f})",
    "structure": lambda p: f"Tied to {p['degree']:,} people through accounts, orders and managers",
    "referral_tree": _say_referral_tree,
    "reach": _say_reach,
    "seed": lambda p: f"{_ordinal(p['place'])} of the {p['people']:,} who reach most when they are won together",
    "core": lambda p: f"One of the {p['people']:,} innermost, who each know at least {p['core']:,} of the others",
    "broker": lambda p: f"The people they know hardly know each other (constraint {p['constraint']:.2f})",
    "two_clusters": lambda p: f"Belongs to {p['name']} too, where {p['share']:.0%} of the strength of their ties lies",
    "rank": lambda p: f"{_ordinal(p['rank'])} of {p['people']:,} by {_READING_NAMES[p['reading']]}",
    "opted_out": lambda p: "Does not want to be written to",
}

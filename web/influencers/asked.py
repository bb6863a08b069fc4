"""What the address of Influencers asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from graph.reports.population import FACETS
from web.influencers.aims import AIMS

__all__ = ["MOST", "MOST_TOGETHER", "Asked", "amount"]

MOST, MOST_TOGETHER = 500, 100
_FEW, _MANY = 10, 50
_RICHEST = 1e12


@dataclass(frozen=True)
class Asked:
    """An aim, a market, how many people, and who is out of the question; nonsense becomes what is usual.

    For the aim `reach` all may have to stay within a `budget`: those of `costs` cost what it says, others `each`.
    """

    aim: str
    market: Mapping[str, str]
    k: int
    without: tuple[str, ...]
    opted_out: bool
    budget: float | None = None
    each: float = 1.0
    costs: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Asked:
        """What these arguments of an address, or of a kept list, ask for."""
        aim = arguments.get("aim", "")
        aim = aim if aim in AIMS else "reach"
        k = arguments.get("k", "")
        budget = _amount(arguments.get("budget", "")) if aim == "reach" else None
        priced = (pair.rpartition("=") for pair in arguments.get("costs", "").split(",")) if budget else ()
        return cls(
            aim,
            {name: arguments[name] for name in FACETS if arguments.get(name)},
            max(1, min(MOST_TOGETHER if aim == "reach" else MOST, int(k)))
            if k.isdecimal() and len(k) < 6
            else usual(aim, budget),
            tuple(dict.fromkeys(key for key in arguments.get("without", "").split(",") if key)),
            arguments.get("opted") == "shown" and aim != "reach",
            budget,
            _amount(arguments.get("each", "")) or 1.0,
            {key: cost for key, _equals, text in priced if key and (cost := _amount(text))},
        )

    @property
    def reading(self) -> str:
        """The reading that ranks people for this aim."""
        return AIMS[self.aim]

    @property
    def is_usual(self) -> bool:
        """Whether as many people are asked for as is usual."""
        return self.k == usual(self.aim, self.budget)

    def arguments(self, **change: Any) -> dict[str, str]:
        """The same as arguments of an address, with `change`; what is usual is left out."""
        aim = change.get("aim", self.aim)
        reach = aim == "reach"
        values = {
            "aim": aim,
            **self.market,
            "k": "" if self.is_usual else self.k,
            "without": ",".join(self.without),
            "opted": "shown" if self.opted_out else "",
            "budget": amount(self.budget) if self.budget and reach else "",
            "each": amount(self.each) if reach else "",
            "costs": ",".join(f"{key}={amount(cost)}" for key, cost in self.costs.items() if reach),
            **change,
        }
        ordinary = {"aim": "reach", "each": "1"}
        return {name: str(value) for name, value in values.items() if value and value != ordinary.get(name)}

    def url(self, endpoint: str = "influencers.show", **change: Any) -> str:
        """The address of the same, with `change`."""
        values: dict[str, Any] = {**self.arguments(**change)}
        return url_for(endpoint, **values)

    @property
    def most(self) -> int:
        """How many people can be asked for."""
        return MOST_TOGETHER if self.aim == "reach" else MOST

    def more(self) -> str:
        """The address of the same with more people."""
        return self.url(k=min(self.k + usual(self.aim), self.most))

    def without_also(self, key: str) -> str:
        """The address of the same, without somebody else."""
        return self.url(without=",".join((*self.without, key)))

    def with_again(self, key: str) -> str:
        """The address of the same, with somebody who was left out."""
        return self.url(without=",".join(other for other in self.without if other != key))


def usual(aim: str, budget: float | None = None) -> int:
    """How many people are shown where nobody says: with a budget, as many as it may win."""
    if aim != "reach":
        return _MANY
    return MOST_TOGETHER if budget else _FEW


def _amount(text: str) -> float | None:
    try:
        found = round(float(text), 2)
    except ValueError:
        return None
    return found if 0 < found <= _RICHEST else None


def amount(value: float) -> str:
    """An amount as an address writes it: `250`, `12.5`."""
    return f"{value:.2f}".removesuffix("0").removesuffix(".0")

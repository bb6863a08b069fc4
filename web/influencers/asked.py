"""What the address of Influencers asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from graph.reports.population import FACETS
from web.influencers.aims import AIMS

__all__ = ["MOST", "Asked"]

MOST = 500
_FEW, _MANY = 10, 50


@dataclass(frozen=True)
class Asked:
    """An aim, a market, how many people, and who is out of the question; nonsense becomes what is usual."""

    aim: str
    market: Mapping[str, str]
    k: int
    without: tuple[str, ...]
    opted_out: bool

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Asked:
        """What these arguments of an address, or of a kept list, ask for."""
        aim = arguments.get("aim", "")
        aim = aim if aim in AIMS else "reach"
        k = arguments.get("k", "")
        return cls(
            aim,
            {name: arguments[name] for name in FACETS if arguments.get(name)},
            max(1, min(MOST, int(k))) if k.isdecimal() and len(k) < 6 else usual(aim),
            tuple(dict.fromkeys(key for key in arguments.get("without", "").split(",") if key)),
            arguments.get("opted") == "shown" and aim != "reach",
        )

    @property
    def reading(self) -> str:
        """The reading that ranks people for this aim."""
        return AIMS[self.aim]

    @property
    def drawn(self) -> str:
        """The reading that the map beside the list is drawn by."""
        return "pagerank" if self.aim in ("reach", "referrals") else self.reading

    def arguments(self, **change: Any) -> dict[str, str]:
        """The same as arguments of an address, with `change`; what is usual is left out."""
        aim = change.get("aim", self.aim)
        values = {
            "aim": aim,
            **self.market,
            "k": usual(aim) if "aim" in change and self.k == usual(self.aim) else self.k,
            "without": ",".join(self.without),
            "opted": "shown" if self.opted_out else "",
            **change,
        }
        ordinary = {"aim": "reach", "k": usual(aim)}
        return {name: str(value) for name, value in values.items() if value and value != ordinary.get(name)}

    def url(self, endpoint: str = "influencers.show", **change: Any) -> str:
        """The address of the same, with `change`."""
        values: dict[str, Any] = {**self.arguments(**change)}
        return url_for(endpoint, **values)

    def more(self) -> str:
        """The address of the same with more people."""
        return self.url(k=min(self.k + usual(self.aim), MOST))

    def without_also(self, key: str) -> str:
        """The address of the same, without somebody else."""
        return self.url(without=",".join((*self.without, key)))

    def with_again(self, key: str) -> str:
        """The address of the same, with somebody who was left out."""
        return self.url(without=",".join(other for other in self.without if other != key))


def usual(aim: str) -> int:
    """How many people are shown where nobody says."""
    return _FEW if aim == "reach" else _MANY

"""What speaks for and against two records being the same, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["SENTENCES", "Said", "sentences"]

SENTENCES = {
    "name.same": "The names are the same.",
    "name.same in pinyin": "The names are the same, in another script or order.",
    "name.sounds the same": "The names sound the same.",
    "name.initials": "One name abbreviates the other.",
    "name.nearly the same": "The names are nearly the same.",
    "name.alike": "The names are alike.",
    "name.other": "The names are different.",
    "email.same": "The e-mail addresses are the same.",
    "email.same own part": "The e-mail addresses are the same before the @.",
    "email.nearly the same": "The e-mail addresses are nearly the same.",
    "email.other": "The e-mail addresses are different.",
    "phone.same": "The phone numbers are the same.",
    "phone.same end": "The phone numbers end in the same way.",
    "phone.nearly the same": "The phone numbers differ in one digit.",
    "phone.other": "The phone numbers are different.",
    "company.same": "They are at the same company.",
    "company.same domain": "Their addresses are of the same company.",
    "company.alike": "The names of their companies are alike.",
    "company.other": "They are at different companies.",
    "city.same": "They are in the same city.",
    "city.other": "They are in different cities.",
    "country.same": "They are in the same country.",
    "country.other": "They are in different countries.",
    "title.same": "The titles are the same.",
    "title.alike": "The titles are alike.",
    "title.other": "The titles are different.",
    "site.same": "The websites are the same.",
    "site.other": "The websites are different.",
    "registration.same": "The registration numbers are the same.",
    "registration.other": "The registration numbers are different.",
    "certain.email": "A personal e-mail address belongs to one person.",
    "certain.phone": "The same number and the same name are enough.",
    "certain.website": "The same website and the same name are enough.",
    "certain.registration": "A registration number belongs to one company.",
    "certain.foreign id": "One record names the other by its id.",
}
"""By comparison and level."""

_FROM = (("strong", 8.0), ("moderate", 3.0), ("slight", 0.0))
"""Bits of evidence from which each of these words is used; 8 make it 256 times as likely."""


@dataclass(frozen=True)
class Said:
    """A sentence, its weight in bits (negative: it speaks against) and the word for it."""

    code: str
    text: str
    weight: float
    word: str


def sentences(evidence: list[dict[str, Any]]) -> list[Said]:
    """The evidence that is kept with a pair, the heaviest first."""
    found = []
    for one in evidence:
        code, weight = f"{one['of']}.{one['level']}", float(one.get("weight", 99.0))
        word = "decisive" if one["of"] == "certain" else next(name for name, least in _FROM if abs(weight) >= least)
        found.append(Said(code, SENTENCES.get(code, code), weight, word))
    return sorted(found, key=lambda said: -abs(said.weight))

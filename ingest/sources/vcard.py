"""Address books (vCard 2.1, 3.0, 4.0): a person or a company each card. Pictures and notes are not read."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingest.sources import Layout, Limits, Row, Sheet, SourceError, frames
from ingest.sources.content import Property, content_lines, name_of, parse, split, unescaped

__all__ = ["COLUMNS", "read"]

COLUMNS = (
    "UID",
    "Kind",
    "Name",
    "Organization",
    "Department",
    "Title",
    "Email",
    "Other emails",
    "Phone",
    "Other phones",
    "Street",
    "City",
    "Region",
    "Postal code",
    "Country",
    "Website",
    "Categories",
    "Left out",
)
_WANTED = frozenset(
    {"FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "URL", "UID", "CATEGORIES", "KIND", "NICKNAME"}
    | {"X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND", "BEGIN", "END", "AGENT"}
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

_Card = dict[str, list[Property]]


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The cards of the file as one table. Raises SourceError where there is none."""
    rows = _rows(path, limits)
    first = next(rows, None)
    if first is None:
        raise SourceError("has no vCard in it.")

    def all_rows() -> Iterator[Row]:
        yield first
        yield from rows

    yield Sheet(None, frames(list(COLUMNS), all_rows()))


def _rows(path: Path, limits: Limits) -> Iterator[Row]:
    """Every card; one that ends before its END is a problem, and so is nothing else."""
    card: _Card | None = None
    begins = agents = 0
    for number, line in content_lines(path, limits):
        name = name_of(line)
        if name not in _WANTED:
            continue
        found = parse(line)
        if name == "BEGIN" and found.value.strip().upper() == "VCARD":
            if card is not None and "AGENT" in card and not agents:
                agents = 1
                continue
            if card is not None:
                yield _row(card, begins, cut_short=True)
            card, begins, agents = defaultdict(list), number, 0
        elif name == "END" and agents:
            agents = 0
        elif name == "END" and card is not None and found.value.strip().upper() == "VCARD":
            yield _row(card, begins)
            card = None
        elif card is not None and not agents:
            card[name].append(found)
    if card is not None:
        yield _row(card, begins, cut_short=True)


def _row(card: _Card, line: int, *, cut_short: bool = False) -> Row:
    organization, department = (*split(_first(card, "ORG"), ";"), "", "")[:2]
    emails = _ranked(card.get("EMAIL", []))
    phones = _ranked(card.get("TEL", []))
    name = _name(card) or organization or (emails[0] if emails else "")
    uid = re.sub(r"^urn:uuid:", "", unescaped(_first(card, "UID")), flags=re.IGNORECASE)
    made = Row(line, f"UID: {uid}" if uid else f"the card at line {line}")
    if cut_short:
        made.problem = "is cut short: its END is missing"
    elif not name:
        made.problem = "has no name"
    kind = _kind(card, name, organization)
    street, city, region, postal_code, country = (*split(_first(card, "ADR"), ";"), *[""] * 7)[2:7]
    cells = [
        name,
        name if kind == "org" else organization,
        department,
        unescaped(_first(card, "TITLE")) or unescaped(_first(card, "ROLE")),
        "".join(emails[:1]),
        ";".join(emails[1:]),
        "".join(phones[:1]),
        ";".join(phones[1:]),
        street,
        city,
        region,
        postal_code,
        country,
        unescaped(_first(card, "URL")),
        ";".join(part for found in card.get("CATEGORIES", []) for part in split(found.value, ",")),
    ]
    left_out = None if kind in ("individual", "org") else f"is a {kind}"
    made.cells = [uid or _made_up(cells), kind, *(_one_line(cell) for cell in cells), left_out]
    return made


def _first(card: _Card, name: str) -> str:
    return card[name][0].value if card.get(name) else ""


def _name(card: _Card) -> str:
    """The name as it is shown, else put together from its parts: 张 and 三 without a blank, as Chinese names are."""
    shown = unescaped(_first(card, "FN"))
    if shown:
        return shown
    family, given, additional = (*split(_first(card, "N"), ";"), "", "", "")[:3]
    parts = (family, given) if _HAN.search(family + given) else (given, additional, family)
    joint = "" if _HAN.search(family + given) else " "
    return joint.join(part for part in parts if part) or unescaped(_first(card, "NICKNAME"))


def _kind(card: _Card, name: str, organization: str) -> str:
    """`individual` or `org`, or what else KIND says: `group`, `location`, `device`, …"""
    said = (_first(card, "KIND") or _first(card, "X-ADDRESSBOOKSERVER-KIND")).strip().lower()
    if said == "org" or _first(card, "X-ABSHOWAS").strip().upper() == "COMPANY":
        return "org"
    if said and said != "individual":
        return said
    return "org" if organization and name == organization and not _first(card, "N").strip("; ") else "individual"


def _ranked(properties: list[Property]) -> list[str]:
    """The values of e-mails or phones: preferred ones first, mobile ones before others, fax last, none twice."""

    def rank(found: Property) -> tuple[bool, int, bool]:
        preference = found.first("PREF")
        preferred = 1 if found.has("TYPE", "PREF") else 101
        fax, mobile = found.has("TYPE", "FAX"), found.has("TYPE", "CELL", "MOBILE", "IPHONE")
        return fax, int(preference) if preference.isdecimal() else preferred, not mobile

    values = [_one_line(_bare(found.value)) for found in sorted(properties, key=rank)]
    return list(dict.fromkeys(value for value in values if value))


def _bare(value: str) -> str:
    return re.sub(r"^(?:mailto|tel):", "", unescaped(value), flags=re.IGNORECASE).replace(";", " ")


def _one_line(value: str) -> str | None:
    return " ".join(value.split()) or None


def _made_up(cells: list[str]) -> str:
    """An id for a card without one, the same as long as name, company and first address are."""
    content = "\x1f".join((cells[0], cells[1], cells[4]))
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()

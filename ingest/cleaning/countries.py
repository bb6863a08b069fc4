"""Countries by their names in English and Chinese and by their ISO codes."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["country_code"]

_OTHER_NAMES = {
    "america": "US",
    "united states of america": "US",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "great britain": "GB",
    "uk": "GB",
    "deutschland": "DE",
    "prc": "CN",
    "p.r. china": "CN",
    "mainland china": "CN",
    "people's republic of china": "CN",
    "中华人民共和国": "CN",
    "中国大陆": "CN",
    "hong kong": "HK",
    "香港": "HK",
    "中国香港": "HK",
    "macao": "MO",
    "macau": "MO",
    "澳门": "MO",
    "中国台湾": "TW",
    "korea": "KR",
    "republic of korea": "KR",
    "holland": "NL",
    "the netherlands": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "russian federation": "RU",
    "viet nam": "VN",
    "uae": "AE",
    "阿联酋": "AE",
}


@cache
def country_code(name: str) -> str | None:
    """The two letters that ISO 3166 gives a country; None where it is not known. `Germany`, `德国`, `DEU` -> `DE`."""
    return _codes().get(unicodedata.normalize("NFKC", name).strip().casefold())


@cache
def _codes() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    codes = {alias.casefold(): found[0] for alias, found in aliases.items() if len(alias) == 3 and len(found) == 1}
    for language in ("en", "zh"):
        names = {code: name for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha()}
        codes |= {name.casefold(): code for code, name in names.items()}
        codes |= {code.casefold(): code for code in names}
    return codes | _OTHER_NAMES

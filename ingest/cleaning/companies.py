"""Names of companies: as they are written, and what is left of them for comparison."""

from __future__ import annotations

import polars as pl

from ingest.cleaning.cleaned import Cleaned, plain
from ingest.cleaning.text import HAN, folded, width

__all__ = ["clean_company", "company_core", "company_name"]

_LATIN_FORM = (
    "inc|incorporated|corp|corporation|co|company|ltd|limited|ll[cp]|lp|plc|gmbh|ag|kg|kgaa|ohg|ug|s ?e|s ?a|s ?a ?s|"
    "sarl|sl|s ?r ?l|s ?p ?a|b ?v|n ?v|oyj?|ab|asa|a ?s|aps|pty|pte|kk|sdn|bhd|sp z ?o ?o|group|holdings?"
)
_CHINESE_FORM = "股份有限(?:责任)?公司|有限(?:责任)?公司|有限合伙|集团公司|集团|股份公司|总公司|公司"
_LEGAL = rf"(?:\s*(?:{_CHINESE_FORM})|\s+(?:{_LATIN_FORM}))+$"
_BRANCH = r"[分子]公司$"
_COUNTRY_IN_BRACKETS = r"\((?:中国|china|prc|p\.r\.c\.)\)"


def clean_company(cells: pl.Series) -> Cleaned:
    """Names of companies as `company_name` gives them."""
    values = plain(cells, company_name)
    only_blanks = values.str.replace_all(r"\s", "") == cells.str.replace_all(r"\s", "")
    rule = pl.when(only_blanks).then(pl.lit("blanks")).otherwise(pl.lit("width"))
    return Cleaned(values, pl.select(pl.when(values != cells).then(rule)).to_series())


def company_name(column: pl.Expr) -> pl.Expr:
    """The written form, legal form included, with usual width and single blanks; none between Chinese characters."""
    return _joined(width(column))


def company_core(column: pl.Expr) -> pl.Expr:
    """What tells companies apart, for comparison only.

    In lower case, without accents, punctuation, a leading "the", a bracketed 中国 or China, and legal forms of either
    script (Inc., GmbH, Co., Ltd., 有限公司, 集团, …). Cities stay, and so do branches (上海分公司), which are others.
    A name that consists of a legal form alone is left whole.
    """
    plain = folded(column).str.replace_all(_COUNTRY_IN_BRACKETS, "").str.replace_all(r"[.'’`]", "")
    joined = _joined(plain.str.replace_all(r"[^\p{L}\p{N}]+|\b(?:and|the)\b", " "))
    core = pl.when(joined.str.contains(_BRANCH)).then(joined).otherwise(joined.str.replace(_LEGAL, ""))
    return pl.when(core == "").then(joined).otherwise(core)


def _joined(column: pl.Expr) -> pl.Expr:
    """With single blanks, and none between Chinese characters."""
    single = column.str.replace_all(r"\s+", " ").str.strip_chars()
    for _ in range(2):  # for a match takes the character that the next one would begin with
        single = single.str.replace_all(rf"([{HAN}]) ([{HAN}])", "${1}${2}")
    return single

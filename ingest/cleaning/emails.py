"""E-mail addresses in normal form: lower case, without what surrounds them, the domain in ASCII (IDNA).

Domains are compared by machines, which know them in ASCII only: `ann@bücher.example` and `ann@xn--bcher-kva.example`
are one address. What does not look like an address stays as it is, in lower case.
"""

from __future__ import annotations

import polars as pl

from ingest.cleaning.cleaned import Cleaned, apply_rest, plain
from ingest.cleaning.text import by_distinct, width

__all__ = ["clean_email", "email", "reference"]

_IN_BRACKETS = r"<\s*([^<>\s]+@[^<>\s]+)\s*>"
_NORMAL = r"^[a-z0-9][a-z0-9._%+'-]*@[a-z0-9.-]*[a-z0-9]$"
_PART = r"[^@\s<>,;:()\[\]\"]+"
_ADDRESS = rf"^{_PART}@{_PART}\.[^@\s<>,;:()\[\]\".]+$"
_ROLE = (
    r"^(?:info|informationen?|sales|support|admin|administrator|office|contact|kontakt|hello|hi|service|services|help|"
    r"helpdesk|hr|jobs|careers|recruiting|billing|invoices?|accounts?|accounting|finance|marketing|press|media|pr|legal|"
    r"privacy|security|abuse|postmaster|hostmaster|webmaster|root|no-?reply|do-?not-?reply|newsletter|enquir(?:y|ies)|"
    r"inquir(?:y|ies)|orders?|purchasing|procurement|reception|team|mail|feedback|customer-?(?:service|care)|"
    r"kefu|xiaoshou|shichang|客服|销售|市场|售后|采购|人事|财务|行政|前台)(?:\+[^@]*)?@"
)


def clean_email(cells: pl.Series) -> Cleaned:
    """Addresses, with `email_role` (info@, 客服@) and `email_disposable` true where they are such, else null."""
    values = plain(cells, email)
    only_case = values == cells.str.to_lowercase()
    rule = pl.when(only_case).then(pl.lit("case")).otherwise(pl.lit("e-mail form"))
    rules = pl.select(pl.when(values != cells).then(rule)).to_series()
    good = values.str.contains(_ADDRESS)
    domain = values.str.split("@").list.last()
    flags = {
        "email_role": values.str.contains(_ROLE),
        "email_disposable": plain(domain, lambda d: d.is_in(_disposable().implode())),
    }
    beside = {name: pl.select(pl.when(flag & good).then(True)).to_series() for name, flag in flags.items()}
    return Cleaned(values, rules, doubtful=(~good).fill_null(False), beside=beside)


def email(column: pl.Expr) -> pl.Expr:
    """In lower case and ASCII domains, without `mailto:`, a name before it, brackets, blanks, full stops at the end."""
    return column.map_batches(_normal, return_dtype=pl.String, is_elementwise=True)


def reference(column: pl.Expr) -> pl.Expr:
    """The id or e-mail address that names a record: `Name <a@b.c>` and capitals in an address do not matter."""
    return column.map_batches(_references, return_dtype=pl.String, is_elementwise=True)


def _references(cells: pl.Series) -> pl.Series:
    cells = plain(cells, width)
    return apply_rest(cells, cells.str.contains("@", literal=True).fill_null(False), cells, _normal)


def _normal(cells: pl.Series) -> pl.Series:
    odd = ~cells.str.contains(_NORMAL).fill_null(True)
    return apply_rest(cells, odd, cells, lambda some: plain(some, _unwrapped))


def _unwrapped(column: pl.Expr) -> pl.Expr:
    lower = width(column).str.to_lowercase()
    bare = pl.coalesce(lower.str.extract(_IN_BRACKETS), lower).str.replace(r"^(?:mailto:\s*)+([^?]*).*$", "${1}")
    bare = bare.str.replace_all(r"\s", "").str.strip_chars("<>()[]{}\"',;:.，。；、")
    ascii_domain = by_distinct(bare, _with_ascii_domain)
    return pl.when(ascii_domain.str.contains(_ADDRESS)).then(ascii_domain).otherwise(lower)


def _with_ascii_domain(address: str) -> str:
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _disposable() -> pl.Series:
    from disposable_email_domains import blocklist

    return pl.Series(sorted(blocklist))

"""What records are compared by: columns made of the graph's records, a row for each."""

from __future__ import annotations

import polars as pl

from ingest.cleaning import company_core, person_core
from ingest.cleaning.text import folded
from ingest.identity.spelling import forms, place, spelled

__all__ = ["FREE_HOSTS", "RECORDS", "ROLE_ADDRESSES", "company_features", "person_features"]

RECORDS = {
    "key": pl.String,
    "id": pl.String,
    "source": pl.String,
    "batch": pl.String,
    "name": pl.String,
    "other_name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "company": pl.String,
    "city": pl.String,
    "title": pl.String,
    "website": pl.String,
    "country": pl.String,
    "registration": pl.String,
    "foreign_ids": pl.List(pl.String),
    "provisional": pl.Boolean,
}
"""Columns of records as they are read from the graph: contacts, customers or employees."""

ROLE_ADDRESSES = (
    "accounts|admin|administrator|billing|careers|contact|customerservice|enquiries|finance|gongsi|hello|help|helpdesk|hr|"
    "info|inquiries|inquiry|it|jobs|kefu|mail|marketing|no-?reply|donotreply|office|orders|postmaster|press|procurement|"
    "purchasing|reception|sales|service|shichang|support|team|webmaster|xiaoshou|zhaopin"
)
"""Local parts of addresses behind which there are several people, or none."""

FREE_HOSTS = (
    r"(?:^|\.)(?:126|139|163|189|aliyun|aol|foxmail|gmail|gmx|googlemail|hotmail|icloud|live|mail|me|msn|outlook|"
    r"proton|protonmail|qq|sina|sohu|t-online|tom|web|yahoo|yandex|yeah)\.(?:com?\.)?[a-z]{2,3}$"
)
"""Domains where anybody can have an address."""

_SHARED = 3


def person_features(records: pl.DataFrame) -> pl.DataFrame:
    """People by what they are compared by; rows keep `key`, `source`, `email`, `phone` and `foreign_ids`.

    `local_own` is the part of the address before @ where it is not made of the name, which would count the name
    twice. `employers` lists the company's core and the domain of the address.
    """
    core = person_core(pl.col("name"))
    email = pl.col("email").str.to_lowercase()
    frame = records.select(
        "key",
        "id",
        "source",
        "batch",
        "foreign_ids",
        core.alias("core"),
        spelled(core).alias("latin"),
        spelled(person_core(pl.col("other_name"))).alias("other"),
        core.str.contains(r"\p{Han}").alias("han"),
        pl.when(~_is_role(email)).then(email).alias("email"),
        _digits(pl.col("phone")).alias("phone"),
        company_core(pl.col("company")).alias("company"),
        place(folded(pl.col("city"))).alias("city"),
        folded(pl.col("title")).alias("title"),
    )
    frame = frame.with_columns(**forms(pl.col("latin")))
    also = forms(pl.col("other"))["forms"].list.drop_nulls()
    frame = frame.with_columns(pl.col("forms").list.drop_nulls().list.set_union(also).alias("forms")).drop("other")
    frame = frame.with_columns(_of_one("email"), _of_one("phone"))
    domain = pl.col("email").str.extract("@(.+)$")
    own_domain = pl.when(~domain.str.contains(FREE_HOSTS)).then(domain)
    return frame.with_columns(
        pl.when(~_made_of_name()).then(_local()).alias("local_own"),
        pl.concat_list("company", own_domain).list.drop_nulls().alias("employers"),
    )


def company_features(records: pl.DataFrame) -> pl.DataFrame:
    """Companies by what they are compared by; `site` is the domain of website or address, where it is their own."""
    host = pl.col("website").str.to_lowercase().str.replace(r"^[a-z]+://", "").str.replace(r"^www\.", "")
    domain = pl.coalesce(host.str.extract(r"^([^/:?#\s]+)"), pl.col("email").str.to_lowercase().str.extract("@(.+)$"))
    core = company_core(pl.col("name"))
    return records.select(
        "key",
        "id",
        "source",
        "batch",
        "foreign_ids",
        core.alias("core"),
        place(core).str.replace_all(r"[^a-z0-9]", "").alias("name"),
        core.str.contains(r"\p{Han}").alias("han"),
        pl.when(~domain.str.contains(FREE_HOSTS)).then(domain).alias("site"),
        _digits(pl.col("phone")).alias("phone"),
        place(folded(pl.col("city"))).alias("city"),
        place(folded(pl.col("country"))).alias("country"),
        pl.col("registration").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "").alias("registration"),
    )


def _is_role(email: pl.Expr) -> pl.Expr:
    return email.str.contains(rf"^(?:{ROLE_ADDRESSES})\d*@")


def _digits(phone: pl.Expr) -> pl.Expr:
    digits = phone.str.replace_all(r"\D", "")
    return pl.when(digits.str.len_chars() >= 7).then(digits)


def _of_one(column: str) -> pl.Expr:
    """The column without what people of three and more initials share: a switchboard, a team's mailbox."""
    return pl.when(pl.col("name_key").str.slice(0, 1).n_unique().over(column) < _SHARED).then(pl.col(column))


def _local() -> pl.Expr:
    return pl.col("email").str.extract("^([^@]+)@")


def _made_of_name() -> pl.Expr:
    letters = _local().str.replace_all(r"[^a-z]", "")
    first, last = pl.col("latin").str.extract(r"^(\S+)"), pl.col("latin").str.extract(r"(\S+)$")
    pieces = [first, last, first.str.slice(0, 1) + last, last + first.str.slice(0, 1), first + last.str.slice(0, 1)]
    parts = [last.str.slice(0, 1) + first, *pieces]
    return pl.any_horizontal(letters.is_in(pl.col("forms")), *(letters == part for part in parts)).fill_null(True) | (
        letters.str.len_chars() < 3
    )

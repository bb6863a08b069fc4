"""Whose a domain of e-mail addresses is: our own, a customer's, or that of a free-mail provider."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.mailboxes import free_mail_domains

__all__ = ["customers_of", "is_own", "own_domains"]

_HOST = r"(?i)^(?:[a-z]+://)?(?:www\.)?([^/:?#\s@]+\.[^/:?#\s@]+)"
_DOMAIN = r"@([^@\s]+)$"
_LEVELS = 3


def own_domains(configured: Sequence[str], staff: pl.Series) -> frozenset[str]:
    """Our own domains: those in the configuration, else those of our staff's addresses that are no free-mail."""
    if configured:
        return frozenset(domain.strip().lower().removeprefix("@") for domain in configured)
    return frozenset(staff.str.extract(_DOMAIN).drop_nulls()) - free_mail_domains()


def is_own(address: pl.Expr, own: frozenset[str]) -> pl.Expr:
    """Whether addresses are under one of our own domains, or below one."""
    return pl.any_horizontal(level.is_in(list(own)).fill_null(False) for level in _levels(address))


def customers_of(
    addresses: pl.Series, own: frozenset[str], customers: pl.DataFrame, contacts: pl.DataFrame
) -> pl.DataFrame:
    """The customer at whose domain an address is: columns `address` and `customer`, only those that have one.

    `customers` have `customer`, `website` and `email`, `contacts` the `customer` where they work and their `address`.

    A domain is that of the customer with such a website or e-mail address (of several, the one with most contacts
    there, then the first by id); else of the customer at whom most contacts with such addresses work, if it is more
    than half of them. Free-mail domains and our own are nobody's. A domain below another is its owner's too.
    """
    domains = _by_domain(own, customers, contacts)
    levels = pl.DataFrame({"address": addresses}).with_columns(
        level.alias(f"level {n}") for n, level in enumerate(_levels(pl.col("address")))
    )
    free = pl.any_horizontal(pl.col("^level .*$").is_in(list(free_mail_domains())).fill_null(False))
    found = (
        levels.filter(~free)
        .unpivot(index="address", variable_name="level", value_name="domain")
        .join(domains, on="domain")
        .sort("address", "level")
    )
    return found.unique("address", keep="first", maintain_order=True).select("address", "customer")


def _by_domain(own: frozenset[str], customers: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    nobodys = [*free_mail_domains(), *own]
    hosts = pl.concat_list(
        pl.col("website").str.to_lowercase().str.extract(_HOST), pl.col("email").str.extract(_DOMAIN)
    )
    named = customers.select("customer", hosts.alias("domain")).explode("domain").drop_nulls().unique()
    counted = (
        contacts.select("customer", pl.col("address").str.extract(_DOMAIN).alias("domain"))
        .drop_nulls()
        .group_by("domain", "customer")
        .agg(pl.len().alias("people"))
        .with_columns((pl.col("people") * 2 > pl.col("people").sum().over("domain")).alias("most"))
    )
    both = named.with_columns(pl.lit(True).alias("named")).join(
        counted, on=("domain", "customer"), how="full", coalesce=True
    )
    return (
        both.filter((pl.col("named") | pl.col("most")) & ~pl.col("domain").is_in(nobodys))
        .with_columns(pl.col("named", "most").fill_null(False), pl.col("people").fill_null(0))
        .sort("domain", "named", "people", "customer", descending=[False, True, True, False])
        .unique("domain", keep="first", maintain_order=True)
        .select("domain", "customer")
    )


def _levels(address: pl.Expr) -> list[pl.Expr]:
    """The domain of an address, and those above it: mail.acme.example, acme.example."""
    domain = address.str.extract(_DOMAIN)
    return [domain, *(domain.str.extract(rf"^(?:[^.]+\.){{{n}}}([^.]+\..+)$") for n in range(1, _LEVELS))]

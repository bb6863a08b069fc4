"""A column of text as a column of the type that it is declared to have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from ingest.cleaning.cleaned import Cleaned, plain
from ingest.cleaning.companies import clean_company
from ingest.cleaning.emails import clean_email, reference
from ingest.cleaning.moments import Order, clean_date, clean_moment, clean_unix
from ingest.cleaning.money import clean_currency, clean_money
from ingest.cleaning.names import clean_name
from ingest.cleaning.numbers import clean_number
from ingest.cleaning.phones import clean_phone
from ingest.cleaning.text import width
from ingest.cleaning.words import clean_boolean, clean_word
from ingest.records import Type

__all__ = ["Conventions", "clean_column"]


@dataclass(frozen=True)
class Conventions:
    """What the values of a table leave open: the zone of times, the country of phone numbers, the order of dates.

    `order_in` tells the order of slash dates in a column of the record, as the whole column shows it; None where it
    does not.
    """

    zone: str = "UTC"
    country: str | None = None
    date_order: Order | None = None
    order_in: Callable[[str], Order | None] = field(default=lambda name: None)

    def order(self, name: str) -> Order | None:
        return self.order_in(name) or self.date_order


def clean_column(
    cells: pl.Series,
    kind: Type,
    conventions: Conventions,
    *,
    words: Mapping[str, str] | None = None,
    countries: pl.Series | None = None,
) -> Cleaned:
    """Trimmed text, named as its column, as values of type `kind`.

    `words` maps words to the ones that are stored, `countries` are those of the rows.
    """
    order = partial(conventions.order, cells.name)
    ways: dict[Type, Callable[[pl.Series], Cleaned]] = {
        "number": clean_number,
        "money": clean_money,
        "currency": clean_currency,
        "boolean": clean_boolean,
        "date": lambda c: clean_date(c, order),
        "datetime": lambda c: clean_moment(c, conventions.zone, order),
        "unix seconds": lambda c: clean_unix(c, 1),
        "unix milliseconds": lambda c: clean_unix(c, 1000),
        "email": clean_email,
        "phone": lambda c: clean_phone(c, countries, conventions.country),
        "id": lambda c: Cleaned(plain(c, width)),
        "reference": lambda c: Cleaned(plain(c, reference)),
        "word": lambda c: clean_word(c, words or {}),
        "person name": clean_name,
        "company name": clean_company,
    }
    return ways.get(kind, Cleaned)(cells)

"""What the values of a table leave open, as its own columns, its mapping and the configuration tell."""

from __future__ import annotations

from functools import cache

from guanxi.config import IngestConfig
from ingest.cleaning import Conventions, order_of
from ingest.cleaning.moments import Order
from ingest.mapping import Record, normal
from ingest.sources.spool import Table
from ingest.transform import Mapper

__all__ = ["conventions_of"]


def conventions_of(mapper: Mapper, record: Record, config: IngestConfig) -> Conventions:
    """The conventions of a table's values. A column is read as a whole only where it has a slash date."""

    @cache
    def order_in(name: str) -> Order | None:
        orders = {order_of(table.scan(), column) for table, column in _columns(mapper, record, name)} - {None}
        return orders.pop() if len(orders) == 1 else None

    zone = mapper.guess.mapping.time_zone or config.time_zone
    return Conventions(zone, config.country, config.date_order, order_in)


def _columns(mapper: Mapper, record: Record, name: str) -> list[tuple[Table, str]]:
    """The columns that a value is made of, each with the table that it stands in."""
    found = []
    for column in record.columns[name].columns:
        prefix, _, inner = column.partition(".")
        table, header = (mapper.joined[prefix], inner) if prefix in mapper.joined else (mapper.table, column)
        found += [(table, own) for own in table.columns if normal(own) == normal(header)]
    return found

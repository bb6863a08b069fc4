"""Amounts in one currency: never added up before they are."""

from __future__ import annotations

import polars as pl

from guanxi.config import MoneyConfig
from guanxi.errors import CurrencyError

__all__ = ["in_one_currency"]


def in_one_currency(amounts: pl.DataFrame, column: str, config: MoneyConfig) -> pl.DataFrame:
    """`amounts` with `column` in one currency, which the column `currency` then names.

    Amounts without a currency are taken to be in `money.currency`. Where that is not set, all amounts must name the
    same currency, or none.

    Raises
    ------
    CurrencyError
        Where a currency has no rate in `money.rates`.
    """
    named = pl.col("currency").str.to_uppercase().fill_null("")
    found = sorted(amounts.select(named.unique()).to_series().to_list())
    if not config.currency:
        if len(found) > 1:
            raise CurrencyError(
                f"Amounts are in several currencies: {', '.join(name or 'none named' for name in found)}.",
                "Set money.currency and money.rates in config.yaml to have them added up.",
            )
        return amounts
    rates = {"": 1.0, **config.rates, config.currency: 1.0}
    unknown = [name for name in found if name not in rates]
    if unknown:
        raise CurrencyError(
            f"There is no rate for {', '.join(unknown)} to {config.currency}.", "Set money.rates in config.yaml."
        )
    return amounts.with_columns(
        pl.col(column) * named.replace_strict(rates, return_dtype=pl.Float64), currency=pl.lit(config.currency)
    )

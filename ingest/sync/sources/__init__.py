"""The products whose APIs can be read, one module each."""

from __future__ import annotations

from importlib import import_module

from ingest.sync.definition import Product

__all__ = ["product_named"]


def product_named(name: str) -> Product:
    """The declaration of a product that `SyncConnection.product` may name."""
    product: Product = import_module(f"{__name__}.{name}").PRODUCT
    return product

"""The pages of records: people and accounts by their keys."""

from __future__ import annotations

from flask import url_for

__all__ = ["record_url"]


def record_url(key: str) -> str:
    """The page of an account (`customer:7`) or a person (`contact:7`, `employee:7`)."""
    kind, _colon, identifier = key.partition(":")
    if kind == "customer":
        return url_for("account.one", identifier=identifier)
    return url_for("people.person", key=key)

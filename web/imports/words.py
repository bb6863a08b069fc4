"""What the fields of records are called on the screen."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ingest.choosing import Sure
from web.words import word

__all__ = ["choice_name", "field_name", "why"]

_FIELDS = {
    "id": _("Id"),
    "name": _("Name"),
    "kind": _("Kind"),
    "industry": _("Industry"),
    "region": _("Region"),
    "city": _("City"),
    "country": _("Country"),
    "parent": _("Parent company"),
    "owner": _("Owner"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "phone_extension": _("Phone extension"),
    "other_name": _("Other name"),
    "website": _("Website"),
    "created_at": _("Created"),
    "customer": _("Customer"),
    "company": _("Company"),
    "title": _("Job title"),
    "role": _("Part in buying"),
    "opted_out": _("Opted out"),
    "department": _("Department"),
    "team": _("Team"),
    "manager": _("Manager"),
    "at": _("When"),
    "channel": _("Channel"),
    "from": _("From"),
    "to": _("To"),
    "cc": _("Copy to"),
    "subject": _("Subject"),
    "duration_s": _("Duration in seconds"),
    "direction": _("Direction"),
    "sentiment": _("Sentiment"),
    "referrer": _("Who referred"),
    "referred": _("Who was referred"),
    "status": _("State"),
    "value": _("Value"),
    "currency": _("Currency"),
    "program": _("Program"),
    "since": _("Since"),
    "confidence": _("Confidence"),
    "amount": _("Amount"),
    "contact": _("Contact"),
    "product": _("Product"),
    "quantity": _("Quantity"),
    "category": _("Category"),
    "price": _("Price"),
    "starts_on": _("Begins on"),
    "ends_on": _("Ends on"),
    "score": _("Score"),
    "text": _("Text"),
    "stage": _("Stage"),
    "closes_on": _("Closes on"),
    "probability": _("Probability"),
    "deal": _("Deal"),
    "primary": _("Main contact"),
}
_WHY: dict[Sure, object] = {
    "name": _("by its name"),
    "alias": _("by a usual name"),
    "preset": _("known format"),
    "values": _("by its values"),
    "chosen": _("your choice"),
}


def field_name(name: str) -> str:
    """A field in the reader's language, else as records call it."""
    return str(_FIELDS.get(name, name))


def why(sure: Sure | None) -> str:
    """Why a column is taken for a field; nothing for one that is no field."""
    return str(_WHY[sure]) if sure else ""


def choice_name(preset: str, name: str) -> str:
    """What a table can be read as: a kind of records, or a table of a preset."""
    if not preset:
        return word(name)
    return str(gettext("%(preset)s: %(table)s", preset=preset, table=word(name)))

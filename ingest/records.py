"""The kinds of records that can be imported, declared once.

Each kind says which columns it has and which nodes and relationships of `graph.model` a row becomes. The names
that columns go by in files are in `presets/canonical.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guanxi.errors import UsageError

__all__ = ["KINDS", "Column", "Kind", "Link", "Type", "kind_named"]

Type = Literal[
    "text",
    "id",
    "number",
    "boolean",
    "date",
    "datetime",
    "unix seconds",
    "unix milliseconds",
    "email",
    "word",
    "reference",
    "person name",
    "company name",
    "phone",
    "country",
    "money",
    "currency",
]
"""`word` is one of a few words, in lower case; `reference` names another record.

`money` is an amount whose cell may hold the currency too; `phone` is E.164, `country` as written, `currency` ISO 4217.
"""


@dataclass(frozen=True)
class Column:
    """A column of a kind. A reference names a record with one of the `targets` labels, or `many`, separated by `;`."""

    name: str
    type: Type = "text"
    required: bool = False
    targets: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True)
class Link:
    """A relationship made from a row, from the record that column `start` names to the one that `end` names.

    The column `id` stands for the row's own node. `properties` are columns that the relationship keeps, `fixed`
    one property that is the same for all.
    """

    type: str
    start: str
    end: str
    properties: tuple[str, ...] = ()
    fixed: tuple[str, str] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of records. Rows become nodes with `label`, where there is one, and `links`."""

    name: str
    label: str | None
    columns: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    lines: bool = False
    """Rows with the same id but different values are lines of one order, each a node of its own."""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def references(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.type == "reference")

    @property
    def has_id(self) -> bool:
        return self.column("id") is not None


def _id() -> Column:
    return Column("id", "id", required=True)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _ref(name: str, *targets: str, required: bool = False, many: bool = False) -> Column:
    return Column(name, "reference", required, targets, many)


_NAME = Column("name", required=True)
_PERSON_NAME = (Column("name", "person name", required=True), Column("other_name"))
_PHONE = (Column("phone", "phone"), Column("phone_extension"))
_CURRENCY = Column("currency", "currency")
_PERSON = ("Contact", "Employee")
_PARTY = ("Contact", "Customer")

KINDS: tuple[Kind, ...] = (
    Kind(
        "employees",
        "Employee",
        (
            _id(),
            *_PERSON_NAME,
            Column("email", "email"),
            *_PHONE,
            *_texts("title", "department", "team"),
            _ref("manager", "Employee"),
        ),
        (Link("REPORTS_TO", "id", "manager"),),
    ),
    Kind(
        "customers",
        "Customer",
        (
            _id(),
            Column("name", "company name", required=True),
            Column("kind", "word"),
            *_texts("industry", "region", "city"),
            Column("country", "country"),
            _ref("parent", "Customer"),
            _ref("owner", "Employee"),
            Column("email", "email"),
            *_PHONE,
            Column("website"),
            Column("created_at", "datetime"),
        ),
        (Link("PART_OF", "id", "parent"), Link("OWNS", "owner", "id")),
    ),
    Kind(
        "products",
        "Product",
        (_id(), _NAME, Column("category"), Column("price", "money"), _CURRENCY),
    ),
    Kind(
        "contacts",
        "Contact",
        (
            _id(),
            *_PERSON_NAME,
            _ref("customer", "Customer"),
            *_texts("title", "role"),
            Column("email", "email"),
            *_PHONE,
            Column("city"),
            Column("address"),
            Column("country", "country"),
            Column("opted_out", "boolean"),
            _ref("manager", *_PERSON),
        ),
        (Link("WORKS_AT", "id", "customer"), Link("REPORTS_TO", "id", "manager")),
    ),
    Kind(
        "deals",
        "Deal",
        (
            _id(),
            _NAME,
            _ref("customer", "Customer"),
            Column("stage"),
            Column("status", "word"),
            Column("amount", "money"),
            _CURRENCY,
            Column("closes_on", "date"),
            Column("created_at", "datetime"),
            Column("probability", "number"),
            _ref("owner", "Employee"),
            _ref("contacts", "Contact", many=True),
        ),
        (
            Link("NEGOTIATES", "customer", "id"),
            Link("PURSUES", "owner", "id"),
            Link("PLAYS", "contacts", "id", fixed=("role", "contact")),
        ),
    ),
    Kind(
        "purchases",
        "Purchase",
        (
            _id(),
            _ref("customer", "Customer", required=True),
            Column("at", "datetime", required=True),
            Column("amount", "money", required=True),
            _CURRENCY,
            _ref("contact", "Contact"),
            _ref("product", "Product"),
            Column("quantity", "number"),
            _ref("owner", "Employee"),
        ),
        (
            Link("MADE", "customer", "id"),
            Link("MADE", "contact", "id"),
            Link("OF", "id", "product"),
            Link("SOLD", "owner", "id"),
        ),
        lines=True,
    ),
    Kind(
        "contracts",
        "Contract",
        (
            _id(),
            _ref("customer", "Customer", required=True),
            Column("starts_on", "date", required=True),
            Column("ends_on", "date", required=True),
            Column("value", "money"),
            _CURRENCY,
        ),
        (Link("SIGNED", "customer", "id"),),
    ),
    Kind(
        "interactions",
        "Interaction",
        (
            _id(),
            Column("at", "datetime", required=True),
            Column("channel", "word"),
            _ref("from", *_PERSON, required=True),
            _ref("to", *_PERSON, required=True, many=True),
            _ref("cc", *_PERSON, many=True),
            _ref("customer", "Customer"),
            Column("subject"),
            Column("duration_s", "number"),
            Column("direction", "word"),
            Column("sentiment", "number"),
        ),
        (
            Link("TOOK_PART", "from", "id", fixed=("as", "from")),
            Link("TOOK_PART", "to", "id", fixed=("as", "to")),
            Link("TOOK_PART", "cc", "id", fixed=("as", "cc")),
            Link("ABOUT", "id", "customer"),
        ),
    ),
    Kind(
        "feedback",
        "Feedback",
        (
            _id(),
            Column("at", "datetime", required=True),
            _ref("from", "Contact", "Employee", "Customer", required=True),
            Column("kind", "word"),
            Column("score", "number"),
            Column("text"),
        ),
        (Link("GAVE", "from", "id"),),
    ),
    Kind(
        "deal_roles",
        None,
        (
            _ref("deal", "Deal", required=True),
            _ref("contact", "Contact", required=True),
            Column("role", required=True),
            Column("primary", "boolean"),
        ),
        (Link("PLAYS", "contact", "deal", properties=("role", "primary")),),
    ),
    Kind(
        "relationships",
        None,
        (
            _ref("from", *_PERSON, required=True),
            _ref("to", *_PERSON, required=True),
            Column("kind", "word", required=True),
            Column("since", "date"),
            Column("confidence", "number"),
        ),
        (Link("RELATED_TO", "from", "to", properties=("kind", "since", "confidence")),),
    ),
    Kind(
        "referrals",
        None,
        (
            _id(),
            _ref("referrer", *_PARTY, required=True),
            _ref("referred", *_PARTY, required=True),
            Column("at", "datetime"),
            Column("status", "word"),
            Column("value", "money"),
            _CURRENCY,
            Column("program"),
        ),
        (
            Link(
                "REFERRED",
                "referrer",
                "referred",
                properties=("id", "at", "status", "value", "currency", "program"),
            ),
        ),
    ),
)
"""Every kind, in the order in which one run loads them: what others refer to comes first."""


def kind_named(name: str) -> Kind:
    """The kind called `name`. Raises UsageError that lists them all."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise UsageError(f"There is no kind {name!r}.", f"Kinds are {', '.join(kind.name for kind in KINDS)}.")

"""A tiny company in both scripts, for tests of pages and reports: two accounts, five people, a few dealings.

Its newest interaction is on 2024-06-30; Harbour Robotics is dealt with every week, 江南茶业 has fallen silent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from graph.store import Store
from tests.graph_rows import write_edges, write_nodes

AS_OF = datetime(2024, 6, 30, 9, tzinfo=UTC)


def load_company(store: Store) -> None:
    """Load it into an empty graph."""
    _nodes(store, "customer", [
        {"id": "1", "name": "Harbour Robotics", "industry": "Machines", "city": "Hamburg", "country": "Germany"},
        {"id": "2", "name": "江南茶业", "industry": "Food", "city": "杭州", "country": "China"},
    ])  # fmt: skip
    _nodes(store, "contact", [
        {"id": "1", "name": "Anna Larsen", "title": "Head of purchasing", "role": "decision maker",
         "email": "anna@harbour.example"},
        {"id": "2", "name": "王芳", "title": "采购经理", "role": "champion", "email": "wangfang@jiangnan.example"},
        {"id": "3", "name": "Bo <b>Nielsen</b>", "title": "Engineer", "opted_out": True},
    ])  # fmt: skip
    _nodes(store, "employee", [
        {"id": "1", "name": "Tom Lee", "title": "Account manager", "team": "North"},
        {"id": "2", "name": "李伟", "title": "客户经理", "team": "华东"},
    ])  # fmt: skip
    _links(store, "works_at_contact_customer", [("1", "1"), ("2", "2"), ("3", "1")])
    _links(store, "owns_employee_customer", [("1", "1"), ("2", "2")])
    _interactions(store)
    _trade(store)


def _interactions(store: Store) -> None:
    weekly = [
        (f"w{week}", AS_OF - timedelta(weeks=week), "meeting", "contact:1", "employee:1", "1") for week in range(30)
    ]
    older = [
        (f"o{week}", AS_OF - timedelta(weeks=40 + week), "mail", "contact:2", "employee:2", "2") for week in range(5)
    ]
    both = weekly + older + [("m1", AS_OF - timedelta(days=20), "call", "contact:1", "contact:2", None)]
    _nodes(store, "interaction", [
        {"id": name, "at": at, "channel": channel, "subject": f"{channel} {name}", "direction": "outbound"}
        for name, at, channel, *_ in both
    ])  # fmt: skip
    parts = [(who, name, part) for name, _, _, a, b, _ in both for who, part in ((a, "from"), (b, "to"))]
    rows = [{"start": who, "end": name, "as": part} for who, name, part in parts]
    write_edges(store, "TOOK_PART", "Person", "Interaction", rows)
    _links(store, "about_interaction_customer", [(name, about) for name, *_, about in both if about])


def _trade(store: Store) -> None:
    _nodes(store, "product", [{"id": "1", "name": "Gripper arm"}])
    _nodes(store, "purchase", [{"id": "1", "at": AS_OF - timedelta(days=9), "amount": 1200.0, "currency": "EUR"}])
    _links(store, "of_purchase_product", [("1", "1")])
    _links(store, "made_customer_purchase", [("1", "1")])
    _nodes(store, "contract", [{"id": "1", "starts_on": AS_OF.date(), "ends_on": AS_OF.date() + timedelta(days=365),
                                "value": 90000.0, "currency": "EUR"}])  # fmt: skip
    _links(store, "signed_customer_contract", [("1", "1")])
    _nodes(store, "feedback", [{"id": "1", "at": AS_OF - timedelta(days=3), "kind": "nps", "score": 9.0,
                                "text": "<script>alert(1)</script> very good"}])  # fmt: skip
    _links(store, "gave_customer_feedback", [("1", "1")])


def _nodes(store: Store, kind: str, records: list[dict[str, Any]]) -> None:
    write_nodes(store, kind.title(), records)


def _links(store: Store, name: str, ends: list[tuple[str, str]]) -> None:
    *kind, start, end = name.split("_")
    rows = [{"start": a, "end": b} for a, b in ends]
    write_edges(store, "_".join(kind).upper(), start.title(), end.title(), rows)

"""Whose an address is: a machine's, a shared mailbox, ours, a customer's, or nobody's."""

import polars as pl
import pytest

from ingest.domains import customers_of, is_own, own_domains
from ingest.mailboxes import free_mail_domains, is_machine, shared_mailboxes


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("no-reply@shop.example", True),
        ("donotreply@x.example", True),
        ("orders-noreply@x.example", True),
        ("MAILER-DAEMON@x.example", True),
        ("bounces+123=ann=x.example@lists.example", True),
        ("news-request@lists.example", True),
        ("c_188@resource.calendar.google.com", True),
        ("norbert@x.example", False),
        ("notifikova@x.example", False),
        ("info@x.example", False),
        ("ann.reply@x.example", False),
    ],
)
def test_machines(address: str, machine: bool) -> None:
    assert is_machine(address) is machine


def test_lists_are_clean() -> None:
    assert {
        "qq.com",
        "163.com",
        "126.com",
        "foxmail.com",
        "sina.com",
        "outlook.com",
        "gmail.com",
        "yahoo.com",
    } < free_mail_domains()
    assert {"info", "sales", "support"} < shared_mailboxes()
    assert all(word == word.lower().strip() for word in free_mail_domains() | shared_mailboxes())


def test_own_domains() -> None:
    staff = pl.Series(["a@our.example", "b@qq.com", None])
    assert own_domains([], staff) == {"our.example"}
    assert own_domains(["@Our.test"], staff) == {"our.test"}
    addresses = pl.DataFrame({"a": ["x@our.example", "x@sub.our.example", "x@your.example", "nobody"]})
    own = addresses.select(is_own(pl.col("a"), frozenset({"our.example"})))["a"]
    assert own.to_list() == [True, True, False, False]


def test_customers_by_domain() -> None:
    customers = pl.DataFrame(
        [
            ("c1", "https://www.acme.example/en", None),
            ("c2", "ACME.example", "x@twin.example"),
            ("c3", None, "boss@qq.com"),
            ("c4", "our.example", None),
        ],
        schema=["customer", "website", "email"],
        orient="row",
    )
    contacts = pl.DataFrame(
        [
            *[("c2", f"{i}@acme.example") for i in range(2)],
            *[("c5", f"{i}@most.example") for i in range(2)],
            ("c6", "z@most.example"),
            *[(f"c{i}", "x@half.example") for i in (5, 6)],
        ],
        schema=["customer", "address"],
        orient="row",
    )
    wanted = {
        "a@acme.example": "c2",
        "a@mail.acme.example": "c2",
        "a@twin.example": "c2",
        "a@most.example": "c5",
    }
    others = ["a@half.example", "a@qq.com", "a@our.example", "a@example", "nobody"]
    found = customers_of(pl.Series([*wanted, *others]), frozenset({"our.example"}), customers, contacts)
    assert dict(found.iter_rows()) == wanted

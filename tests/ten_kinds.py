"""A few records of each kind, and the graph that they make."""

from pathlib import Path

import polars as pl
import xlsxwriter

from graph.store import Store

TABLES: dict[str, list[dict[str, str | None]]] = {
    "customers": [
        {
            "id": "c1",
            "name": "Acme",
            "industry": "Steel",
            "parent": "c2",
            "owner": "boss@us.example",
            "founded": "1949",
        },
        {"id": "c2", "name": "Holding 控股", "industry": None, "parent": None, "owner": "e2", "founded": None},
    ],
    "contacts": [
        {"id": "p1", "name": "Ann Lee", "customer": "c1", "email": "Ann@Acme.example", "opted_out": "no"},
        {"id": "p2", "name": "张三", "customer": "c2", "email": None, "opted_out": "是"},
    ],
    "employees": [
        {"id": "e1", "name": "Bo", "email": "boss@us.example", "team": "North", "manager": None},
        {"id": "e2", "name": "Cy", "email": None, "team": None, "manager": "e1"},
    ],
    "interactions": [
        {
            "id": "i1",
            "at": "2026-03-05T10:00:00+08:00",
            "channel": "Email",
            "from": "e1",
            "to": "ann@acme.example;p2",
            "cc": "e2",
            "customer": "c1",
            "duration_s": None,
        },
        {
            "id": "i2",
            "at": "2026年3月6日 09:30",
            "channel": "电话",
            "from": "p2",
            "to": "employee:e2",
            "cc": None,
            "customer": None,
            "duration_s": "６０",
        },
    ],
    "referrals": [{"id": "r1", "referrer": "p1", "referred": "c2", "at": "2026-01-02", "value": "1,500.50"}],
    "relationships": [{"from": "p1", "to": "p2", "kind": "朋友", "since": "2020/1/2"}],
    "purchases": [
        {
            "id": "o1",
            "customer": "c1",
            "at": "2026-02-01",
            "amount": "10",
            "contact": "p1",
            "product": "a",
            "owner": "e2",
        },
        {
            "id": "o1",
            "customer": "c1",
            "at": "2026-02-01",
            "amount": "5.5",
            "contact": None,
            "product": "b",
            "owner": "e2",
        },
    ],
    "deals": [
        {
            "id": "d1",
            "name": "Nuts for 2027",
            "customer": "c1",
            "status": "赢单",
            "amount": "¥12,000.00",
            "closes_on": "2026/4/30",
            "owner": "e2",
            "contacts": "p1;p2",
        }
    ],
    "deal_roles": [{"deal": "d1", "contact": "p1", "role": "Decision Maker", "primary": "true"}],
    "products": [{"id": "a", "name": "Nut", "price": "2"}, {"id": "b", "name": "Bolt", "price": None}],
    "contracts": [{"id": "k1", "customer": "c2", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "value": "99"}],
    "feedback": [{"id": "f1", "at": "2026-04-01", "from": "p2", "kind": "NPS", "score": "9", "text": '好, "ok"\nnext'}],
}

EDGES = {
    ("c1", "PART_OF", "c2"),
    ("e1", "OWNS", "c1"),
    ("e2", "OWNS", "c2"),
    ("p1", "WORKS_AT", "c1"),
    ("p2", "WORKS_AT", "c2"),
    ("e2", "REPORTS_TO", "e1"),
    ("e1", "TOOK_PART from", "i1"),
    ("p1", "TOOK_PART to", "i1"),
    ("p2", "TOOK_PART to", "i1"),
    ("e2", "TOOK_PART cc", "i1"),
    ("i1", "ABOUT", "c1"),
    ("p2", "TOOK_PART from", "i2"),
    ("e2", "TOOK_PART to", "i2"),
    ("p1", "REFERRED", "c2"),
    ("p1", "RELATED_TO", "p2"),
    ("c1", "MADE", "o1"),
    ("p1", "MADE", "o1"),
    ("c1", "MADE", "o1/2"),
    ("e2", "SOLD", "o1"),
    ("e2", "SOLD", "o1/2"),
    ("o1", "OF", "a"),
    ("o1/2", "OF", "b"),
    ("c2", "SIGNED", "k1"),
    ("p2", "GAVE", "f1"),
    ("c1", "NEGOTIATES", "d1"),
    ("e2", "PURSUES", "d1"),
    ("p1", "PLAYS contact", "d1"),
    ("p2", "PLAYS contact", "d1"),
    ("p1", "PLAYS Decision Maker", "d1"),
}

FORMATS = ("csv", "tsv", "xlsx", "jsonl", "parquet")


def write(folder: Path, kinds: list[str], ending: str) -> list[Path]:
    """Write the kinds to a folder, one file each; a workbook has one sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{kind}.{ending}", pl.DataFrame(TABLES[kind])) for kind in kinds]


def write_workbook(path: Path) -> Path:
    """Write all kinds to one workbook, a sheet each."""
    with xlsxwriter.Workbook(path) as workbook:
        for kind, rows in TABLES.items():
            pl.DataFrame(rows).write_excel(workbook, kind)
    return path


def edges(store: Store) -> set[tuple[str, str, str]]:
    """Every relationship, told by the ids of its ends."""
    rows = store.rows(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) + coalesce(' ' + r.`as`, ' ' + r.role, '') AS type, b.id AS b"
    )
    return {(row["a"], row["type"], row["b"]) for row in rows}


def _write(path: Path, frame: pl.DataFrame) -> Path:
    if path.suffix == ".csv":
        frame.write_csv(path)
    elif path.suffix == ".tsv":
        frame.write_csv(path, separator="\t")
    elif path.suffix == ".xlsx":
        frame.write_excel(path, "Sheet1")
    elif path.suffix == ".jsonl":
        frame.write_ndjson(path)
    else:
        frame.write_parquet(path)
    return path

"""Salesforce: OAuth 2 client credentials, queryAll with `nextRecordsUrl`, query locators that are forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.imitations.server import Imitation, Reply, Request

CLIENT = {"client_id": "3MVG9-id", "client_secret": "sf-client-secret"}
_QUESTION = re.compile(
    r"SELECT (?P<fields>[\w, ]+) FROM (?P<table>\w+)"
    r"(?: WHERE SystemModstamp >= (?P<since>\S+))?( ORDER BY Id)?( LIMIT 1)?"
)


class Salesforce(Imitation):
    def __init__(self, page: int = 100) -> None:
        super().__init__()
        self.tables: dict[str, dict[str, dict[str, Any]]] = {}
        self.page = page
        self.token = 0
        self._cursors: dict[str, list[dict[str, Any]]] = {}

    def put(self, table: str, identity: str, changed: datetime | None = None, **fields: Any) -> None:
        stamp = f"{changed or datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000+0000}"
        record = {"Id": identity, "IsDeleted": False, "SystemModstamp": stamp, **fields}
        self.tables.setdefault(table, {})[identity] = record

    def expire(self) -> None:
        self.token += 1

    def forget_places(self) -> None:
        self._cursors.clear()

    def answer(self, request: Request) -> Reply:
        if request.path == "/services/oauth2/token":
            if {name: request.body.get(name) for name in CLIENT} != CLIENT:
                return Reply({"error": "invalid_client", "error_description": "invalid client credentials"}, 400)
            body = {"access_token": f"00D-{self.token}", "instance_url": self.url, "token_type": "Bearer"}
            return Reply(body)
        if request.headers.get("Authorization") != f"Bearer 00D-{self.token}":
            return Reply([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], 401)
        if "q" in request.query:
            return self._begin(request.query["q"])
        return self._next(request.path.rsplit("/", 1)[1])

    def _begin(self, question: str) -> Reply:
        asked = _QUESTION.fullmatch(question)
        if asked is None:
            return Reply([{"message": f"unexpected token: {question}", "errorCode": "MALFORMED_QUERY"}], 400)
        names = asked["fields"].split(", ")
        if asked["table"] == "User" and "IsDeleted" in names:
            return Reply(
                [{"message": "No such column 'IsDeleted' on entity 'User'", "errorCode": "INVALID_FIELD"}], 400
            )
        found = sorted(self.tables.get(asked["table"], {}).values(), key=lambda record: record["Id"])
        if asked["since"]:
            since = datetime.fromisoformat(asked["since"])
            found = [r for r in found if datetime.fromisoformat(r["SystemModstamp"]) >= since]
        shape = {"type": asked["table"], "url": "…"}
        self._cursors["01g1"] = [{"attributes": shape, **{n: r.get(n) for n in names}} for r in found]
        return self._next("01g1-0")

    def _next(self, locator: str) -> Reply:
        name, _, start = locator.partition("-")
        if name not in self._cursors:
            return Reply([{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}], 400)
        records, first = self._cursors[name], int(start)
        body: dict[str, Any] = {"totalSize": len(records), "done": True, "records": records[first : first + self.page]}
        if first + self.page < len(records):
            body |= {"done": False, "nextRecordsUrl": f"/services/data/v62.0/query/{name}-{first + self.page}"}
        return Reply(body)


REQUEST_LIMIT = Reply([{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}], 403)

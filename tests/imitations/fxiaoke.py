"""纷享销客 Fxiaoke: tokens in the body, errors with HTTP 200, at most 100 records a page, sorted by `_id`."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from tests.imitations.server import Imitation, Reply, Request

CLIENT = {"appId": "FSAID_1", "appSecret": "fx-app-secret", "permanentCode": "fx-permanent-code"}
USER = "FSUID_BOSS"


class Fxiaoke(Imitation):
    def __init__(self) -> None:
        super().__init__()
        self.objects: dict[str, dict[str, dict[str, Any]]] = {}
        self.token = 0

    def put(self, table: str, identity: str, changed: datetime | None = None, **fields: Any) -> None:
        stamp = int((changed.timestamp() if changed else time.time()) * 1000)
        always = {"_id": identity, "last_modified_time": stamp, "life_status": "normal", "is_deleted": False}
        self.objects.setdefault(table, {})[identity] = {**always, **fields}

    def expire(self) -> None:
        self.token += 1

    def answer(self, request: Request) -> Reply:
        body = request.body
        if request.path == "/cgi/corpAccessToken/get/V2":
            if body != CLIENT:
                return fault(10006, "appSecret is wrong")
            token = {"corpAccessToken": f"T{self.token}", "corpId": "FSCID_1", "expiresIn": 7200}
            return Reply({"errorCode": 0, "errorMessage": "success", **token})
        if (body.get("corpAccessToken"), body.get("corpId")) != (f"T{self.token}", "FSCID_1"):
            return fault(20016, "the parameter corpAccessToken expired or it's dirty")
        if body.get("currentOpenUserId") != USER:
            return fault(20013, "currentOpenUserId is missing")
        asked = body["data"]
        name, search = asked["dataObjectApiName"], asked["search_query_info"]
        assert request.path == ("/cgi/crm/custom/v2/data/query" if name.endswith("__c") else "/cgi/crm/v2/data/query")
        if search["limit"] > 100:
            return fault(10013, "limit out of range 100")
        found = sorted(self.objects.get(name, {}).values(), key=lambda record: record["_id"])
        for condition in search["filters"]:
            found = [record for record in found if _meets(record, condition)]
        names = search["fieldProjection"]
        page = [{n: r[n] for n in names if r.get(n) is not None} for r in found[: search["limit"]]]
        data = {"total": 0, "offset": 0, "limit": search["limit"], "dataList": page}
        return Reply(
            {"errorCode": 0, "errorMessage": "OK", "errorDescription": "success", "traceId": "E-O", "data": data}
        )


def fault(code: int, description: str) -> Reply:
    """As this API fails: with HTTP 200."""
    return Reply({"errorCode": code, "errorMessage": description, "errorDescription": description, "traceId": "E-O.1"})


def _meets(record: dict[str, Any], condition: dict[str, Any]) -> bool:
    [value] = condition["field_values"]
    if condition["field_name"] == "_id":
        assert condition["operator"] == "GT"
        return str(record["_id"]) > value
    assert condition["operator"] == "GTE"
    return int(record[condition["field_name"]]) >= int(value)

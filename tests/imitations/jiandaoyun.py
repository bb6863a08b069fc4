"""简道云 Jiandaoyun: pages by `data_id`, the fields of a form, members; errors with status 400 and a code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.imitations.server import Imitation, Reply, Request

KEY = "jdy-api-key"


class Jiandaoyun(Imitation):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, dict[str, Any]]] = {}
        self.widgets: dict[str, list[dict[str, str]]] = {}
        self.members: list[dict[str, Any]] = []

    def put(self, form: str, identity: str, changed: datetime | None = None, **fields: Any) -> None:
        stamp = f"{changed or datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
        person = {"name": "小简", "username": "xiaojian"}
        always = {"_id": identity, "appId": "app1", "entryId": form, "creator": person, "updater": person}
        times = {"createTime": stamp, "updateTime": stamp}
        self.forms.setdefault(form, {})[identity] = {**always, **times, **fields}

    def answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return fault(8301, "Authentication failed.")
        body = request.body
        if request.path.endswith("/corp/department/user/list"):
            return Reply({"users": self.members})
        if request.path.endswith("/app/list"):
            return Reply({"apps": [{"app_id": "app1", "name": "CRM"}]})
        if request.path.endswith("/app/entry/widget/list"):
            return Reply({"widgets": self.widgets[body["entry_id"]], "sysWidgets": [], "dataModifyTime": ""})
        assert request.path == "/api/v5/app/entry/data/list"
        assert body["limit"] <= 100
        found = sorted(self.forms.get(body["entry_id"], {}).values(), key=lambda row: row["_id"])
        if "filter" in body:
            [condition] = body["filter"]["cond"]
            assert (condition["field"], condition["method"]) == ("updateTime", "range")
            first, last = condition["value"]
            found = [row for row in found if first <= row["updateTime"] <= last]
        found = [row for row in found if row["_id"] > body.get("data_id", "")]
        return Reply({"data": found[: body["limit"]]})


def fault(code: int, message: str) -> Reply:
    return Reply({"code": code, "msg": message}, 400)


TOO_OFTEN = fault(8303, "超出请求频率限制")

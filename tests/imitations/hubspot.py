"""HubSpot: lists with `after`, search with at most 10,000 results, associations v4, archived records, owners."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.imitations.server import Imitation, Reply, Request

TOKEN = "pat-secret-token"
SEARCH_WINDOW = 10_000


class HubSpot(Imitation):
    def __init__(self) -> None:
        super().__init__()
        self.objects: dict[str, dict[str, dict[str, Any]]] = {}
        self.links: dict[tuple[str, str], dict[str, list[tuple[str, bool]]]] = {}
        self.owners: list[dict[str, Any]] = []

    def put(self, kind: str, identity: int, changed: datetime | None = None, **properties: Any) -> None:
        stamp = (changed or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        named = "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"
        values = {"hs_object_id": str(identity), named: stamp, **properties}
        self.objects.setdefault(kind, {})[str(identity)] = {
            "id": str(identity),
            "properties": values,
            "createdAt": stamp,
            "updatedAt": stamp,
            "archived": False,
        }

    def link(self, kind: str, identity: int, other: str, *ids: int, primary: int | None = None) -> None:
        links = self.links.setdefault((kind, other), {})
        links[str(identity)] = [(str(found), found == primary) for found in ids]

    def archive(self, kind: str, identity: int) -> None:
        record = self.objects[kind][str(identity)]
        record |= {"archived": True, "archivedAt": datetime.now(UTC).isoformat()}

    def answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        parts = request.path.strip("/").split("/")
        if request.path == "/crm/v3/owners":
            return self._page(request, self.owners)
        if request.path == "/crm/v3/pipelines/deals":
            return Reply({"results": [{"id": "default", "stages": [{"id": "91", "label": "Closed Won"}]}]})
        if parts[:3] == ["crm", "v4", "associations"]:
            return self._associations(parts[3], parts[4], request.body["inputs"])
        kind = parts[3]
        if parts[4:] == ["search"]:
            return self._search(kind, request.body)
        archived = request.query.get("archived") == "true"
        found = [r for r in self._sorted(kind) if r["archived"] == archived]
        return self._page(request, [_shown(r, request.query["properties"].split(",")) for r in found])

    def _sorted(self, kind: str) -> list[dict[str, Any]]:
        return sorted(self.objects.get(kind, {}).values(), key=lambda record: int(record["id"]))

    def _page(self, request: Request, records: list[dict[str, Any]]) -> Reply:
        limit, after = int(request.query["limit"]), int(request.query.get("after", 0))
        assert limit <= 100
        rest = [record for record in records if int(record["id"]) > after]
        body: dict[str, Any] = {"results": rest[:limit]}
        if len(rest) > limit:
            body["paging"] = {"next": {"after": rest[limit - 1]["id"], "link": "ignored"}}
        return Reply(body)

    def _search(self, kind: str, body: dict[str, Any]) -> Reply:
        assert body["limit"] <= 200
        found = [r for r in self._sorted(kind) if not r["archived"]]
        [group] = body["filterGroups"]
        for condition in reversed(group["filters"]):
            found = [r for r in found if _meets(r["properties"], condition)]
        assert body["sorts"] == [{"propertyName": "hs_object_id", "direction": "ASCENDING"}]
        start = int(body.get("after", 0))
        if start + body["limit"] > SEARCH_WINDOW:
            return _error(400, "VALIDATION_ERROR", "The maximum number of results is 10000")
        page = [_shown(r, body["properties"]) for r in found[start : start + body["limit"]]]
        return Reply({"total": len(found), "results": page})

    def _associations(self, kind: str, other: str, inputs: list[dict[str, str]]) -> Reply:
        assert len(inputs) <= 1000
        links = self.links.get((kind, other), {})
        results, errors = [], 0
        for asked in inputs:
            start = int(asked.get("after", 0))
            to = [
                {
                    "toObjectId": int(identity),
                    "associationTypes": [
                        {"category": "HUBSPOT_DEFINED", "typeId": 1 if primary else 279, "label": "Primary"}
                        if primary
                        else {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None}
                    ],
                }
                for identity, primary in links.get(asked["id"], [])
            ]
            if not to:
                errors += 1
                continue
            result: dict[str, Any] = {"from": {"id": asked["id"]}, "to": to[start : start + 2]}
            if len(to) > start + 2:
                result["paging"] = {"next": {"after": str(start + 2)}}
            results.append(result)
        return Reply({"status": "COMPLETE", "results": results, "numErrors": errors}, 207 if errors else 200)


def _meets(properties: dict[str, Any], condition: dict[str, str]) -> bool:
    value = properties[condition["propertyName"]]
    if condition["propertyName"] == "hs_object_id":
        assert condition["operator"] == "GT"
        return int(value) > int(condition["value"])
    assert condition["operator"] == "GTE"
    return datetime.fromisoformat(value).timestamp() * 1000 >= int(condition["value"])


def _shown(record: dict[str, Any], properties: list[str]) -> dict[str, Any]:
    return {**record, "properties": {name: record["properties"].get(name) for name in properties}}


def _error(status: int, category: str, message: str) -> Reply:
    return Reply({"status": "error", "message": message, "correlationId": "c-1", "category": category}, status)


RATE_LIMITED = Reply(
    {
        "status": "error",
        "message": "You have reached your secondly limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": "c-2",
        "policyName": "SECONDLY",
    },
    429,
)
DAILY_LIMIT = Reply(
    {
        "status": "error",
        "message": "You have reached your daily limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": "c-3",
        "policyName": "DAILY",
    },
    429,
)

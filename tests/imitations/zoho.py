"""Zoho CRM: refresh tokens, `page_token`, If-Modified-Since with 304 and 204, deleted records."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.imitations.server import Imitation, Reply, Request

CLIENT = {"client_id": "1000.ID", "client_secret": "zoho-client-secret", "refresh_token": "1000.refresh"}


class Zoho(Imitation):
    def __init__(self) -> None:
        super().__init__()
        self.modules: dict[str, dict[str, dict[str, Any]]] = {}
        self.deleted: dict[str, list[dict[str, Any]]] = {}
        self.users: list[dict[str, Any]] = []
        self.token = 0
        self.tokens_expired = False

    def put(self, module: str, identity: int, changed: datetime | None = None, **fields: Any) -> None:
        stamp = (changed or datetime.now(UTC)).isoformat(timespec="seconds")
        self.modules.setdefault(module, {})[str(identity)] = {"id": str(identity), "Modified_Time": stamp, **fields}

    def delete(self, module: str, identity: int) -> None:
        record = self.modules[module].pop(str(identity))
        gone = {"id": record["id"], "display_name": "…", "type": "recycle", "deleted_by": None, "Created_By": None}
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        self.deleted.setdefault(module, []).append({**gone, "deleted_time": stamp})

    def expire(self) -> None:
        self.token += 1

    def forget_places(self) -> None:
        self.tokens_expired = True

    def is_for_token(self, request: Request) -> bool:
        return request.path == "/oauth/v2/token"

    def answer(self, request: Request) -> Reply:
        if self.is_for_token(request):
            if {name: request.body.get(name) for name in CLIENT} != CLIENT:
                return Reply({"error": "invalid_code"})
            return Reply({"access_token": f"1000.{self.token}", "api_domain": self.url, "expires_in": 3600})
        if request.headers.get("Authorization") != f"Zoho-oauthtoken 1000.{self.token}":
            body = {"code": "INVALID_TOKEN", "details": {}, "message": "invalid oauth token", "status": "error"}
            return Reply(body, 401)
        _, _, version, *path = request.path.split("/")
        assert version == "v8"
        since = request.headers.get("If-Modified-Since")
        if path == ["users"]:
            return Reply({"users": self.users, "info": {"page": 1, "more_records": False}})
        if path[1:] == ["deleted"]:
            found = [r for r in self.deleted.get(path[0], []) if since is None or r["deleted_time"] >= since]
            return _numbered(found, request) if found else Reply(status=204)
        return self._records(path[0], request, since)

    def _records(self, module: str, request: Request, since: str | None) -> Reply:
        fields = ["id", *request.query["fields"].split(",")]
        assert len(fields) <= 51
        assert request.query["sort_by"] == "id"
        found = sorted(self.modules.get(module, {}).values(), key=lambda record: int(record["id"]))
        found = [r for r in found if since is None or r["Modified_Time"] >= since]
        if not found:
            return Reply(status=304 if since else 204)
        token = request.query.get("page_token")
        if token and self.tokens_expired:
            self.tokens_expired = False
            body = {"code": "EXPIRED_VALUE", "details": {}, "message": "page_token is expired", "status": "error"}
            return Reply(body, 400)
        rest = [r for r in found if int(r["id"]) > int(token or 0)]
        size = int(request.query["per_page"])
        more = len(rest) > size
        page = [{name: record.get(name) for name in fields} for record in rest[:size]]
        info = {"per_page": size, "count": len(page), "next_page_token": page[-1]["id"] if more else None}
        return Reply({"data": page, "info": {**info, "sort_by": "id", "page": 1, "more_records": more}})


def _numbered(found: list[dict[str, Any]], request: Request) -> Reply:
    size, page = int(request.query["per_page"]), int(request.query.get("page", 1))
    start = (page - 1) * size
    info = {"per_page": size, "page": page, "count": len(found[start : start + size])}
    return Reply({"data": found[start : start + size], "info": {**info, "more_records": len(found) > start + size}})


TOO_MANY = Reply({"code": "TOO_MANY_REQUESTS", "details": {}, "message": "too many requests", "status": "error"}, 429)

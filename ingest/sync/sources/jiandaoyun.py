"""简道云 Jiandaoyun, through its open API v5.

Documents (hc.jiandaoyun.com/open): «查询多条数据接口» (14220), which always sorts by data id and takes the last one
as `data_id`, at most 100 records a page, 30 requests a second; «表单字段查询接口» (14216), which says what the
fields of a form are called and of which type they are; «获取部门成员接口» (18515), 10 requests a second; «开发指南»
(11261): an error comes with status 400, `code` and `msg`, 8303 for too many requests, 429 for too many at once.
Forms are designed by their users: what a form holds is configured, and its fields are recognised by their titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from guanxi.config import SyncConnection, SyncForm
from guanxi.errors import ConfigError
from ingest.sync.definition import Api, Call, Found, Product, Read
from ingest.sync.paginators import ByKey, OnePage
from ingest.sync.session import Session

__all__ = ["PRODUCT"]

_PAGE = 100
_API = "/api/v5"
_FOREVER = "2999-12-31T00:00:00.000Z"
_MEMBERS = "members"
_LEFT_OUT = frozenset({"image", "upload", "signature", "subform", "separator", "location"})


def _auth(connection: SyncConnection, secrets: Mapping[str, str], session: Session) -> BearerTokenAuth:
    return BearerTokenAuth(token=secrets["api_key"])


def _error(reply: Any, status: int) -> tuple[str, str] | None:
    if status < 400 or not isinstance(reply, dict) or "code" not in reply:
        return None
    return str(reply["code"]), str(reply.get("msg", ""))


def _reads(connection: SyncConnection) -> Iterator[Read]:
    if not connection.forms:
        raise ConfigError(f"The connection {connection.name!r} names no forms.", "docs/syncing.md shows how to.")
    yield Read(_MEMBERS, "", _MEMBERS, _members, key="username")
    for form in connection.forms:
        yield Read(f"{form.form}-fields", form.form, None, partial(_fields, form), key="name")
        yield Read(form.form, form.form, form.form, partial(_rows, form), key="_id", gone={"gone": True})


def _members(since: datetime | None) -> Call:
    everybody = {"dept_no": 1, "has_child": True}
    return Call(f"{_API}/corp/department/user/list", "users", OnePage(), method="POST", json=everybody)


def _fields(form: SyncForm, since: datetime | None) -> Call:
    question = {"app_id": form.app, "entry_id": form.form}
    return Call(f"{_API}/app/entry/widget/list", "widgets", OnePage(), method="POST", json=question)


def _rows(form: SyncForm, since: datetime | None) -> Call:
    question: dict[str, Any] = {"app_id": form.app, "entry_id": form.form, "limit": _PAGE}
    if since is not None:
        between = [f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}", _FOREVER]
        changed = {"field": "updateTime", "type": "datetime", "method": "range", "value": between}
        question["filter"] = {"rel": "and", "cond": [changed]}
    return Call(f"{_API}/app/entry/data/list", "data", ByKey("_id", _PAGE, _after), method="POST", json=question)


def _after(body: dict[str, Any], last: str) -> None:
    body["data_id"] = last


def _knowledge(connection: SyncConnection, found: Found) -> dict[str, dict[str, str]]:
    """What the fields of each form are called: by their titles, or by what the connection says that these mean."""
    return {
        form.form: {
            field["name"]: form.columns.get(field["label"]) or str(field["label"])
            for field in found(f"{form.form}-fields")
            if field["type"] not in _LEFT_OUT
        }
        for form in connection.forms
    }


def _tidy(connection: SyncConnection, read: str, record: Api, titles: Mapping[str, Mapping[str, str]]) -> Api:
    if read == _MEMBERS:
        return {name: record.get(name) for name in ("username", "name", "status")}
    always = {name: record.get(name) for name in ("_id", "createTime", "creator", "gone")}
    return always | {title: record.get(name) for name, title in titles[read].items()}


PRODUCT = Product(
    name="jiandaoyun",
    title="简道云",
    base_url="https://api.jiandaoyun.com",
    token_url=None,
    secrets=("api_key",),
    paces=(("/corp/department/user/list", 10.0), ("", 25.0)),
    error=_error,
    errors={"8303": "retry"},
    auth=_auth,
    reads=lambda connection: tuple(_reads(connection)),
    tidy=_tidy,
    knowledge=_knowledge,
    check=lambda connection: Call(f"{_API}/app/list", "apps", OnePage(), method="POST", json={"limit": 1}),
    preset="jiandaoyun",
)

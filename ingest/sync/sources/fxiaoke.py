"""纷享销客 Fxiaoke, through its open API.

Documents (open.fxiaoke.com wiki, developer.fxiaoke.com/openapi_v2): «获取 CorpAccessToken» at
`/cgi/corpAccessToken/get/V2`, good for 7200 seconds and no more than 10 times a minute; it goes into the body of
each request beside `corpId` and `currentOpenUserId`. «查询数据列表» at `/cgi/crm/v2/data/query` (objects of one's
own: `/cgi/crm/custom/v2/data/query`) with at most 100 records a page. «深翻页»: sorted by `_id`, each page asks for
those after the last one, the last page has fewer. «全局返回码»: an error comes with HTTP 200 and an `errorCode`
other than 0; 20016 is a token that is no longer good. «频率限制»: 100 requests in 20 seconds at each address, and a
number a day. What was made invalid (作废) has the `life_status` invalid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from guanxi.config import SyncConnection
from guanxi.errors import ConfigError
from ingest.sync.auth import BodyToken
from ingest.sync.definition import Api, Call, Product, Read
from ingest.sync.paginators import ByKey
from ingest.sync.session import Session

__all__ = ["PRODUCT"]

_PAGE = 100
_GONE = {"is_deleted": True}
_ALWAYS = ("_id", "name", "owner", "owner__r", "life_status", "is_deleted", "create_time", "last_modified_time")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "PersonnelObj": ("user_id", "full_name", "email", "position", "main_department", "main_department__r", "leader"),
    "AccountObj": (
        *("account_no", "account_type", "account_type__r", "industry_level1", "industry_level1__r", "email", "tel"),
        *("url", "country", "country__r", "province", "province__r", "city", "city__r", "parent_account_id"),
    ),
    "ContactObj": ("account_id", "job_title", "role", "role__r", "mobile1", "tel1", "email", "leader"),
    "LeadsObj": ("company", "biz_status", "job_title", "mobile", "tel", "email"),
    "NewOpportunityObj": (
        *("account_id", "sales_stage", "sales_stage__r", "sales_status", "sales_status__r", "amount", "mc_currency"),
        *("close_date", "probability"),
    ),
    "ActiveRecordObj": (
        *("active_record_content", "interactive_types", "interactive_types__r", "related_object_data", "created_by"),
    ),
}


def _auth(connection: SyncConnection, secrets: Mapping[str, str], session: Session) -> BodyToken:
    if connection.user is None:
        raise ConfigError(
            f"The connection {connection.name!r} needs a user.",
            "user: FSUID_… is the openUserId of somebody who may see all records.",
        )
    ask = {"appId": secrets["app_id"], "appSecret": secrets["app_secret"], "permanentCode": secrets["permanent_code"]}
    url = f"{connection.base_url}/cgi/corpAccessToken/get/V2"
    return BodyToken(url, ask, ("corpAccessToken", "corpId"), {"currentOpenUserId": connection.user}, session)


def _error(reply: Any, status: int) -> tuple[str, str] | None:
    code = reply.get("errorCode", 0) if isinstance(reply, dict) else 0
    return (str(code), str(reply.get("errorDescription") or reply.get("errorMessage") or "")) if code else None


def _reads(connection: SyncConnection) -> Sequence[Read]:
    names = dict.fromkeys((*_FIELDS, *connection.fields))
    return [Read(n, n, n, partial(_records, n, _wanted(connection, n)), key="_id", gone=_GONE) for n in names]


def _wanted(connection: SyncConnection, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_ALWAYS, *_FIELDS.get(name, ()), *connection.fields.get(name, ()))))


def _records(name: str, fields: Sequence[str], since: datetime | None) -> Call:
    path = "/cgi/crm/custom/v2/data/query" if name.endswith("__c") else "/cgi/crm/v2/data/query"
    changed = {"field_name": "last_modified_time", "operator": "GTE"}
    filters = [{**changed, "field_values": [str(int(since.timestamp() * 1000))]}] if since else []
    return Call(
        path, "data.dataList", ByKey("_id", _PAGE, _after), method="POST", json=_question(name, fields, filters)
    )


def _question(name: str, fields: Sequence[str], filters: list[dict[str, Any]], limit: int = _PAGE) -> dict[str, Any]:
    search = {
        "limit": limit,
        "offset": 0,
        "filters": filters,
        "orders": [{"fieldName": "_id", "isAsc": True}],
        "fieldProjection": list(fields),
    }
    return {"data": {"dataObjectApiName": name, "find_explicit_total_num": False, "search_query_info": search}}


def _after(body: dict[str, Any], last: str) -> None:
    search = body["data"]["search_query_info"]
    others = [condition for condition in search["filters"] if condition["field_name"] != "_id"]
    search["filters"] = [*others, {"field_name": "_id", "operator": "GT", "field_values": [last]}]


def _tidy(connection: SyncConnection, read: str, record: Api, knowledge: None) -> Api:
    """With all the fields that were asked for: the API leaves out those that are empty."""
    return {name: record.get(name) for name in _wanted(connection, read)}


PRODUCT = Product(
    name="fxiaoke",
    title="纷享销客",
    base_url="https://open.fxiaoke.com",
    token_url=None,
    secrets=("app_id", "app_secret", "permanent_code"),
    paces=(("/corpAccessToken/get/V2", 0.15), ("", 5.0)),
    error=_error,
    errors={
        "20016": "expired",
        "30001": "retry",
        "30002": "The requests of the day are used up: run the sync again tomorrow, it goes on here.",
        "30003": "This company has bought no requests to the API.",
    },
    auth=_auth,
    reads=_reads,
    tidy=_tidy,
    check=lambda connection: Call(
        "/cgi/crm/v2/data/query",
        "data.dataList",
        ByKey("_id", 1, _after),
        method="POST",
        json=_question("AccountObj", ("_id",), [], limit=1),
    ),
    preset="fxiaoke",
)

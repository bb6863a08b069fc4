"""Zoho CRM, through its REST API v8.

Documents (www.zoho.com/crm/developer/docs/api/v8): «Get Records» with `fields`, `page_token` (good for a day) and
the header If-Modified-Since, which answers 304 where nothing has changed; «Get Deleted Records» with page numbers;
both answer 204 where there is none. «Refresh Access Tokens»: the token is good for an hour and goes behind the word
`Zoho-oauthtoken`; 401 with INVALID_TOKEN when it is not. «API Limits»: 429 where too many requests run at once.

Records are given the columns of Zoho's exports, so that an export and a sync meet in the same nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from guanxi.config import SyncConnection
from ingest.sync.auth import OAuthToken
from ingest.sync.definition import Api, Call, Product, Read
from ingest.sync.paginators import ByToken, PageNumbers, Resumable
from ingest.sync.session import Session

__all__ = ["PRODUCT"]

_VERSION = "v8"
_PAGE = 200
_TOKEN_URL = "https://accounts.zoho.com/oauth/v2/token"  # noqa: S105

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Accounts": (
        *("Account_Name", "Account_Type", "Industry", "Parent_Account", "Phone", "Website", "Billing_City"),
        *("Billing_State", "Billing_Country", "Owner", "Created_Time", "Modified_Time"),
    ),
    "Contacts": (
        *("First_Name", "Last_Name", "Full_Name", "Account_Name", "Title", "Department", "Email", "Phone", "Mobile"),
        *("Mailing_City", "Mailing_Country", "Email_Opt_Out", "Reporting_To", "Owner", "Modified_Time"),
    ),
    "Leads": (
        *("First_Name", "Last_Name", "Full_Name", "Company", "Designation", "Industry", "Email", "Phone", "Mobile"),
        *("City", "Country", "Email_Opt_Out", "Owner", "Modified_Time"),
    ),
    "Deals": (
        *("Deal_Name", "Account_Name", "Contact_Name", "Stage", "Amount", "Closing_Date", "Probability", "Owner"),
        *("Created_Time", "Modified_Time"),
    ),
    "Calls": (
        *("Subject", "Call_Type", "Call_Start_Time", "Call_Duration_in_seconds", "Who_Id", "What_Id", "Owner"),
        "Modified_Time",
    ),
    "Events": ("Event_Title", "Start_DateTime", "End_DateTime", "Who_Id", "What_Id", "Owner", "Modified_Time"),
}
_COLUMNS = {
    "id": "Record Id",
    "Probability": "Probability (%)",
    "Call_Duration_in_seconds": "Call Duration (in seconds)",
    "Event_Title": "Title",
    "Start_DateTime": "From",
    "End_DateTime": "To",
    "Who_Id": "Contact Name",
    "What_Id": "Related To",
    "Accounts Owner": "Account Owner",
    "Contacts Owner": "Contact Owner",
    "Leads Owner": "Lead Owner",
    "Deals Owner": "Deal Owner",
    "Calls Owner": "Call Owner",
    "Events Owner": "Host",
}
"""What the exports call fields, where it is not the field's name with blanks."""
_OWN_NAME = {"Accounts": "Account Name"}
_LOOKUPS = frozenset({"Owner", "Account_Name", "Contact_Name", "Parent_Account", "Reporting_To", "Who_Id", "What_Id"})


def _auth(connection: SyncConnection, secrets: Mapping[str, str], session: Session) -> OAuthToken:
    return OAuthToken(connection.token_url or _TOKEN_URL, secrets, session, scheme="Zoho-oauthtoken")


def _error(reply: Any, status: int) -> tuple[str, str] | None:
    if not isinstance(reply, dict):
        return None
    if "error" in reply:
        return str(reply["error"]), str(reply.get("error_description") or reply["error"])
    return (str(reply["code"]), str(reply.get("message", ""))) if reply.get("status") == "error" else None


def _reads(connection: SyncConnection) -> Iterator[Read]:
    yield Read("Users", "", "Users", _users)
    for module in _FIELDS:
        yield Read(module, module, module, partial(_records, module, _wanted(connection, module)))
        yield Read(f"{module}-deleted", module, module, partial(_deletions, module), only_changes=True)


def _wanted(connection: SyncConnection, module: str) -> tuple[str, ...]:
    return (*_FIELDS[module], *connection.fields.get(module, ()))


def _users(since: datetime | None) -> Call:
    return _call("users", "users", PageNumbers(), {"type": "AllUsers"}, since)


def _records(module: str, fields: Sequence[str], since: datetime | None) -> Call:
    paginator = ByToken(cursor_path="info.next_page_token", cursor_param="page_token")
    order = {"sort_by": "id", "sort_order": "asc"}
    return _call(module, "data", paginator, {"fields": ",".join(fields), **order}, since)


def _deletions(module: str, since: datetime | None) -> Call:
    return _call(f"{module}/deleted", "data", PageNumbers(), {"type": "all"}, since)


def _call(path: str, records: str, paginator: Resumable, parameters: dict[str, Any], since: datetime | None) -> Call:
    headers = {"If-Modified-Since": since.astimezone(UTC).isoformat(timespec="seconds")} if since else {}
    parameters = {"per_page": _PAGE, **parameters}
    return Call(f"/crm/{_VERSION}/{path}", records, paginator, params=parameters, headers=headers)


def _tidy(connection: SyncConnection, read: str, record: Api, knowledge: None) -> Api:
    if read == "Users":
        role, profile = (record.get(name) or {} for name in ("role", "profile"))
        titles = {"Role": role.get("name"), "Profile": profile.get("name")}
        return {"User Id": record["id"], "Name": record.get("full_name"), "Email": record.get("email"), **titles}
    module = read.removesuffix("-deleted")
    told: Api = {"Record Id": record["id"], "Deleted Time": record.get("deleted_time")}
    for name in _wanted(connection, module):
        column = _COLUMNS.get(f"{module} {name}") or _COLUMNS.get(name) or name.replace("_", " ")
        if name in _LOOKUPS and column != _OWN_NAME.get(module):
            found = record.get(name) or {}
            told |= {column: found.get("name"), f"{column}.id": found.get("id")}
        else:
            told[column] = record.get(name)
    return told


PRODUCT = Product(
    name="zoho",
    title="Zoho CRM",
    base_url="https://www.zohoapis.com",
    token_url=_TOKEN_URL,
    secrets=("client_id", "client_secret", "refresh_token"),
    paces=(("", 5.0),),
    error=_error,
    errors={
        "INVALID_TOKEN": "expired",
        "AUTHENTICATION_FAILURE": "expired",
        "TOO_MANY_REQUESTS": "retry",
        "INTERNAL_ERROR": "retry",
        "EXPIRED_VALUE": "stale",
        "INVALID_TOKEN_TYPE": "docs/syncing.md says how to get a refresh token.",
        "invalid_code": "The refresh token is no longer good: docs/syncing.md says how to get one.",
        "invalid_client": "Check client_id and client_secret, and token_url: each data centre has its own.",
        "Access Denied": "Too many tokens were asked for: run the sync again in a few minutes.",
        "OAUTH_SCOPE_MISMATCH": "Give the client the scopes that docs/syncing.md lists.",
        "NO_PERMISSION": "Give the user of the token access to this module, or name the others in `read`.",
        "LIMIT_EXCEEDED": "The credits of the day are used up: run the sync again later, it goes on here.",
    },
    auth=_auth,
    reads=lambda connection: tuple(_reads(connection)),
    tidy=_tidy,
    check=lambda connection: _call("users", "users", PageNumbers(), {"type": "CurrentUser", "per_page": 1}, None),
    preset="zoho",
)

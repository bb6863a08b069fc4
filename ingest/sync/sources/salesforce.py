"""Salesforce, through its REST API.

Documents (developer.salesforce.com, «REST API Developer Guide»): «QueryAll», which shows deleted records too, with
IsDeleted, until they are purged; «Query More Results» for `nextRecordsUrl`, a cursor that is kept for a while only
and then answers INVALID_QUERY_LOCATOR; «Status Codes and Error Responses»: a list of `errorCode` and `message`,
with 401 and INVALID_SESSION_ID for an expired token. «OAuth 2.0 Client Credentials Flow» and «Refresh Token Flow»
for the token.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from guanxi.config import SyncConnection
from ingest.sync.auth import OAuthToken
from ingest.sync.definition import Api, Call, Product, Read
from ingest.sync.paginators import ByLink, OnePage
from ingest.sync.session import Session

__all__ = ["PRODUCT"]

_VERSION = "v62.0"
_ALWAYS = ("Id", "IsDeleted", "SystemModstamp")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "User": (
        *("Username", "Name", "FirstName", "LastName", "Email", "Title", "Department", "Division", "ManagerId"),
        "IsActive",
    ),
    "Account": (
        *("MasterRecordId", "Name", "Type", "ParentId", "BillingCity", "BillingState", "BillingCountry", "Phone"),
        *("Website", "Industry", "AnnualRevenue", "NumberOfEmployees", "OwnerId", "CreatedDate"),
    ),
    "Contact": (
        *("MasterRecordId", "AccountId", "LastName", "FirstName", "Salutation", "Name", "Phone", "MobilePhone"),
        *("ReportsToId", "Email", "Title", "Department", "LeadSource", "MailingCity", "MailingCountry", "OwnerId"),
        *("HasOptedOutOfEmail", "CreatedDate"),
    ),
    "Lead": (
        *("LastName", "FirstName", "Name", "Company", "Title", "Email", "Phone", "MobilePhone", "Industry", "Website"),
        *("City", "Country", "Status", "LeadSource", "OwnerId", "HasOptedOutOfEmail", "IsConverted"),
        *("ConvertedContactId", "CreatedDate"),
    ),
    "Opportunity": (
        *("AccountId", "Name", "StageName", "Amount", "Probability", "CloseDate", "LeadSource", "IsClosed", "IsWon"),
        *("OwnerId", "CreatedDate"),
    ),
    "OpportunityContactRole": ("OpportunityId", "ContactId", "Role", "IsPrimary"),
    "Task": (
        *("WhoId", "WhatId", "AccountId", "Subject", "ActivityDate", "Status", "IsClosed", "CompletedDateTime"),
        *("OwnerId", "CallDurationInSeconds", "CallType", "TaskSubtype", "CreatedDate"),
    ),
    "Event": (
        *("WhoId", "WhatId", "AccountId", "Subject", "StartDateTime", "EndDateTime", "DurationInMinutes", "OwnerId"),
    ),
}
_NOT_THERE = ("User", "IsDeleted")


def _auth(connection: SyncConnection, secrets: Mapping[str, str], session: Session) -> OAuthToken:
    url = connection.token_url or f"{connection.base_url}/services/oauth2/token"
    return OAuthToken(url, secrets, session)


def _error(reply: Any, status: int) -> tuple[str, str] | None:
    if isinstance(reply, list) and reply and isinstance(reply[0], dict) and "errorCode" in reply[0]:
        return str(reply[0]["errorCode"]), str(reply[0].get("message", ""))
    if isinstance(reply, dict) and "error" in reply:
        return str(reply["error"]), str(reply.get("error_description", ""))
    return None


def _reads(connection: SyncConnection) -> Sequence[Read]:
    reads = []
    for table, fields in _FIELDS.items():
        always = tuple(name for name in _ALWAYS if (table, name) != _NOT_THERE)
        wanted = (*always, *fields, *connection.fields.get(table, ()))
        reads.append(Read(table, table, table, partial(_records, table, wanted), key="Id"))
    return reads


def _records(table: str, fields: Sequence[str], since: datetime | None) -> Call:
    changed = f" WHERE SystemModstamp >= {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if since else ""
    question = f"SELECT {', '.join(fields)} FROM {table}{changed} ORDER BY Id"  # noqa: S608
    paginator = ByLink(next_url_path="nextRecordsUrl")
    return Call(f"/services/data/{_VERSION}/queryAll", "records", paginator, params={"q": question})


def _tidy(connection: SyncConnection, read: str, record: Api, knowledge: None) -> Api:
    """Without `attributes`, which say what kind of record it is and where it lies."""
    return {name: value for name, value in record.items() if name != "attributes"}


PRODUCT = Product(
    name="salesforce",
    title="Salesforce",
    base_url=None,
    token_url=None,
    secrets=("client_id", "client_secret"),
    paces=(("", 10.0),),
    error=_error,
    errors={
        "INVALID_SESSION_ID": "expired",
        "INVALID_QUERY_LOCATOR": "stale",
        "QUERY_TIMEOUT": "retry",
        "SERVER_UNAVAILABLE": "retry",
        "REQUEST_LIMIT_EXCEEDED": "The requests of the day are used up: run the sync again later, it goes on here.",
        "INVALID_FIELD": "Give the user of the connected app access to this field, or take it out of `fields`.",
        "INVALID_TYPE": "Give the user of the connected app access to this object, or name the others in `read`.",
        "API_DISABLED_FOR_ORG": "This edition of Salesforce has no API.",
    },
    auth=_auth,
    reads=_reads,
    tidy=_tidy,
    check=lambda connection: Call(
        f"/services/data/{_VERSION}/query", "records", OnePage(), params={"q": "SELECT Id FROM User LIMIT 1"}
    ),
    preset="salesforce",
)

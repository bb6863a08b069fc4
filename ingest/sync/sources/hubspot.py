"""HubSpot, through its CRM API v3 and the associations API v4.

Documents (developers.hubspot.com/docs): «CRM objects» for lists, which have no end and show archived records on
request; «Search the CRM» for what changed since a time, where a page has 200 results and a search no more than
10,000, which is why results are sorted by `hs_object_id` and each page asks for those after the last one;
«Associations v4» for who belongs to whom; «Usage guidelines and limits», by which 429 with `policyName` DAILY is
final until midnight. Contacts have the time of their last change in `lastmodifieddate`, all other objects in
`hs_lastmodifieddate`.

Records are given the columns of HubSpot's exports, so that an export and a sync meet in the same nodes; the exports
name owners and deal stages by what they are called, where the API has their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from dlt.sources.helpers.rest_client.client import RESTClient

from guanxi.config import SyncConnection
from ingest.sync.definition import Api, Call, Found, Product, Read
from ingest.sync.paginators import ByKey, ByToken, OnePage
from ingest.sync.session import Session

__all__ = ["PRODUCT"]

_LISTED, _FOUND = 100, 200
"""Records on a page of a list, and on one of a search, at most."""

_OWNER, _STAGE, _SECONDS = "hubspot_owner_id", "dealstage", "hs_call_duration"
_ACTIVITY = {"hs_timestamp": "Activity date", _OWNER: "Activity assigned to"}
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "companies": {
        "name": "Company name",
        "domain": "Company Domain Name",
        "website": "Website URL",
        "phone": "Phone Number",
        "industry": "Industry",
        "city": "City",
        "state": "State/Region",
        "country": "Country/Region",
        "hs_parent_company_id": "Parent Company ID",
        _OWNER: "Company owner",
        "createdate": "Create Date",
    },
    "contacts": {
        "firstname": "First Name",
        "lastname": "Last Name",
        "email": "Email",
        "phone": "Phone Number",
        "mobilephone": "Mobile Phone Number",
        "jobtitle": "Job Title",
        "city": "City",
        "country": "Country/Region",
        "hs_buying_role": "Buying Role",
        "lifecyclestage": "Lifecycle Stage",
        "hs_email_optout": "Unsubscribed from all email",
        _OWNER: "Contact owner",
    },
    "deals": {
        "dealname": "Deal Name",
        _STAGE: "Deal Stage",
        "pipeline": "Pipeline",
        "amount": "Amount",
        "deal_currency_code": "Currency",
        "closedate": "Close Date",
        "createdate": "Create Date",
        "hs_deal_stage_probability": "Deal probability",
        "hs_is_closed_won": "Is Closed Won",
        "hs_is_closed_lost": "Is closed lost",
        _OWNER: "Deal owner",
    },
    "calls": {
        **_ACTIVITY,
        "hs_call_title": "Call Title",
        "hs_call_direction": "Call Direction",
        "hs_call_duration": "Call duration",
    },
    "emails": {**_ACTIVITY, "hs_email_subject": "Email subject", "hs_email_direction": "Email Direction"},
    "meetings": {**_ACTIVITY, "hs_meeting_title": "Meeting name", "hs_meeting_start_time": "Meeting start time"},
}
_ASSOCIATED: Mapping[str, Mapping[str, str]] = {
    "contacts": {"companies": "Associated Company IDs"},
    **{
        kind: {"companies": "Associated Company IDs", "contacts": "Associated Contact IDs"}
        for kind in ("deals", "calls", "emails", "meetings")
    },
}


def _auth(connection: SyncConnection, secrets: Mapping[str, str], session: Session) -> BearerTokenAuth:
    return BearerTokenAuth(token=secrets["token"])


def _error(reply: Any, status: int) -> tuple[str, str] | None:
    if status < 400 or not isinstance(reply, dict):
        return None
    return str(reply.get("policyName") or reply.get("category") or status), str(reply.get("message", ""))


def _reads(connection: SyncConnection) -> Iterator[Read]:
    yield Read("owners", "", "owners", lambda since: _list("/crm/v3/owners", {}))
    yield Read("pipelines", "deals", None, _pipelines)
    for kind in _COLUMNS:
        wanted = (*_COLUMNS[kind], *connection.fields.get(kind, ()))
        enrich = partial(_associate, kind, tuple(_ASSOCIATED[kind])) if kind in _ASSOCIATED else None
        yield Read(kind, kind, kind, partial(_records, kind, wanted), enrich=enrich)
        yield Read(f"{kind}-archived", kind, kind, partial(_archived, kind, wanted), only_changes=True)


def _pipelines(since: datetime | None) -> Call:
    return Call("/crm/v3/pipelines/deals", "results", OnePage())


def _records(kind: str, properties: Sequence[str], since: datetime | None) -> Call:
    if since is None:
        return _list(f"/crm/v3/objects/{kind}", {"properties": ",".join(properties)})
    changed = "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"
    moment = str(int(since.timestamp() * 1000))
    question = {
        "filterGroups": [{"filters": [{"propertyName": changed, "operator": "GTE", "value": moment}]}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": list(properties),
        "limit": _FOUND,
    }
    return Call(f"/crm/v3/objects/{kind}/search", "results", ByKey("id", _FOUND, _after), method="POST", json=question)


def _archived(kind: str, properties: Sequence[str], since: datetime | None) -> Call:
    everything = _list(f"/crm/v3/objects/{kind}", {"properties": ",".join(properties), "archived": "true"})
    return replace(everything, only=partial(_was_archived, since)) if since else everything


def _was_archived(since: datetime, record: Api) -> bool:
    return datetime.fromisoformat(record["archivedAt"]) >= since


def _list(path: str, parameters: dict[str, Any]) -> Call:
    paginator = ByToken(cursor_path="paging.next.after", cursor_param="after")
    return Call(path, "results", paginator, params={"limit": _LISTED, **parameters})


def _after(body: dict[str, Any], last: str) -> None:
    filters = body["filterGroups"][0]["filters"]
    filters[1:] = [{"propertyName": "hs_object_id", "operator": "GT", "value": last}]


def _associate(kind: str, others: Sequence[str], client: RESTClient, records: list[Api]) -> None:
    """Put the ids of associated records into `associated`, the primary one first."""
    for record in records:
        record["associated"] = {other: [] for other in others}
    by_id = {str(record["id"]): record["associated"] for record in records}
    for other in others:
        asked: list[dict[str, str]] = [{"id": identity} for identity in by_id]
        while asked:
            reply = client.post(f"/crm/v4/associations/{kind}/{other}/batch/read", json={"inputs": asked}).json()
            asked = []
            for result in reply["results"]:
                source = str(result["from"]["id"])
                for to in sorted(result["to"], key=_is_secondary):
                    by_id[source][other].insert(_is_secondary(to) * len(by_id[source][other]), str(to["toObjectId"]))
                if "paging" in result:
                    asked.append({"id": source, "after": result["paging"]["next"]["after"]})


def _is_secondary(to: Mapping[str, Any]) -> bool:
    return not any(str(kind.get("label")).casefold() == "primary" for kind in to["associationTypes"])


@dataclass(frozen=True)
class _Names:
    """What the exports call owners and stages, by id."""

    owners: Mapping[str, str]
    stages: Mapping[str, str]


def _knowledge(connection: SyncConnection, found: Found) -> _Names:
    stages = {stage["id"]: stage["label"] for pipeline in found("pipelines") for stage in pipeline["stages"]}
    return _Names({str(owner["id"]): _owner_name(owner) for owner in found("owners")}, stages)


def _owner_name(owner: Api) -> str:
    return f"{owner.get('firstName') or ''} {owner.get('lastName') or ''}".strip() or str(owner.get("email"))


def _tidy(connection: SyncConnection, read: str, record: Api, names: _Names) -> Api:
    if read == "owners":
        return {"Owner ID": record["id"], "Owner name": _owner_name(record), "Owner email": record.get("email")}
    kind = read.removesuffix("-archived")
    properties = record["properties"]
    told = dict(properties)
    if properties.get(_OWNER):
        told[_OWNER] = names.owners.get(properties[_OWNER])
    if properties.get(_STAGE):
        told[_STAGE] = names.stages.get(properties[_STAGE], properties[_STAGE])
    associated = record.get("associated", {})
    return {
        "Record ID": record["id"],
        **{column: told.get(name) for name, column in _COLUMNS[kind].items()},
        **{column: associated.get(other, []) for other, column in _ASSOCIATED.get(kind, {}).items()},
        **{name: told.get(name) for name in connection.fields.get(kind, ())},
        "Archived": bool(record.get("archived")),
    }


PRODUCT = Product(
    name="hubspot",
    title="HubSpot",
    base_url="https://api.hubapi.com",
    token_url=None,
    secrets=("token",),
    paces=(("/search", 4.0), ("", 10.0)),
    error=_error,
    errors={
        "DAILY": "The requests of the day are used up: run the sync again tomorrow, it goes on here.",
        "MISSING_SCOPES": "Give the private app the scopes that docs/syncing.md lists.",
        "EXPIRED_AUTHENTICATION": "Make a new token, and put it in the place of the old one.",
    },
    auth=_auth,
    check=lambda connection: _list("/crm/v3/owners", {"limit": 1}),
    reads=lambda connection: tuple(_reads(connection)),
    tidy=_tidy,
    preset="hubspot",
    knowledge=_knowledge,
)

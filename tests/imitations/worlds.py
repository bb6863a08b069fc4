"""The same small company in each of the products: accounts, people, a deal, calls; enough people for several pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.imitations import fxiaoke, hubspot, jiandaoyun, salesforce, zoho
from tests.imitations.server import Imitation, Reply

PEOPLE = 250
LONG_AGO = datetime.now(UTC) - timedelta(days=30)


@dataclass
class World:
    """A product with the company in it: how it is connected to, and how its people change.

    `table` is the file that its people go to, and `prefix` what stands before their number in the native id.
    """

    product: str
    api: Imitation
    secrets: dict[str, str]
    limited: Reply
    table: str
    put: Callable[[int, str, datetime | None], None]
    remove: Callable[[int], None]
    native: Callable[[int], str] = str
    options: dict[str, Any] = field(default_factory=dict)
    expire: Callable[[], None] | None = None
    tells_deletions: bool = True


def hubspot_world() -> World:
    api = hubspot.HubSpot()
    api.owners = [{"id": "77", "email": "erin@own.example", "firstName": "Erin", "lastName": "Own", "archived": False}]
    for number in (1, 2):
        api.put("companies", number, LONG_AGO, name=f"Firm {number}", city="Bonn", hubspot_owner_id="77")

    def put(number: int, name: str, changed: datetime | None) -> None:
        person = {"firstname": name, "lastname": f"P{number}", "email": f"p{number}@firm.example"}
        api.put("contacts", number, changed, **person, hubspot_owner_id="77")
        api.link("contacts", number, "companies", 2, 1, primary=1)

    for number in range(1, PEOPLE + 1):
        put(number, "Ann", LONG_AGO)
    won = {"dealstage": "91", "amount": "900", "closedate": "2026-03-05", "hs_is_closed_won": "true"}
    api.put("deals", 1, LONG_AGO, dealname="Big", **won, hubspot_owner_id="77")
    api.link("deals", 1, "companies", 1)
    api.link("deals", 1, "contacts", 1, 2, 3, 4, 5)
    call = {"hs_timestamp": "2026-05-01T10:00:00Z", "hs_call_title": "Hello", "hs_call_direction": "OUTBOUND"}
    api.put("calls", 501, LONG_AGO, **call, hubspot_owner_id="77")
    api.link("calls", 501, "contacts", 1)
    return World(
        "hubspot",
        api,
        {"token": hubspot.TOKEN},
        hubspot.RATE_LIMITED,
        "contacts",
        put,
        lambda number: api.archive("contacts", number),
    )


def salesforce_world() -> World:
    api = salesforce.Salesforce()
    api.put("User", native_user := "005000000000001AAA", LONG_AGO, Username="e", FirstName="Erin", LastName="Own")
    firm = "001000000000001AAA"
    api.put("Account", firm, LONG_AGO, Name="Firm 1", BillingCity="Bonn", OwnerId=native_user, ParentId=None)

    def native(number: int) -> str:
        return f"003{number:012}AAA"

    def put(number: int, name: str, changed: datetime | None) -> None:
        person = {"FirstName": name, "LastName": f"P{number}", "Email": f"p{number}@firm.example", "AccountId": firm}
        api.put("Contact", native(number), changed, **person, OwnerId=native_user)

    for number in range(1, PEOPLE + 1):
        put(number, "Ann", LONG_AGO)
    deal = {"Name": "Big", "StageName": "Closed Won", "IsWon": True, "IsClosed": True, "Amount": 900.0}
    api.put(
        "Opportunity",
        "006000000000001AAA",
        LONG_AGO,
        **deal,
        CloseDate="2026-03-05",
        AccountId=firm,
        OwnerId=native_user,
    )
    role = {"OpportunityId": "006000000000001AAA", "ContactId": native(2), "Role": "Buyer", "IsPrimary": True}
    api.put("OpportunityContactRole", "00K000000000001AAA", LONG_AGO, **role)
    task = {
        "WhoId": native(1),
        "OwnerId": native_user,
        "Status": "Completed",
        "TaskSubtype": "Call",
        "Subject": "Hello",
    }
    api.put("Task", "00T000000000001AAA", LONG_AGO, **task, ActivityDate="2026-05-01")

    def remove(number: int) -> None:
        stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000+0000}"
        api.tables["Contact"][native(number)] |= {"IsDeleted": True, "SystemModstamp": stamp}

    limited = Reply([{"message": "try again", "errorCode": "SERVER_UNAVAILABLE"}], 503)
    secrets = salesforce.CLIENT
    return World("salesforce", api, secrets, limited, "Contact", put, remove, native, expire=api.expire)


def zoho_world() -> World:
    api = zoho.Zoho()
    erin = {"id": "9001", "name": "Erin Own", "email": "erin@own.example"}
    api.users = [{"id": "9001", "full_name": "Erin Own", "email": erin["email"], "role": {"name": "Sales"}}]
    api.put("Accounts", 8001, LONG_AGO, Account_Name="Firm 1", Billing_City="Bonn", Owner=erin)

    def put(number: int, name: str, changed: datetime | None) -> None:
        person = {"First_Name": name, "Last_Name": f"P{number}", "Email": f"p{number}@firm.example", "Owner": erin}
        api.put("Contacts", number, changed, **person, Account_Name={"id": "8001", "name": "Firm 1"})

    for number in range(1, PEOPLE + 1):
        put(number, "Ann", LONG_AGO)
    deal = {"Deal_Name": "Big", "Stage": "Closed Won", "Amount": 900, "Closing_Date": "2026-03-05", "Owner": erin}
    api.put("Deals", 7001, LONG_AGO, **deal, Account_Name={"id": "8001", "name": "Firm 1"})
    call = {"Subject": "Hello", "Call_Type": "Outbound", "Call_Start_Time": "2026-05-01T10:00:00+00:00"}
    api.put("Calls", 6001, LONG_AGO, **call, Who_Id={"id": "1", "name": "Ann P1"}, Owner=erin)
    return World(
        "zoho",
        api,
        zoho.CLIENT,
        zoho.TOO_MANY,
        "Contacts",
        put,
        lambda number: api.delete("Contacts", number),
        expire=api.expire,
    )


def fxiaoke_world() -> World:
    api = fxiaoke.Fxiaoke()
    erin = {"owner": ["1000"], "owner__r": {"id": "1000", "name": "Erin Own"}}
    api.put("PersonnelObj", "u1", LONG_AGO, name="Erin Own", user_id="1000", main_department=["5"])
    api.put("AccountObj", "a1", LONG_AGO, name="北京一号有限公司", city__r="北京", industry_level1="x", **erin)

    def native(number: int) -> str:
        return f"c{number:04}"

    def put(number: int, name: str, changed: datetime | None) -> None:
        person = {"name": f"{name} P{number}", "email": f"p{number}@firm.example", "account_id": "a1"}
        api.put("ContactObj", native(number), changed, **person, job_title="采购", **erin)

    for number in range(1, PEOPLE + 1):
        put(number, "Ann", LONG_AGO)
    deal = {"name": "Big", "sales_stage": "5", "sales_status": "2", "amount": "900.00", "account_id": "a1"}
    api.put("NewOpportunityObj", "o1", LONG_AGO, **deal, close_date=1_772_640_000_000, **erin)
    about = [{"id": native(1), "describe_api_name": "ContactObj"}]
    note = {"active_record_content": "…", "create_time": 1_777_000_000_000, "related_object_data": about}
    api.put("ActiveRecordObj", "r1", LONG_AGO, name="Hello", **note, **erin)

    def remove(number: int) -> None:
        del api.objects["ContactObj"][native(number)]

    client = fxiaoke.CLIENT
    secrets = {"app_id": client["appId"], "app_secret": client["appSecret"], "permanent_code": client["permanentCode"]}
    return World(
        "fxiaoke",
        api,
        secrets,
        fxiaoke.fault(30001, "too many requests"),
        "ContactObj",
        put,
        remove,
        native,
        {"user": fxiaoke.USER},
        expire=api.expire,
        tells_deletions=False,
    )


def jiandaoyun_world() -> World:
    api = jiandaoyun.Jiandaoyun()
    api.members = [{"username": "erin", "name": "Erin Own", "departments": [1], "type": 0, "status": 1}]
    api.widgets = {
        "firms": [
            {"name": "_widget_1", "label": "客户全称", "type": "text"},
            {"name": "_widget_2", "label": "负责人", "type": "user"},
            {"name": "_widget_3", "label": "地址", "type": "address"},
            {"name": "_widget_4", "label": "照片", "type": "image"},
        ],
        "people": [
            {"name": "_widget_11", "label": "联系人姓名", "type": "text"},
            {"name": "_widget_12", "label": "客户", "type": "linkdata"},
            {"name": "mail", "label": "邮箱", "type": "text"},
        ],
    }
    erin = {"name": "Erin Own", "username": "erin"}
    where = {"province": "北京市", "city": "北京", "district": "海淀区", "detail": "一号"}
    api.put("firms", "f1", LONG_AGO, _widget_1="北京一号有限公司", _widget_2=erin, _widget_3=where)

    def native(number: int) -> str:
        return f"p{number:04}"

    def put(number: int, name: str, changed: datetime | None) -> None:
        person = {"_widget_11": f"{name} P{number}", "mail": f"p{number}@firm.example"}
        api.put("people", native(number), changed, **person, _widget_12={"id": "f1", "key": "北京一号有限公司"})

    for number in range(1, PEOPLE + 1):
        put(number, "Ann", LONG_AGO)

    def remove(number: int) -> None:
        del api.forms["people"][native(number)]

    forms = [{"app": "app1", "form": "firms", "columns": {"客户全称": "客户名称"}}, {"app": "app1", "form": "people"}]
    return World(
        "jiandaoyun",
        api,
        {"api_key": jiandaoyun.KEY},
        jiandaoyun.TOO_OFTEN,
        "people",
        put,
        remove,
        native,
        {"forms": forms},
        tells_deletions=False,
    )


WORLDS: dict[str, Callable[[], World]] = {
    "hubspot": hubspot_world,
    "salesforce": salesforce_world,
    "zoho": zoho_world,
    "fxiaoke": fxiaoke_world,
    "jiandaoyun": jiandaoyun_world,
}

"""Follow-ups: planned, given to a colleague, put off, done, taken back, and all of it in the audit trail."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from tests.company import load_company
from tests.integration.test_web_shell import Browse, app, browse, post
from web.followups import steps

__all__ = ["app", "browse"]

TODAY = steps.today()


def test_a_next_step_from_plan_to_done_and_back(app: Flask, browse: Browse, appstore: AppStore, store: Store) -> None:
    load_company(store)
    manager, colleague = browse("account_manager"), browse("analyst")
    ids = {one["name"]: str(one["id"]) for one in steps.colleagues(appstore)}
    step = {"subject": "customer:1", "text": "Ask for <b>Anna's</b> budget", "due_on": str(TODAY - timedelta(days=2))}

    answer = post(manager, "/follow-ups", **step, user_id=ids["account_manager"])
    assert answer.location.endswith("#follow-ups")
    page = manager.get("/accounts/1").text
    assert "Ask for &lt;b&gt;Anna&#39;s&lt;/b&gt; budget" in page and "overdue since" in page
    assert steps.counts(appstore, int(ids["account_manager"])) == {"open": 1, "due": 0, "overdue": 1}
    [number] = [one["id"] for one in steps.of(appstore, ["customer:1"])]

    assert post(colleague, f"/follow-ups/{number}/done").status_code == 403
    post(manager, f"/follow-ups/{number}/snooze", days="7")
    assert steps.of(appstore, ["customer:1"])[0]["due_on"] == TODAY + timedelta(days=7)
    post(manager, f"/follow-ups/{number}/done")
    assert "Nothing here" in manager.get("/follow-ups").text
    assert "Harbour Robotics" in manager.get("/follow-ups?which=done").text
    post(manager, f"/follow-ups/{number}/undo")
    assert "Harbour Robotics" in manager.get("/follow-ups").text

    step |= {"subject": "contact:2", "text": "Call", "due_on": str(TODAY)}
    post(manager, "/follow-ups", **step, user_id=ids["analyst"])
    assert "from account_manager" in colleague.get("/follow-ups").text
    assert "for analyst" in manager.get("/follow-ups?which=given").text

    with appstore.session() as session:
        trail = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    noted = [one.action for one in trail if one.action.startswith("follow_up.")]
    assert [action.removeprefix("follow_up.") for action in noted] == ["add", "snooze", "done", "undo", "add"]
    assert not any("Anna" in str(one.detail) for one in trail)


def test_what_makes_no_sense_is_refused_with_a_sentence(browse: Browse, appstore: AppStore, store: Store) -> None:
    load_company(store)
    client = browse("marketer")
    step = {"subject": "customer:1", "text": "Call", "due_on": str(TODAY), "user_id": "1"}
    for wrong, said in (
        ({"text": "  "}, "Say what the next step is"),
        ({"due_on": "soon"}, "Say by which day."),
        ({"user_id": "77"}, "There is no such colleague."),
    ):
        post(client, "/follow-ups", **{**step, **wrong})
        assert said in client.get("/follow-ups").text
    assert post(client, "/follow-ups", **{**step, "subject": "customer:none"}).status_code == 404
    assert post(client, "/follow-ups/99/done").status_code == 404
    assert steps.of(appstore, ["customer:1"]) == []

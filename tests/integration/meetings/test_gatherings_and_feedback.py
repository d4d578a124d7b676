"""Gatherings of the school, goals that everybody agrees to, and feedback that alerts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.meetings.conftest import OTHER, YEAR, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
MENTEE: dict[str, Any] = {"roles": ("mentee",), "person": "mentee"}


def planned(machine: Machine, item: str) -> str:
    body = {"item": item, "year": YEAR, "title": "Общая встреча", "place": "актовый зал"}
    body["date"] = machine.today.isoformat()
    return str(machine.call("POST", "/outreach", body)["id"])


def scheduled(machine: Machine) -> str:
    """A pairing whose first round of feedback is open."""
    pairing = machine.pair()
    path = f"/pairings/{pairing}/feedback/schedule"
    machine.call("POST", path, {"dates": [machine.today.isoformat()]})
    return pairing


def answer(person: str, comfort: int, **more: Any) -> dict[str, Any]:
    side = "mentor" if person == "mentor" else "mentee"
    return {"side": side, "person": person, "usefulness": 5, "comfort": comfort, **more}


def test_a_gathering_is_held_told_of_and_struck(machine: Machine) -> None:
    event = planned(machine, "1.4")
    machine.call("POST", f"/outreach/{event}/invite", {"invited": 80, "answered": 64})
    held = {
        "held_on": machine.today.isoformat(), "attended": 64, "material": "протокол № 1",
        "requests_by_theme": {"exams": 4}, "resources": ["кабинет 12"],
    }  # fmt: skip
    machine.call("POST", f"/outreach/{event}/hold", held)
    machine.settle()
    (shown,) = machine.call("GET", "/outreach", year=YEAR, item="1.4")["items"]
    assert (shown["status"], shown["attended"], shown["invited"]) == ("held", 64, 80)
    assert (shown["title"], shown["resources"]) == ("Общая встреча", ["кабинет 12"])
    assert shown["requests_by_theme"] == {"exams": 4}
    assert machine.call("GET", "/outreach", year=YEAR, tenant=OTHER)["items"] == []
    machine.call(
        "POST", f"/outreach/{event}/strike", {"reason": "ошибка"}, tenant=OTHER, status=404
    )
    machine.call("POST", f"/outreach/{event}/strike", {"reason": "ошибка"})
    machine.settle()
    said = machine.published()
    assert [kind for kind, _ in said] == ["InvitationsSent", "OutreachHeld", "OutreachWithdrawn"]
    assert (said[1][1]["attended"], said[1][1]["material"]) == (64, True)


def test_invitations_of_a_cancelled_gathering_are_taken_back(machine: Machine) -> None:
    event = planned(machine, "7.1")
    machine.call("POST", f"/outreach/{event}/invite", {"invited": 80})
    machine.call("POST", f"/outreach/{event}/cancel", {"reason": "карантин"})
    machine.settle()
    assert [kind for kind, _ in machine.published()] == ["InvitationsSent", "OutreachWithdrawn"]


def test_nobody_checks_in_without_a_consent(machine: Machine) -> None:
    event = planned(machine, "5.1")
    path = f"/outreach/{event}/check-in"
    machine.consents.withdrawn.add("mentee")
    refused = machine.call("POST", path, {"person": "mentee"}, status=409)
    assert refused["code"] == "consent-missing"
    machine.call("POST", path, {"person": "mentor"})
    machine.settle()
    (shown,) = machine.call("GET", "/outreach", item="5.1")["items"]
    assert shown["people"] == ["mentor"]


def test_a_goal_counts_when_the_mentee_agrees_too(machine: Machine) -> None:
    pairing = machine.pair()
    body = {
        "text": "алгебра на четыре", "measure": "средний балл", "planned_meetings": 10,
        "due": (machine.today + timedelta(days=90)).isoformat(), "agreed_by": ["mentor"],
    }  # fmt: skip
    path = f"/pairings/{pairing}/goal"
    early = machine.call("POST", path, body, status=409, **MENTOR)
    assert early["code"] == "meeting-order"
    machine.meet(pairing, "organisational")
    for_another = body | {"agreed_by": ["mentor", "mentee"]}
    machine.call("POST", path, for_another, status=403, **MENTOR)
    goal = machine.call("POST", path, body, **MENTOR)["goal"]
    assert "GoalAgreed" not in [kind for kind, _ in machine.published()]
    machine.call("POST", f"{path}/agree", {"goal": goal, "person": "mentee"}, **MENTEE)
    machine.settle()
    assert machine.published()[-1][0] == "GoalAgreed"
    entry = next(
        row
        for row in machine.call("GET", f"/pairings/{pairing}/journal")["items"]
        if row["id"] == goal
    )
    assert (entry["topic"], entry["agreed"]) == ("алгебра на четыре", True)


def test_a_low_answer_alerts_until_it_is_handled(machine: Machine) -> None:
    pairing = scheduled(machine)
    path = f"/pairings/{pairing}/feedback/answers"
    machine.call("POST", path, answer("mentor", 5), **MENTOR)
    machine.call("POST", path, answer("mentee", 1, text="трудно"), **MENTEE)
    machine.settle()
    said = [data for kind, data in machine.published() if kind == "FeedbackGiven"]
    assert [data["low"] for data in said] == [False, True]
    (alert,) = machine.call("GET", "/feedback/alerts")["items"]
    assert (alert["person"], alert["text"], alert["scores"]["comfort"]) == ("mentee", "трудно", 1)
    handled = f"/feedback/alerts/{alert['id']}/handled"
    note = {"note": "поговорила с обоими"}
    machine.call("POST", handled, note, status=403, **MENTOR)
    machine.call("POST", handled, note, tenant=OTHER, status=404)
    machine.call("POST", handled, {}, status=422)
    machine.call("POST", handled, note, roles=("psychologist",))
    machine.settle()
    assert machine.call("GET", "/feedback/alerts")["items"] == []
    assert len(machine.call("GET", "/feedback/alerts?status=handled")["items"]) == 1
    (closed,) = machine.call("GET", "/alerts?kind=closed")["items"]
    assert (closed["alert"], closed["note"]) == ("feedback", "поговорила с обоими")
    assert machine.call("GET", "/alerts?kind=closed", roles=("head",))["items"] == []


def test_one_answers_for_oneself(machine: Machine) -> None:
    path = f"/pairings/{scheduled(machine)}/feedback/answers"
    machine.call("POST", path, answer("mentee", 1), status=403, **MENTOR)
    stranger: dict[str, Any] = {"roles": ("mentee",), "person": "stranger"}
    machine.call("POST", path, answer("stranger", 1), status=404, **stranger)
    machine.call("POST", path, answer("mentee", 4))
    machine.call("POST", path, answer("mentee", 5), status=409, **MENTEE)
    wrong_side = answer("mentor", 4) | {"side": "mentee"}
    machine.call("POST", path, wrong_side, status=404, **MENTOR)

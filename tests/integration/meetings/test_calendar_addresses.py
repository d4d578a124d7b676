"""Private calendar addresses: what they show, to whom, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from shared.domain.ids import TenantId
from tests.integration.meetings.conftest import OTHER, SCHOOL, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
MENTEE: dict[str, Any] = {"roles": ("mentee",), "person": "mentee"}


def subscribe(machine: Machine, **who: Any) -> tuple[str, str]:
    made = machine.call("POST", "/subscriptions", {"language": "en"}, **who)
    machine.settle()
    return made["token"], made["id"]


def read(machine: Machine, token: str, tenant: TenantId = SCHOOL, status: int = 200) -> Any:
    return machine.call(
        "GET", f"/subscriptions/open/{token}", roles=("service",), tenant=tenant, status=status
    )


def events(machine: Machine, token: str) -> dict[str, Any]:
    found: list[Any] = Calendar.from_ical(read(machine, token)).walk("VEVENT")
    return {str(event["uid"]): event for event in found}


def plan(machine: Machine, pairing: str, days: int) -> str:
    starts = f"{(machine.today + timedelta(days=days)).isoformat()}T15:00:00+03:00"
    body = {"kind": "regular", "starts_at": starts, "minutes": 45}
    path = f"/pairings/{pairing}/meetings/plan"
    meeting = machine.call("POST", path, body, **MENTOR)["meeting"]
    machine.settle()
    return str(meeting)


def test_changes_reach_those_who_subscribed(machine: Machine) -> None:
    pairing = machine.working()
    theirs = machine.pair("stranger", "pupil")
    meeting = plan(machine, pairing, 2)
    token, _ = subscribe(machine, **MENTOR)
    first = events(machine, token)
    assert set(first) == {meeting}
    assert int(first[meeting]["sequence"]) == 0
    path = f"/pairings/{pairing}/meetings/{meeting}"
    later = f"{(machine.today + timedelta(days=3)).isoformat()}T16:00:00+03:00"
    machine.call("POST", f"{path}/move", {"starts_at": later, "agreed_by": ["mentor", "mentee"]})
    machine.settle()
    moved = events(machine, token)[meeting]
    assert int(moved["sequence"]) == 1
    assert moved.decoded("dtstart").isoformat() == later
    assert moved.decoded("dtstamp") >= first[meeting].decoded("dtstamp")
    machine.call("POST", f"{path}/cancel", {"reason": "other"}, **MENTEE)
    machine.settle()
    cancelled = events(machine, token)[meeting]
    assert (int(cancelled["sequence"]), str(cancelled["status"])) == (2, "CANCELLED")
    text = read(machine, token).decode()
    assert not [name for name in ("mentee", "pupil", pairing, theirs) if name in text]


def test_an_address_is_ones_own_ends_and_is_nowhere_to_be_read(machine: Machine) -> None:
    machine.working()
    token, id = subscribe(machine, **MENTOR)
    assert len(token) >= 32
    read(machine, token)
    read(machine, token, OTHER, 404)
    read(machine, "0" * len(token), status=404)
    machine.call("GET", f"/subscriptions/open/{token}", status=403, **MENTOR)
    db = machine.service.db
    stored = [str(row) for name in db.list_collection_names() for row in db[name].find()]
    assert not [row for row in stored if token in row]
    assert [row["id"] for row in machine.call("GET", "/subscriptions", **MENTOR)["items"]] == [id]
    assert machine.call("GET", "/subscriptions", **MENTEE)["items"] == []
    machine.call("POST", f"/subscriptions/{id}/end", {}, status=404, **MENTEE)
    machine.call("POST", f"/subscriptions/{id}/end", {}, **MENTOR)
    read(machine, token, status=404)
    machine.settle()
    assert machine.call("GET", "/subscriptions", **MENTOR)["items"] == []


def test_the_same_request_gets_the_same_address(machine: Machine) -> None:
    made = machine.call("POST", "/subscriptions", {}, key="once", **MENTOR)
    assert machine.call("POST", "/subscriptions", {}, key="once", **MENTOR) == made
    other = machine.call("POST", "/subscriptions", {}, key="once", **MENTEE)
    assert other["token"] != made["token"]


def test_without_consent_the_pairs_meetings_leave_the_calendar(machine: Machine) -> None:
    pairing = machine.working()
    plan(machine, pairing, 2)
    token, _ = subscribe(machine, **MENTOR)
    assert len(events(machine, token)) == 1
    machine.consents.withdrawn.add("mentee")
    assert events(machine, token) == {}


def test_staff_see_gatherings_only(machine: Machine) -> None:
    pairing = machine.working()
    plan(machine, pairing, 2)
    day = (machine.today + timedelta(days=5)).isoformat()
    body = {"item": "6.7", "year": "2026/27", "title": "Итоги", "date": day}
    gathering = machine.call("POST", "/outreach", body)["id"]
    machine.settle()
    token, _ = subscribe(machine)
    shown = events(machine, token)
    assert set(shown) == {gathering}
    assert str(shown[gathering]["summary"]) == "Closing meeting of all pairs"
    assert "Итоги" not in read(machine, token).decode()

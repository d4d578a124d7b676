"""A planned last meeting, reasons of blanks, and hours that have not come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.integration.meetings.conftest import Machine
from tests.integration.meetings.test_school_days import in_demo, move_clock

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
MOSCOW = ZoneInfo("Europe/Moscow")


def test_a_planned_last_meeting_stays_in_calendars_with_its_hour(machine: Machine) -> None:
    in_demo(machine)
    pairing = machine.working()
    path = f"/pairings/{pairing}"
    at = datetime.combine(machine.today + timedelta(days=1), datetime.min.time(), MOSCOW)
    at = at.replace(hour=11)
    plan = {"kind": "closing", "starts_at": at.isoformat()}
    meeting = machine.call("POST", f"{path}/meetings/plan", plan, **MENTOR)["meeting"]
    move_clock(machine, 1)
    close = {
        "outcome": "reached", "held_on": at.date().isoformat(), "minutes": 45, "meeting": meeting
    }  # fmt: skip
    assert machine.call("POST", f"{path}/close", close, **MENTOR)["meeting"] == meeting
    machine.settle()
    raw = machine.call("GET", f"{path}/calendar.ics", **MENTOR)
    told = {str(event["uid"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}
    assert told[meeting]["dtstart"].dt == at
    assert "CANCELLED" not in raw.decode()
    (row,) = [row for row in machine.call("GET", "/calendar")["items"] if row["what"] == "closing"]
    assert (row["id"], row["status"]) == (meeting, "held")


def test_a_reason_is_more_than_blanks(machine: Machine) -> None:
    pairing = machine.pair()
    blank = machine.meet(pairing, "regular", exception="  \n ", status=409)
    assert blank["code"] == "meeting-order"
    machine.meet(pairing, "regular", exception=" болели ")
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal")["items"]
    assert entry["exception"] == "болели"
    close = {"outcome": "reached", "held_on": machine.today.isoformat(), "minutes": 45}
    blank = {**close, "exception": "   ", "held_on": (machine.today - timedelta(1)).isoformat()}
    refused = machine.call("POST", f"/pairings/{pairing}/close", blank, status=409)
    assert refused["code"] == "meeting-order"


def test_what_begins_tonight_was_not_held_this_morning(machine: Machine) -> None:
    in_demo(machine)
    pairing = machine.pair()
    now = machine.service.clock.now().astimezone(MOSCOW)
    on = {"held_on": now.date().isoformat()}
    tonight = now.replace(hour=23, minute=50).isoformat()
    refused = machine.meet(pairing, "organisational", starts_at=tonight, status=409, **on)
    assert refused["code"] == "hour-in-future"
    machine.meet(
        pairing, "organisational", starts_at=now.replace(hour=11).isoformat(), **on,
        attended=["mentee", "mentor", "mentee"],
    )  # fmt: skip
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal")["items"]
    assert entry["attended"] == ["mentee", "mentor"]

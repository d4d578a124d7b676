"""Days are the school's: in Kamchatka a day begins half a day before that of UTC."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.clock import advance, make_demo
from tests.integration.meetings.conftest import YEAR, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
KAMCHATKA = ZoneInfo("Asia/Kamchatka")


def move_clock(machine: Machine, days: float) -> None:
    advance(machine.service.settings, days)
    machine.moved()
    time.sleep(0.6)  # so long others remember the clock, those who date what is stored among them


def in_demo(machine: Machine, hour: int = 9) -> None:
    """From now on the clock can be moved; it shows the next such hour of UTC."""
    make_demo(machine.service.settings)
    machine.moved()
    now = machine.service.clock.now()
    at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    at += timedelta(days=at <= now)
    move_clock(machine, (at - now) / timedelta(days=1))


def morning_in_kamchatka(machine: Machine) -> date:
    """Ten in the morning there, while UTC is still at yesterday; their day."""
    in_demo(machine, 22)
    rules = {"zone": "Asia/Kamchatka", "silent_days": 21, "late_days": 14}
    machine.call("POST", "/rules", rules)
    machine.settle()
    here = machine.service.clock.now().astimezone(KAMCHATKA).date()
    assert here == machine.today + timedelta(days=1)
    return here


def test_what_happens_this_morning_is_entered_this_morning(machine: Machine) -> None:
    today = morning_in_kamchatka(machine)
    gathering = {"item": "5.1", "year": YEAR, "title": "сбор", "date": today.isoformat()}
    event = machine.call("POST", "/outreach", gathering)["id"]
    held = {"held_on": today.isoformat(), "attended": 3}
    machine.call("POST", f"/outreach/{event}/hold", held)
    tomorrow = {"held_on": (today + timedelta(days=1)).isoformat(), "attended": 3}
    event = machine.call("POST", "/outreach", gathering)["id"]
    refused = machine.call("POST", f"/outreach/{event}/hold", tomorrow, status=409)
    assert refused["code"] == "in-future"

    pairing = machine.pair()
    machine.meet(pairing, "organisational", held_on=today.isoformat())
    dates = {"dates": [today.isoformat()]}
    machine.call("POST", f"/pairings/{pairing}/feedback/schedule", dates)
    said = {"side": "mentor", "person": "mentor", "usefulness": 5, "comfort": 5}
    machine.call("POST", f"/pairings/{pairing}/feedback/answers", said, **MENTOR)

    goal = {"text": "четвёрка", "measure": "балл", "planned_meetings": 4}
    passed = goal | {"due": (today - timedelta(days=1)).isoformat()}
    machine.call("POST", f"/pairings/{pairing}/goal", passed, status=409)
    machine.call("POST", f"/pairings/{pairing}/goal", goal | {"due": today.isoformat()})


def test_a_pair_that_has_not_met_is_overdue_by_the_schools_day(machine: Machine) -> None:
    today = morning_in_kamchatka(machine)
    pairing = machine.pair()
    machine.meet(pairing, "organisational", held_on=today.isoformat())
    move_clock(machine, 5)
    assert machine.call("GET", "/overdue", days=5)["items"] == []
    move_clock(machine, 1)
    (row,) = machine.call("GET", "/overdue", days=5)["items"]
    assert row["id"] == pairing

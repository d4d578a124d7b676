"""What was seen to is told of again when it happens again; days off are no silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts import matching
from shared.domain.ids import PairingId
from tests.integration.meetings.conftest import YEAR, Machine
from tests.integration.meetings.test_school_days import in_demo, move_clock

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
SILENT = 21


def waiting(machine: Machine, kind: str) -> int:
    machine.settle()
    counted = int(machine.call("GET", "/alerts/counts")[kind])
    assert len(machine.call("GET", "/alerts", kind=kind)["items"]) == counted
    return counted


def in_days(machine: Machine, days: int) -> str:
    return f"{(machine.today + timedelta(days=days)).isoformat()}T12:00:00+03:00"


def test_a_meeting_that_is_moved_and_missed_again_waits_again(machine: Machine) -> None:
    in_demo(machine)
    pairing = machine.working()
    path = f"/pairings/{pairing}/meetings"
    body = {"kind": "regular", "starts_at": in_days(machine, 1)}
    meeting = machine.call("POST", f"{path}/plan", body)["meeting"]
    close = {"alert": "overdue", "meeting": meeting, "note": "болел, встретятся на неделе"}
    ahead = machine.call("POST", f"/pairings/{pairing}/alerts/close", close, status=409)
    assert ahead["code"] == "not-overdue"
    move_clock(machine, 3)
    assert waiting(machine, "overdue") == 1
    machine.call("POST", f"/pairings/{pairing}/alerts/close", close)
    assert waiting(machine, "overdue") == 0
    machine.call("POST", f"{path}/{meeting}/move", {"starts_at": in_days(machine, 4)})
    assert waiting(machine, "overdue") == 0
    assert "settled" not in machine.call("GET", f"/pairings/{pairing}")["planned"][meeting]
    move_clock(machine, 8)
    assert waiting(machine, "overdue") == 1
    machine.call("POST", f"/pairings/{pairing}/alerts/close", close)
    assert waiting(machine, "overdue") == 0


def test_holidays_are_no_silence(machine: Machine) -> None:
    in_demo(machine)
    machine.working()
    first, last = machine.today + timedelta(days=1), machine.today + timedelta(days=14)
    days = [{"first": first.isoformat(), "last": last.isoformat()}]
    machine.call("POST", "/rules/holidays", {"year": YEAR, "holidays": days})
    move_clock(machine, SILENT + 1)
    assert waiting(machine, "silent") == 0
    move_clock(machine, 13)
    assert waiting(machine, "silent") == 0
    # those of another year are not theirs
    machine.call("POST", "/rules/holidays", {"year": YEAR, "holidays": []})
    machine.call("POST", "/rules/holidays", {"year": "2025/26", "holidays": days})
    assert waiting(machine, "silent") == 1
    machine.call("POST", "/rules/holidays", {"year": YEAR, "holidays": days})
    assert waiting(machine, "silent") == 0
    move_clock(machine, 1)
    assert waiting(machine, "silent") == 1


def test_a_pair_that_goes_on_has_its_days_from_then(machine: Machine) -> None:
    in_demo(machine)
    pairing = PairingId(machine.working())
    machine.hear(matching.PairingSuspended(pairing, "consent"))
    machine.settle()
    move_clock(machine, 40)
    machine.hear(matching.PairingResumed(pairing))
    assert waiting(machine, "silent") == 0
    move_clock(machine, SILENT)
    assert waiting(machine, "silent") == 0
    move_clock(machine, 1)
    assert waiting(machine, "silent") == 1

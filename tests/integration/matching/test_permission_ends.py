"""A mentor takes a permission back while a pair runs: it stands still until somebody decides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared.clock import advance, make_demo
from shared.contracts import participants
from shared.domain.ids import PersonId, TenantId
from shared.scheduler import Scheduler
from tests.integration.matching.conftest import YEAR, Machine

pytestmark = pytest.mark.integration
HOME = TenantId("home")
CARD, AT_HOME = PersonId("card"), PersonId("mentor-at-home")


def _running(machine: Machine, days: int) -> tuple[str, str]:
    """A pair with another school's mentor, in a programme that leaves so many days."""
    make_demo(machine.service.settings)
    machine.list_mentor(CARD, home=HOME, home_person=AT_HOME)
    machine.admit("mentee")
    programme = machine.programme()
    machine.call("PUT", f"/programmes/{programme}/decision-time", {"days": days})
    (pairing,) = machine.adopted(programme)["pairings"]
    machine.agree_all([pairing])
    machine.issue(machine.drafted(programme, [pairing]))
    assert machine.status(pairing) == "active"
    return programme, str(pairing)


def _revoke(machine: Machine) -> None:
    machine.consents.withdrawn.add(CARD)
    machine.hear(participants.SharingEnded(AT_HOME, TenantId("school"), CARD, "revoked"), HOME)
    machine.hear(participants.MentorUnlisted(CARD, YEAR, "permission_revoked"))
    machine.settle()


def _tasks(machine: Machine, **query: Any) -> list[dict[str, Any]]:
    return list(machine.call("GET", "/tasks", roles=("head",), **query)["items"])


def test_the_pair_stands_still_and_the_coordinator_has_a_day_to_decide_by(machine: Machine) -> None:
    _, pairing = _running(machine, 10)
    _revoke(machine)
    assert machine.status(pairing) == "suspended"
    (task,) = _tasks(machine)
    due = (date.today() + timedelta(days=10)).isoformat()
    assert (task["pairing"], task["reason"], task["due"], task["escalated"]) == (
        pairing, "permission_ended", due, False
    )  # fmt: skip


def test_nobody_decides_and_the_scheduler_escalates_once(machine: Machine) -> None:
    _, pairing = _running(machine, 3)
    _revoke(machine)
    scheduler = Scheduler(machine.service)
    assert scheduler.tick() == 0
    advance(machine.service.settings, 4)
    machine.service.clock._until = 0.0  # type: ignore[attr-defined]  # forget the cached offset
    assert scheduler.tick() == 1
    assert scheduler.tick() == 0
    machine.settle()
    assert [task["pairing"] for task in _tasks(machine, escalated="true")] == [pairing]
    assert machine.status(pairing) == "suspended"


def test_it_is_kept_only_once_the_mentor_permits_again(machine: Machine) -> None:
    _, pairing = _running(machine, 5)
    _revoke(machine)
    reason = {"reason": "mentor_permits_again"}
    refused = machine.call("POST", f"/pairs/{pairing}/keep", reason, status=409)
    assert refused["code"] == "consent-missing"
    machine.consents.withdrawn.clear()
    machine.list_mentor(CARD, home=HOME, home_person=AT_HOME)
    machine.settle()
    assert machine.call("POST", f"/pairs/{pairing}/resume", {}, status=409)["code"] == (
        "decision-needed"
    )
    machine.call("POST", f"/pairs/{pairing}/keep", reason)
    machine.settle()
    assert machine.status(pairing) == "active"
    assert _tasks(machine) == []


def test_it_is_ended_by_an_order_and_its_place_is_free_again(machine: Machine) -> None:
    programme, pairing = _running(machine, 5)
    _revoke(machine)
    body = {"programme": programme, "kind": "termination", "pairings": []}
    ending = [{"pairing": pairing, "reason": "mentor_left"}]
    order = machine.call("POST", "/orders", {**body, "ending": ending})["id"]
    machine.issue(order)
    assert machine.status(pairing) == "ended"
    assert _tasks(machine) == []
    places = machine.call("GET", f"/places/{AT_HOME}", tenant=HOME)
    assert places["claims"] == []

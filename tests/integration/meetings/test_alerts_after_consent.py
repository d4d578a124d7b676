"""An alert about somebody who withdrew or was erased is closed without a word about them."""

from __future__ import annotations

from typing import Any

import pytest

from services.meetings.domain.feedback.events import AlertHandled
from services.meetings.domain.meeting_series.events import AlertClosed
from shared.contracts import matching, participants
from shared.domain.ids import PairingId, PersonId
from tests.integration.meetings.conftest import SCHOOL, Machine

pytestmark = pytest.mark.integration
MENTEE = PersonId("mentee")
NOTE = "мама болеет, встретятся в субботу"


def low(machine: Machine, pairing: str) -> str:
    """A call for help that waits; its id."""
    today = machine.today.isoformat()
    machine.call("POST", f"/pairings/{pairing}/feedback/schedule", {"dates": [today]})
    said = {"side": "mentee", "person": MENTEE, "usefulness": 1, "comfort": 1, "text": "плохо"}
    machine.call("POST", f"/pairings/{pairing}/feedback/answers", said)
    machine.settle()
    (alert,) = machine.call("GET", "/feedback/alerts")["items"]
    return str(alert["id"])


def withdraw(machine: Machine) -> None:
    machine.consents.withdrawn.add(MENTEE)
    machine.hear(participants.ConsentEnded(MENTEE, "participation", "withdrawn"))
    machine.settle()


def erase(machine: Machine, pairing: str) -> None:
    machine.consents.withdrawn.add(MENTEE)
    machine.hear(participants.PersonErased(MENTEE))
    machine.hear(matching.PairingEnded(PairingId(pairing), "erased"))
    machine.settle()


def stored(machine: Machine, kind: type) -> list[Any]:
    return [
        one.event for one in machine.service.store.read_all(0, 1000) if isinstance(one.event, kind)
    ]


def test_a_silent_pair_is_seen_to_without_a_note_after_a_withdrawal(machine: Machine) -> None:
    pairing = machine.working()
    withdraw(machine)
    path, body = f"/pairings/{pairing}/alerts/close", {"alert": "silent", "note": NOTE}
    answer = machine.call("POST", path, body, key="once")
    assert answer["note_kept"] is False
    machine.settle()
    (closed,) = stored(machine, AlertClosed)
    assert closed.note is None
    (row,) = machine.call("GET", "/alerts", kind="closed")["items"]
    assert row["note"] is None
    # who comes back answers for what was asked before
    machine.consents.withdrawn.clear()
    again = machine.call("POST", path, body, key="once")
    assert again["commit"] == answer["commit"]


def test_with_everybodys_consent_the_note_is_kept(machine: Machine) -> None:
    pairing = machine.working()
    body = {"alert": "silent", "note": NOTE}
    answer = machine.call("POST", f"/pairings/{pairing}/alerts/close", body)
    assert answer["note_kept"] is True
    machine.settle()
    (row,) = machine.call("GET", "/alerts", kind="closed")["items"]
    assert row["note"] == NOTE


def test_feedback_is_handled_without_a_note_after_a_withdrawal(machine: Machine) -> None:
    alert = low(machine, machine.working())
    withdraw(machine)
    answer = machine.call("POST", f"/feedback/alerts/{alert}/handled", {"note": NOTE})
    assert answer["note_kept"] is False
    machine.settle()
    (handled,) = stored(machine, AlertHandled)
    assert handled.note is None
    assert machine.call("GET", "/alerts/counts")["feedback"] == 0


def test_a_note_that_was_sealed_anew_is_not_read(machine: Machine) -> None:
    """As it was stored by a version that did not ask: under a key that nobody has consented to."""
    pairing = machine.working()
    body = {"alert": "silent", "note": NOTE}
    machine.call("POST", f"/pairings/{pairing}/alerts/close", body)
    machine.settle()
    machine.consents.withdrawn.add(MENTEE)
    assert machine.service.vault.open(SCHOOL, stored(machine, AlertClosed)[0].note.sealed) == NOTE
    (row,) = machine.call("GET", "/alerts", kind="closed")["items"]
    assert row["note"] is None


@pytest.mark.parametrize("note", ["", NOTE])
def test_the_alert_of_somebody_who_was_erased_can_be_closed(machine: Machine, note: str) -> None:
    pairing = machine.working()
    alert = low(machine, pairing)
    erase(machine, pairing)
    assert machine.call("GET", "/alerts/counts")["feedback"] == 1
    path = f"/feedback/alerts/{alert}/handled"
    assert machine.call("POST", path, {"note": note})["note_kept"] is False
    machine.settle()
    assert machine.call("GET", "/alerts/counts")["feedback"] == 0
    assert stored(machine, AlertHandled)[0].note is None


def test_a_note_is_about_whoever_asked_for_a_talk_though_they_left(machine: Machine) -> None:
    pairing = machine.pair("mentor", "mentee", "other")
    machine.meet(pairing, "organisational")
    alert = low(machine, pairing)
    machine.hear(matching.MemberLeft(PairingId(pairing), MENTEE, "moved", (PersonId("other"),)))
    machine.settle()
    machine.consents.withdrawn.add(MENTEE)
    path = f"/feedback/alerts/{alert}/handled"
    assert machine.call("POST", path, {"note": NOTE})["note_kept"] is False
    machine.settle()
    (handled,) = stored(machine, AlertHandled)
    assert (set(handled.people), handled.note) == ({"mentor", "other", MENTEE}, None)


def test_a_note_is_asked_for_while_everybody_consents(machine: Machine) -> None:
    pairing = machine.working()
    alert = low(machine, pairing)
    for note in ("", "   "):
        body = {"note": note}
        machine.call("POST", f"/feedback/alerts/{alert}/handled", body, status=422)
        body |= {"alert": "silent"}
        machine.call("POST", f"/pairings/{pairing}/alerts/close", body, status=422)
    machine.settle()
    assert machine.call("GET", "/alerts/counts")["feedback"] == 1

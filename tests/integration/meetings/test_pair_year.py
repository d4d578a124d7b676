"""A pairing from its first meeting to its last, and who may see what of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from shared.clock import advance, make_demo
from shared.contracts import matching, participants
from shared.domain.ids import PairingId, PersonId
from tests.integration.meetings.conftest import OTHER, YEAR, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
STRANGER: dict[str, Any] = {"roles": ("mentor",), "person": "stranger"}


def test_a_pair_meets_in_order_and_parts(machine: Machine) -> None:
    pairing = machine.pair()
    refused = machine.meet(pairing, "trial", status=409)
    assert refused["code"] == "meeting-order"
    for kind in ("organisational", "trial", "planning", "regular"):
        machine.meet(pairing, kind)
    done = {"outcome": "partly", "held_on": machine.today.isoformat(), "minutes": 40}
    machine.call("POST", f"/pairings/{pairing}/close", done, **MENTOR)
    machine.settle()
    shown = machine.call("GET", f"/pairings/{pairing}")
    kinds = sorted(one["kind"] for one in shown["held"].values())
    assert (shown["status"], shown["outcome"]) == ("closed", "partly")
    assert kinds == ["closing", "organisational", "planning", "regular", "trial"]
    said = machine.published()
    assert [kind for kind, _ in said] == ["MeetingHeld"] * 5 + ["PairClosed"]
    assert said[1][1]["go_on"] is True
    assert "дроби" not in str(said)


def test_a_doubt_after_the_trial_waits_for_the_coordinator(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    trial = machine.meet(pairing, "trial", go_on_mentee=False)["meeting"]
    machine.meet(pairing, "planning", status=409)
    machine.call("POST", f"/pairings/{pairing}/continue", {}, status=403, **MENTOR)
    machine.call("POST", f"/pairings/{pairing}/continue", {})
    machine.meet(pairing, "planning")
    said = machine.published()
    assert said[1][1]["go_on"] is False
    settled = {"meeting": trial, "pairing": pairing, "year": YEAR}
    assert [data for kind, data in said if kind == "DoubtSettled"] == [settled]


def test_a_meeting_struck_leaves_the_journal_and_the_evidence(machine: Machine) -> None:
    pairing = machine.pair()
    first = machine.meet(pairing, "organisational")["meeting"]
    path = f"/pairings/{pairing}/meetings/{first}/strike"
    machine.call("POST", path, {}, status=403, **MENTOR)
    machine.call("POST", path, {})
    machine.settle()
    assert machine.call("GET", f"/pairings/{pairing}/journal")["items"] == []
    shown = machine.call("GET", f"/pairings/{pairing}")
    assert (shown["held"], shown["last_met"]) == ({}, "")
    assert [kind for kind, _ in machine.published()] == ["MeetingHeld", "MeetingStruck"]


def test_a_request_sent_twice_is_one_meeting(machine: Machine) -> None:
    pairing = machine.pair()
    body = {
        "kind": "organisational", "held_on": machine.today.isoformat(), "minutes": 45,
        "attended": ["mentor", "mentee"],
    }  # fmt: skip
    path = f"/pairings/{pairing}/meetings"
    first = machine.call("POST", path, body, key="once", **MENTOR)
    assert machine.call("POST", path, body, key="once", **MENTOR) == first
    machine.call("POST", path, body | {"minutes": 50}, key="once", status=409, **MENTOR)
    machine.settle()
    assert len(machine.call("GET", f"/pairings/{pairing}")["held"]) == 1


def test_the_journal_opens_for_its_own_people_and_the_reading_is_kept(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    path = f"/pairings/{pairing}/journal"
    (entry,) = machine.call("GET", path, **MENTOR)["items"]
    assert (entry["topic"], entry["next_step"]) == ("дроби", "повторить")
    machine.call("GET", path, roles=("mentee",), person="mentee")
    kept = list(machine.service.db.reads.find({}, {"_id": 0, "actor": 1, "subjects": 1}))
    assert [row["actor"] for row in kept] == ["mentor", "mentee"]
    assert set(kept[0]["subjects"]) == {"mentor", "mentee"}
    machine.call("GET", path, status=404, **STRANGER)
    for role in ("head", "teacher", "psychologist", "municipal_admin"):
        machine.call("GET", path, roles=(role,), status=403)
    machine.call("GET", path, tenant=OTHER, status=404)


def test_a_teacher_who_mentors_stays_in_their_own_pairing(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    both: dict[str, Any] = {"roles": ("teacher", "mentor"), "person": "stranger"}
    machine.call("GET", f"/pairings/{pairing}", **both)
    machine.call("GET", f"/pairings/{pairing}/journal", status=404, **both)
    done = {"outcome": "reached", "held_on": machine.today.isoformat(), "minutes": 40}
    machine.call("POST", f"/pairings/{pairing}/close", done, status=404, **both)


def test_texts_are_stored_sealed_only(machine: Machine) -> None:
    machine.meet(machine.pair(), "organisational", topic="секретная тема")
    db = machine.service.db
    stored = [str(row) for name in db.list_collection_names() for row in db[name].find()]
    assert len(stored) > 0
    assert not [row for row in stored if "секретная" in row]


def test_lists_hold_ones_own_pairs_of_ones_own_school(machine: Machine) -> None:
    mine = machine.pair()
    theirs = machine.pair("stranger", "pupil")
    machine.pair("mentor", "mentee", tenant=OTHER)

    def seen(**who: Any) -> set[str]:
        return {row["id"] for row in machine.call("GET", "/pairings", year=YEAR, **who)["items"]}

    assert seen() == {mine, theirs}
    assert seen(**MENTOR) == {mine}
    machine.call("GET", f"/pairings/{theirs}", status=404, **MENTOR)
    machine.call("GET", "/pairings", roles=("municipal_admin",), status=403)


def test_a_withdrawn_consent_stops_writing_and_darkens_the_journal(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    machine.consents.withdrawn.add("mentee")
    refused = machine.meet(pairing, "trial", status=409)
    assert refused["code"] == "consent-missing"
    machine.hear(participants.ConsentEnded(PersonId("mentee"), "participation", "withdrawn"))
    machine.settle()
    machine.consents.withdrawn.clear()
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal")["items"]
    assert (entry["topic"], entry["next_step"]) == (None, None)


def test_an_erased_person_leaves_no_readable_text(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    machine.hear(participants.PersonErased(PersonId("mentee")))
    machine.settle()
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal")["items"]
    assert entry["topic"] is None


def test_a_withdrawal_heard_after_a_new_consent_destroys_nothing(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    machine.hear(participants.ConsentEnded(PersonId("mentee"), "participation", "withdrawn"))
    machine.settle()
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal")["items"]
    assert entry["topic"] == "дроби"


def _events(machine: Machine, pairing: str) -> list[Any]:
    raw = machine.call("GET", f"/pairings/{pairing}/calendar.ics", **MENTOR)
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def test_a_suspended_pairing_stands_still_and_its_calendar_is_empty(machine: Machine) -> None:
    pairing = machine.working()
    plan = {"kind": "regular", "starts_at": "2099-03-02T15:00:00+03:00", "minutes": 45}
    planned = machine.call("POST", f"/pairings/{pairing}/meetings/plan", plan, **MENTOR)["meeting"]
    machine.settle()
    (event,) = _events(machine, pairing)
    assert str(event["uid"]) == planned
    assert event["dtstart"].dt == datetime.fromisoformat(plan["starts_at"])
    assert "mentor" not in event.to_ical().decode()
    machine.hear(matching.PairingSuspended(PairingId(pairing), "consent_ended"))
    machine.settle()
    shown = machine.call("GET", f"/pairings/{pairing}")
    assert (shown["status"], shown["planned"]) == ("suspended", {})
    (event,) = _events(machine, pairing)
    assert (str(event["uid"]), str(event["status"])) == (planned, "CANCELLED")
    refused = machine.meet(pairing, "regular", status=409)
    assert refused["code"] == "pairing-suspended"
    machine.hear(matching.PairingResumed(PairingId(pairing)))
    machine.settle()
    machine.meet(pairing, "regular")
    machine.hear(matching.PairingEnded(PairingId(pairing), "moved"))
    machine.settle()
    assert machine.meet(pairing, "regular", status=409)["code"] == "pairing-ended"


def test_who_has_not_met_for_long_is_listed(machine: Machine) -> None:
    make_demo(machine.service.settings)
    silent, meeting = machine.pair(), machine.pair("mentor", "pupil")
    ended = machine.pair("mentor", "leaver")
    machine.hear(matching.PairingEnded(PairingId(ended), "moved"))
    machine.settle()

    def listed(**query: Any) -> list[str]:
        return [row["id"] for row in machine.call("GET", "/overdue", year=YEAR, **query)["items"]]

    assert listed() == []
    advance(machine.service.settings, 40)
    machine.moved()
    machine.meet(meeting, "organisational", attended=["mentor", "pupil"])
    assert listed() == [silent]
    assert listed(days=60) == []
    assert listed(**STRANGER) == []


def test_the_last_meeting_is_the_latest_day_however_late_it_is_entered(machine: Machine) -> None:
    pairing = machine.pair()
    long_ago = (machine.today - timedelta(days=40)).isoformat()
    machine.meet(pairing, "organisational", held_on=long_ago, exception="бумажный журнал")
    assert machine.call("GET", f"/pairings/{pairing}")["last_met"] == long_ago
    trial = machine.meet(pairing, "trial")["meeting"]
    assert machine.call("GET", f"/pairings/{pairing}")["last_met"] == machine.today.isoformat()
    machine.call("POST", f"/pairings/{pairing}/meetings/{trial}/strike", {})
    machine.settle()
    assert machine.call("GET", f"/pairings/{pairing}")["last_met"] == long_ago

"""Plans, other times, corrections, files, rules and alerts, on a real MongoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.clock import advance, make_demo
from shared.contracts import matching, participants
from shared.documents.cleaning import cleaned
from shared.domain.ids import PairingId, PersonId, ProgrammeId, derived_id
from tests.integration.meetings.conftest import OTHER, SCHOOL, YEAR, Machine
from tests.unit.shared.pictures import PLACE, jpeg

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
MENTEE: dict[str, Any] = {"roles": ("mentee",), "person": "mentee"}
STRANGER: dict[str, Any] = {"roles": ("mentor",), "person": "stranger"}
PDF = b"%PDF-1.7 memo\n%%EOF"


def at(machine: Machine, days: int, clock: str = "15:00") -> str:
    return f"{(machine.today + timedelta(days=days)).isoformat()}T{clock}:00+03:00"


def plan(machine: Machine, pairing: str, when: str, status: int = 200, **more: Any) -> Any:
    body = {"kind": "regular", "starts_at": when, "minutes": 45, **more}
    answer = machine.call(
        "POST", f"/pairings/{pairing}/meetings/plan", body, status=status, **MENTOR
    )
    machine.settle()
    return answer


def send(machine: Machine, path: str, content: bytes, status: int = 200, **who: Any) -> Any:
    token = machine._issuer.issue(
        "meetings", tenant=who.get("tenant", SCHOOL), actor=who["person"], roles=who["roles"],
        person=who["person"],
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"file-{len(content)}"}
    answer = machine.client.post(f"/v1{path}", data=content, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    machine.settle()
    return answer.get_json()


def test_a_planning_meeting_waits_for_its_goal(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    machine.meet(pairing, "trial")
    body = {
        "kind": "planning", "held_on": machine.today.isoformat(), "attended": ["mentor", "mentee"],
    }  # fmt: skip
    path = f"/pairings/{pairing}/meetings"
    assert machine.call("POST", path, body, status=409, **MENTOR)["code"] == "goal-missing"
    machine.propose(pairing)
    machine.call("POST", path, body, **MENTOR)


def test_bad_input_is_a_sentence_and_stores_nothing(machine: Machine) -> None:
    frame = matching.ProgrammeOpened(
        ProgrammeId(derived_id("programme", SCHOOL, YEAR)), YEAR,
        machine.today - timedelta(days=40), machine.today + timedelta(days=40),
    )  # fmt: skip
    machine.hear(frame)
    pairing = machine.working()
    other = machine.pair("mentor", "pupil")
    taken = plan(machine, pairing, at(machine, 2))["meeting"]
    before = machine.service.db.commits.count_documents({})

    def refused(code: str, status: int = 409, **more: Any) -> None:
        body = {
            "kind": "regular", "held_on": machine.today.isoformat(),
            "attended": ["mentor", "mentee"], **more,
        }  # fmt: skip
        path = f"/pairings/{pairing}/meetings"
        answer = machine.call("POST", path, body, status=status, **MENTOR)
        assert answer["code"] == code
        assert answer["detail"]

    def day(days: int) -> str:
        return (machine.today + timedelta(days=days)).isoformat()

    refused("in-future", held_on=day(1))
    refused("entry-late", held_on=day(-15))
    refused("outside-programme", held_on=day(-41))
    hour = f"{day(0)}T10:00:00+03:00"
    refused("invalid", 422, starts_at=hour, ends_at=f"{day(0)}T09:00:00+03:00")
    refused("invalid", 422, ends_at=hour)
    refused("forbidden", 403, exception="сама решила")
    assert plan(machine, pairing, at(machine, 41), 409)["code"] == "outside-programme"
    assert plan(machine, pairing, at(machine, -1), 409)["code"] == "plan-past"
    assert plan(machine, other, at(machine, 2, "15:30"), 409)["code"] == "overlap"
    backwards = {"ends_at": at(machine, 2, "14:00"), "minutes": None}
    assert plan(machine, pairing, at(machine, 3), 422, **backwards)["code"] == "invalid"
    assert machine.service.db.commits.count_documents({}) == before
    assert set(machine.call("GET", f"/pairings/{pairing}")["planned"]) == {taken}


def test_a_meeting_that_was_held_is_not_held_again_elsewhere(machine: Machine) -> None:
    one, other = machine.working(), machine.pair("mentor", "pupil")
    hour = f"{machine.today.isoformat()}T00:10:00+03:00"
    today = datetime.fromisoformat(hour).date().isoformat()
    machine.meet(one, "regular", starts_at=hour, held_on=today)
    refused = machine.meet(
        other, "organisational", starts_at=hour, held_on=today, attended=["mentor", "pupil"],
        status=409,
    )  # fmt: skip
    assert refused["code"] == "overlap"


def test_the_schools_day_begins_earlier_in_kamchatka(machine: Machine) -> None:
    rules = {"zone": "Asia/Kamchatka", "silent_days": 21, "late_days": 14}
    machine.call("POST", "/rules", rules, status=403, **MENTOR)
    machine.call("POST", "/rules", rules)
    shown = machine.call("GET", "/rules", **MENTOR)
    there = (datetime.now(UTC) + timedelta(hours=12)).date()
    assert (shown["zone"], shown["today"]) == ("Asia/Kamchatka", there.isoformat())
    assert machine.call("GET", "/rules", tenant=OTHER)["zone"] == "Europe/Moscow"
    pairing = machine.working()
    machine.meet(pairing, "regular", held_on=there.isoformat())
    wanted = f"{(there + timedelta(days=1)).isoformat()}T09:00:00+12:00"
    planned = plan(machine, pairing, wanted)["meeting"]
    days = {row["id"]: row["day"] for row in machine.call("GET", "/calendar")["items"]}
    assert days[planned] == (there + timedelta(days=1)).isoformat()


def _weekly(machine: Machine, **more: Any) -> dict[str, Any]:
    first = machine.today + timedelta(days=1)
    return {
        "weekday": first.weekday(), "at": "15:00", "first": first.isoformat(),
        "until": (first + timedelta(days=27)).isoformat(), **more,
    }  # fmt: skip


def test_a_weekly_plan_leaves_out_holidays_and_is_called_off_as_one(machine: Machine) -> None:
    first = machine.today + timedelta(days=1)
    off = {
        "first": (first + timedelta(days=7)).isoformat(),
        "last": (first + timedelta(days=8)).isoformat(),
    }
    machine.call("POST", "/rules/holidays", {"year": YEAR, "holidays": [off]})
    pairing = machine.working()
    path = f"/pairings/{pairing}/rhythms"
    extra = {"skip": [(first + timedelta(days=14)).isoformat()]}
    made = machine.call("POST", path, _weekly(machine, **extra), key="once", **MENTOR)
    assert made["meetings"] == 2
    assert machine.call("POST", path, _weekly(machine, **extra), key="once", **MENTOR) == made
    machine.settle()
    shown = machine.call("GET", f"/pairings/{pairing}", **MENTOR)
    days = sorted(date.fromisoformat(one["starts_at"][:10]) for one in shown["planned"].values())
    assert days == [first, first + timedelta(days=21)]
    assert set(shown["rhythms"]) == {made["rhythm"]}
    machine.call("POST", f"{path}/{made['rhythm']}/stop", {}, status=404, **STRANGER)
    machine.call("POST", f"{path}/{made['rhythm']}/stop", {}, **MENTOR)
    machine.settle()
    shown = machine.call("GET", f"/pairings/{pairing}", **MENTOR)
    assert (shown["planned"], shown["rhythms"]) == ({}, {})
    statuses = {
        row["status"] for row in machine.call("GET", "/calendar")["items"] if row.get("rhythm")
    }
    assert statuses == {"cancelled"}


def test_another_time_is_proposed_by_one_and_agreed_by_the_other(machine: Machine) -> None:
    pairing = machine.working()
    planned = plan(machine, pairing, at(machine, 2))["meeting"]
    path = f"/pairings/{pairing}/meetings/{planned}/move"
    wanted = {"starts_at": at(machine, 3), "minutes": 45}
    machine.call("POST", path, wanted, status=404, **STRANGER)
    machine.call("POST", path, wanted, **MENTOR)
    machine.settle()
    asked = machine.call("GET", f"/pairings/{pairing}")["planned"][planned]
    assert asked["proposed"]["by"] == "mentor"
    assert asked["starts_at"].startswith((machine.today + timedelta(days=2)).isoformat())
    agree = {"starts_at": at(machine, 3), "agree": True, "person": "mentee"}
    machine.call("POST", f"{path}/answer", agree, status=403, **MENTOR)
    machine.call("POST", f"{path}/answer", agree, **MENTEE)
    machine.settle()
    moved = machine.call("GET", f"/pairings/{pairing}")["planned"][planned]
    assert (moved["proposed_by"], moved["agreed_by"]) == ("mentor", ["mentee"])
    assert moved["starts_at"].startswith((machine.today + timedelta(days=3)).isoformat())
    assert "proposed" not in moved


def test_a_correction_keeps_what_was_said_before(machine: Machine) -> None:
    pairing = machine.pair()
    meeting = machine.meet(pairing, "organisational")["meeting"]
    body = {
        "held_on": machine.today.isoformat(), "minutes": 90, "attended": ["mentor", "mentee"],
        "topic": "дроби и проценты", "reason": "забыли про проценты",
    }  # fmt: skip
    path = f"/pairings/{pairing}/meetings/{meeting}/correct"
    machine.call("POST", path, body, status=404, **STRANGER)
    machine.call("POST", path, body, **MENTEE)
    machine.settle()
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal", **MENTOR)["items"]
    assert (entry["topic"], entry["minutes"]) == ("дроби и проценты", 90)
    (former,) = entry["former"]
    assert (former["topic"], former["minutes"]) == ("дроби", 45)
    assert former["reason"] == "забыли про проценты"
    kinds = [kind for kind, _ in machine.published()]
    assert kinds == ["MeetingHeld", "MeetingCorrected"]
    assert machine.published()[1][1]["minutes"] == 90
    assert "проценты" not in str(machine.published())


def test_absences_are_told_to_the_pair_and_sealed_in_the_store(machine: Machine) -> None:
    pairing = machine.pair("mentor", "mentee", "pupil")
    machine.meet(pairing, "organisational", absences={"pupil": "ill"})
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal", **MENTOR)["items"]
    assert (entry["attended"], entry["absences"]) == (["mentor", "mentee"], {"pupil": "ill"})
    db = machine.service.db
    stored = [str(row) for name in db.list_collection_names() for row in db[name].find()]
    assert not [row for row in stored if '"ill"' in row or "'ill'" in row]


def test_files_are_judged_by_what_they_hold_sealed_and_opened_to_the_pair(machine: Machine) -> None:
    pairing = machine.pair()
    meeting = machine.meet(pairing, "organisational")["meeting"]
    path = f"/pairings/{pairing}/meetings/{meeting}/attachments?name=план.pdf"
    before = machine.service.db.commits.count_documents({})
    for bad in (b"", b"MZ\x90\x00 program", b"%PDF-1.7 cut off", b"%PDF-1.7" + b"x" * 11 * 2**20):
        send(machine, path, bad, 413 if len(bad) > 2**20 else 422, **MENTOR)
    assert machine.service.db.commits.count_documents({}) == before
    assert machine.service.db.attachments.count_documents({}) == 0
    send(machine, path, PDF, 404, **STRANGER)
    file = send(machine, path, PDF, **MENTOR)["attachment"]
    assert send(machine, path, PDF, **MENTOR)["attachment"] == file
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal", **MENTEE)["items"]
    assert [(one["name"], one["size"]) for one in entry["files"]] == [("план.pdf", len(PDF))]
    got = f"/pairings/{pairing}/attachments/{file}"
    assert machine.call("GET", got, **MENTEE) == PDF
    machine.call("GET", got, status=404, **STRANGER)
    machine.call("GET", got, status=404, tenant=OTHER)
    assert "memo" not in str(list(machine.service.db.attachments.find()))
    machine.consents.withdrawn.add("mentee")
    machine.hear(participants.ConsentEnded(PersonId("mentee"), "participation", "withdrawn"))
    machine.settle()
    assert machine.service.db.attachments.count_documents({}) == 0


def test_a_photograph_does_not_say_where_it_was_taken(machine: Machine) -> None:
    pairing = machine.pair()
    meeting = machine.meet(pairing, "organisational")["meeting"]
    path = f"/pairings/{pairing}/meetings/{meeting}/attachments?name=занятие.jpg"
    sent = jpeg(6)
    file = send(machine, path, sent, **MENTOR)["attachment"]
    kept = machine.call("GET", f"/pairings/{pairing}/attachments/{file}", **MENTEE)
    assert PLACE in sent
    assert PLACE not in kept
    assert kept == cleaned(sent).content
    (entry,) = machine.call("GET", f"/pairings/{pairing}/journal", **MENTEE)["items"]
    assert entry["files"][0]["size"] == len(kept)


def test_a_file_is_taken_away(machine: Machine) -> None:
    pairing = machine.pair()
    meeting = machine.meet(pairing, "organisational")["meeting"]
    path = f"/pairings/{pairing}/meetings/{meeting}/attachments?name=a.pdf"
    file = send(machine, path, PDF, **MENTOR)["attachment"]
    machine.call("POST", f"/pairings/{pairing}/attachments/{file}/remove", {}, **MENTOR)
    machine.settle()
    machine.call("GET", f"/pairings/{pairing}/attachments/{file}", status=404, **MENTOR)
    assert machine.service.db.attachments.count_documents({}) == 0


def test_overdue_and_silent_wait_until_a_note_closes_them(machine: Machine) -> None:
    make_demo(machine.service.settings)
    pairing, ended = machine.working(), machine.pair("other", "leaver")
    machine.hear(matching.PairingEnded(PairingId(ended), "moved"))
    planned = plan(machine, pairing, at(machine, 1))["meeting"]
    assert machine.call("GET", "/alerts/counts")["overdue"] == 0
    advance(machine.service.settings, 22)
    machine.moved()
    counts = machine.call("GET", "/alerts/counts")
    assert (counts["overdue"], counts["silent"]) == (1, 1)
    (late,) = machine.call("GET", "/alerts", kind="overdue")["items"]
    (silent,) = machine.call("GET", "/alerts", kind="silent")["items"]
    assert (late["id"], silent["id"]) == (planned, pairing)
    machine.call("GET", "/alerts", status=403, **MENTOR)
    assert machine.call("GET", "/alerts", tenant=OTHER)["items"] == []
    path = f"/pairings/{pairing}/alerts/close"
    note = {"alert": "overdue", "meeting": planned, "note": "болел наставник"}
    machine.call("POST", path, note, status=404, tenant=OTHER)
    machine.call("POST", path, {**note, "note": ""}, status=422)
    machine.call("POST", path, note)
    machine.call("POST", path, {"alert": "silent", "note": "встретятся в субботу"})
    machine.settle()
    counts = machine.call("GET", "/alerts/counts")
    assert (counts["overdue"], counts["silent"]) == (0, 0)
    closed = machine.call("GET", "/alerts", kind="closed")["items"]
    assert {row["note"] for row in closed} == {"болел наставник", "встретятся в субботу"}
    advance(machine.service.settings, 23)
    machine.moved()
    assert machine.call("GET", "/alerts/counts")["silent"] == 1


def test_a_school_sets_after_how_many_days_a_pair_is_silent(machine: Machine) -> None:
    make_demo(machine.service.settings)
    machine.working()
    advance(machine.service.settings, 10)
    machine.moved()
    assert machine.call("GET", "/alerts/counts")["silent"] == 0
    machine.call("POST", "/rules", {"silent_days": 7, "late_days": 14})
    assert machine.call("GET", "/alerts/counts")["silent"] == 1

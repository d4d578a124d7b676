"""Possible duplicates: found by keyed hashes, merged by the owner, both histories kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.bus.port import Received
from shared.contracts import matching
from shared.domain.ids import PairingId, PersonId, ProgrammeId, StreamId, TenantId
from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration


def _twice(staff: Caller) -> tuple[str, str]:
    """One child, entered from two lists."""
    first, _ = people.child(staff, "Фёдоров Ваня")
    second = staff.post("/people", {"name": "Ваня Федоров", "birth_date": people.born(13)})["id"]
    return first, str(second)


def _open(staff: Caller) -> list[dict[str, Any]]:
    return list(staff.get("/duplicates?status=open")["items"])


def test_two_own_cards_are_merged_and_both_histories_stay(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff, "Фёдоров Ваня")
    town.cell.settle()
    body = {"name": "Ваня Федоров", "birth_date": people.born(13)}
    second = staff.post("/people", body)["id"]
    staff.post(f"/people/{second}/candidacies", {"role": "mentee", "year": "2025/26"})
    town.cell.settle()
    (row,) = _open(staff)
    assert {card["id"] for card in row["cards"]} == {kid, second}
    assert row["elsewhere"] is False
    south = town.coordinator(town.south)
    south.refused(f"/duplicates/{row['id']}/merge", {"keep": kid}, status=404)
    staff.post(f"/duplicates/{row['id']}/merge", {"keep": second})
    town.cell.settle()

    kept, given_up = staff.get(f"/people/{second}"), staff.get(f"/people/{kid}")
    assert (kept["cards"], given_up["merged_into"]) == ([kid], second)
    assert [(c["role"], c["year"]) for c in kept["candidacies"]] == [
        ("mentee", "2025/26"), ("mentee", YEAR),
    ]  # fmt: skip
    assert given_up["candidacies"] == []
    history = staff.get(f"/questionnaires?person={kid}")["items"]
    assert [r["status"] for r in history] == ["answered"]
    assert [m["status"] for m in staff.get(f"/mentees?year={YEAR}")["items"]] == ["withdrawn"]
    links = staff.get(f"/guardianships?child={second}")["items"]
    assert [(r["guardian"], r["confirmed"]) for r in links] == [(guardian, True)]
    everybody = [r["id"] for r in staff.get("/people")["items"]]
    assert kid not in everybody
    fix = {"name": "Ваня", "birth_date": people.born(13)}
    answer = staff.ask("PUT", f"/people/{kid}", fix)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "merged")
    staff.post(f"/people/{second}/erase")
    town.cell.settle()
    assert staff.ask("GET", f"/people/{kid}").status_code == 404


def test_guardian_and_child_or_siblings_with_one_phone_are_no_duplicates(town: Town) -> None:
    staff = town.coordinator(town.north)
    phone = "+7 912 345-67-89"
    for name, born in (("Соколов Иван", people.born(12)), ("Соколова Вера", people.born(10))):
        staff.post("/people", {"name": name, "birth_date": born, "contact": phone})
    town.cell.settle()
    assert _open(staff) == []


def test_a_card_with_a_running_pair_is_the_one_to_keep(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, second = _twice(staff)
    town.cell.settle()
    pair = matching.PairingActivated(
        PairingId("pair"), ProgrammeId("p"), YEAR, "pupil_pupil", PersonId("mentor"),
        TenantId(town.north), PersonId("mentor"), (PersonId(first),), "order",
    )  # fmt: skip
    received = Received(
        id="matching.v1:1", tenant=TenantId(town.north), topic="matching.v1",
        stream=StreamId("pairing-pair"), partition=0, position=1, message=pair,
        time=datetime.now(UTC), correlation="test",
    )  # fmt: skip
    town.cell.receive(received)
    (row,) = _open(staff)
    answer = staff.refused(f"/duplicates/{row['id']}/merge", {"keep": second})
    assert answer["code"] == "running-pair"
    staff.post(f"/duplicates/{row['id']}/merge", {"keep": first})


def test_different_people_are_told_apart_for_good(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, _ = _twice(staff)
    town.cell.settle()
    (row,) = _open(staff)
    staff.post(f"/duplicates/{row['id']}/dismiss")
    body = {"name": "Фёдоров Ваня", "birth_date": people.born(13), "contact": "x@example.org"}
    answer = staff.ask("PUT", f"/people/{first}", body)
    assert answer.status_code == 200
    town.cell.settle()
    assert _open(staff) == []


def test_two_schools_hold_the_same_mentor(town: Town) -> None:
    """Edge case: one person, two cards; merged by the home school only, and nobody is named."""
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    ours, theirs = people.mentor(north), people.mentor(south)
    town.cell.settle()
    (here,), (there,) = _open(north), _open(south)
    assert (here["people"], there["people"]) == ([ours], [theirs])
    assert here["elsewhere"] is there["elsewhere"] is True
    for row, foreign in ((here, (theirs, town.south)), (there, (ours, town.north))):
        assert not any(id in json.dumps(row, ensure_ascii=False) for id in foreign)
    admin = town.cell.caller(town.council, "municipal_admin")
    admin.ask("GET", "/duplicates")
    assert admin.ask("GET", "/duplicates").status_code == 403

    north.refused(f"/duplicates/{here['id']}/merge", {"keep": ours})
    north.refused(f"/duplicates/{here['id']}/take-home")
    north.refused(f"/duplicates/{there['id']}/give-over", status=404)
    south.post(f"/duplicates/{there['id']}/give-over")
    town.cell.settle()
    assert north.get("/duplicates")["items"][0]["status"] == "offered"
    south.refused(f"/duplicates/{there['id']}/take-home")
    north.post(f"/duplicates/{here['id']}/take-home")
    town.cell.settle()

    assert south.get("/duplicates")["items"][0]["status"] == "taken"
    assert [r["status"] for r in south.get("/mentors")["items"]] == ["unlisted"]
    assert [r["status"] for r in north.get("/mentors")["items"]] == ["listed"]
    told = [m for m in town.cell.messages(town.south) if type(m).__name__ == "MentorUnlisted"]
    assert [(m.person, m.reason) for m in told] == [(theirs, "paused")]
    herself = town.cell.caller(town.north, "mentor", person=ours)
    asked = herself.get("/sharing/permissions")["items"]
    assert [(r["school"], r["status"]) for r in asked] == [(town.south, "requested")]
    assert [r["status"] for r in south.get(f"/questionnaires?person={theirs}")["items"]] == [
        "answered"
    ]
    north.post(f"/people/{ours}/erase")
    town.cell.settle()
    assert town.cell.service.db.likeness.count_documents({"person": ours}) == 0

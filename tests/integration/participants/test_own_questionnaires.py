"""What somebody who is signed in is asked to fill in, by the rules of a personal link."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration
NOTE = "Допишите, чем помочь."
WORDS = {"difficulties": "Стесняется у доски"}


def asked(caller: Caller) -> dict[tuple[str, str], dict[str, Any]]:
    rows = caller.get(f"/questionnaires/own?year={YEAR}")["items"]
    return {(row["kind"], row["source"]): row for row in rows}


def form(person: str, kind: str, source: str = "self") -> dict[str, Any]:
    return {"person": person, "year": YEAR, "kind": kind, "source": source}


def listed(staff: Caller, *purposes: str) -> tuple[str, str]:
    """A child on the year's list and the guardian, who agreed to the purposes."""
    kid, guardian = people.child(staff)
    staff.post(f"/people/{kid}/candidacies", {"role": "mentee", "year": YEAR, "group": "7 А"})
    for purpose in purposes:
        people.consent(staff, kid, purpose, guardian=guardian)
    return kid, guardian


def test_a_mentee_is_asked_answers_once_and_sees_the_answers(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = listed(staff)
    himself = town.cell.caller(town.north, "mentee", person=kid)
    row = asked(himself)["mentee", "self"]
    assert (row["mine"], row["consent"], row["fillable"]) == (True, False, False)
    refused = himself.refused("/questionnaires", form(kid, "mentee"))
    assert refused["code"] == "consent-missing"
    people.consent(staff, kid, guardian=guardian)
    assert asked(himself)["mentee", "self"]["fillable"] is True
    id = himself.post("/questionnaires", form(kid, "mentee"))["id"]
    body = {"answers": people.MENTEE_ANSWERS}
    first = himself.post(f"/questionnaires/{id}/answers", body, key="once")
    assert himself.post(f"/questionnaires/{id}/answers", body, key="once") == first
    again = himself.refused(f"/questionnaires/{id}/answers", body)
    assert again["code"] == "answered-already"
    town.cell.settle()
    row = asked(himself)["mentee", "self"]
    assert (row["fillable"], row["response"], row["returned"]) == (False, id, None)
    assert row["answered_at"]
    assert himself.get(f"/questionnaires/{id}")["answers"] == people.MENTEE_ANSWERS


def test_a_returned_request_is_told_and_may_be_made_again(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = listed(staff, "participation")
    himself = town.cell.caller(town.north, "mentee", person=kid)
    id = himself.post("/questionnaires", form(kid, "mentee"))["id"]
    body = {"answers": people.MENTEE_ANSWERS}
    himself.post(f"/questionnaires/{id}/answers", body)
    town.cell.settle()
    told = {"year": YEAR, "reason": "incomplete", "note": NOTE}
    staff.post(f"/mentees/{kid}/return", told)
    town.cell.settle()
    row = asked(himself)["mentee", "self"]
    assert row["returned"] == {"reason": "incomplete", "note": NOTE}
    assert row["fillable"] is True
    people.consent(staff, kid, "third_party", guardian=guardian)
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mothers = asked(mother)["third_party", "guardian"]
    assert mothers["returned"] == {"reason": "incomplete", "note": NOTE}
    told_once = mother.post("/questionnaires", form(kid, "third_party", "guardian"))["id"]
    mother.post(f"/questionnaires/{told_once}/answers", {"answers": WORDS})
    closed = mother.refused(f"/questionnaires/{told_once}/answers", {"answers": WORDS})
    assert closed["code"] == "answered-already"  # the child's request came back, not this
    himself.post(f"/questionnaires/{id}/answers", body)
    town.cell.settle()
    row = asked(himself)["mentee", "self"]
    assert (row["fillable"], row["returned"]) == (False, None)
    staff.post(f"/mentees/{kid}/return", told)
    town.cell.settle()
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    row = asked(himself)["mentee", "self"]
    assert (row["consent"], row["fillable"], row["returned"]) == (False, False, None)


def test_a_guardian_is_asked_about_own_children_only(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = listed(staff, "participation", "third_party")
    other, stranger = listed(staff, "participation", "third_party")
    town.cell.settle()
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    assert [key for key in asked(mother)] == [("third_party", "guardian")]
    row = asked(mother)["third_party", "guardian"]
    assert (row["person"], row["mine"], row["fillable"]) == (kid, False, True)
    id = mother.post("/questionnaires", form(kid, "third_party", "guardian"))["id"]
    mother.post(f"/questionnaires/{id}/answers", {"answers": WORDS})
    again = mother.refused(f"/questionnaires/{id}/answers", {"answers": WORDS})
    assert again["code"] == "answered-already"
    for kind, source in (("mentee", "self"), ("mentee", "guardian"), ("mentor", "self")):
        refused = mother.refused("/questionnaires", form(kid, kind, source))
        assert refused["code"] == "not-asked", (kind, source)
    answer = mother.ask("POST", "/questionnaires", form(other, "third_party", "guardian"))
    assert answer.status_code == 404
    grown = town.cell.caller(town.north, "guardian", person=stranger)
    assert grown.ask("GET", f"/questionnaires/{id}").status_code == 404
    away = town.cell.caller(town.south, "guardian", person=guardian)
    assert asked(away) == {}


def test_who_is_not_on_the_list_is_asked_nothing(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = listed(staff, "participation")
    nobody = people.adult(staff)
    himself = town.cell.caller(town.north, "mentee", person=kid)
    assert [key for key in asked(himself)] == [("mentee", "self")]
    refused = himself.refused("/questionnaires", form(kid, "mentor"))
    assert refused["code"] == "not-asked"
    herself = town.cell.caller(town.north, "mentor", person=nobody)
    assert asked(herself) == {}
    people.consent(staff, nobody)
    staff.post("/questionnaires", form(nobody, "mentor"))  # opened by the school: asked by that
    assert [key for key in asked(herself)] == [("mentor", "self")]
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("GET", f"/questionnaires/own?year={YEAR}").status_code == 403
    unknown = town.cell.caller(town.north, "mentor")
    assert asked(unknown) == {}

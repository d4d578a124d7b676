"""Nothing is asked, kept or shown without a live consent; ending one ends what hangs on it."""

from __future__ import annotations

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Town

pytestmark = pytest.mark.integration


def test_a_minors_questionnaire_opens_only_after_the_guardians_consent(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff)
    form = {"person": kid, "year": YEAR, "kind": "mentee"}
    problem = staff.refused("/questionnaires", form)
    assert problem["code"] == "consent-missing"
    people.consent(staff, kid, guardian=guardian)
    assert staff.post("/questionnaires", form)["version"] == 1


def test_a_minor_does_not_consent_alone(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.child(staff)
    body = {"person": kid, "purpose": "participation", "giver": "self", "by": kid, "until": UNTIL}
    assert "guardian" in staff.refused("/consents", body)["detail"]


def test_withdrawing_empties_the_base_and_destroys_the_answers(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    form = people.answered(staff, kid, "mentee", people.MENTEE_ANSWERS)
    assert staff.get(f"/questionnaires/{form}")["answers"]["request"] == "Подтянуть алгебру"
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    missing = staff.post("/consents/check", {"purpose": "participation", "people": [kid]})
    assert missing == {"missing": [kid]}
    assert staff.get(f"/questionnaires/{form}")["answers"] is None
    town.cell.settle()
    rows = staff.get(f"/mentees?year={YEAR}")["items"]
    assert [(row["status"], row["features"]) for row in rows] == [("withdrawn", None)]
    published = town.cell.names_of_messages(town.north)
    assert "ConsentEnded" in published
    assert "MenteeReturned" in published


def test_a_stranger_guardian_learns_nothing(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    _, other = people.child(staff, "Оля Крылова")
    stranger = town.cell.caller(town.north, "guardian", person=other)
    body = {"person": kid, "purpose": "participation"}
    assert stranger.refused("/consents/withdraw", body, status=404)["status"] == 404


def test_a_link_is_used_up_by_answering_not_by_looking(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=15)
    asked = {
        "signer": guardian,
        "people": [kid],
        "purposes": ["participation", "third_party"],
        "until": UNTIL,
    }
    token = staff.post("/consents/links", asked)["token"]
    page = town.cell.caller(town.north, "service")
    for _ in range(2):
        seen = page.get(f"/consents/links/{token}")
        assert seen["open"] is True
        assert seen["people"][0]["assent_needed"] is True
    answers = [
        {"person": kid, "purpose": "participation", "agree": True, "assent": True},
        {"person": kid, "purpose": "third_party", "agree": False},
    ]
    page.post(f"/consents/links/{token}", {"answers": answers})
    assert page.get(f"/consents/links/{token}")["open"] is False
    page.refused(f"/consents/links/{token}", {"answers": answers})
    town.cell.settle()
    found = staff.get(f"/consents?person={kid}")["items"]
    assert {row["purpose"]: row["status"] for row in found} == {
        "participation": "given",
        "third_party": "refused",
    }


def test_consents_expire_by_the_clock_even_before_the_scheduler_says_so(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    town.cell.settle()
    town.cell.pass_days(800)
    check = {"purpose": "participation", "people": [kid]}
    assert staff.post("/consents/check", check) == {"missing": [kid]}
    town.cell.tick()
    published = [m for m in town.cell.messages(town.north) if type(m).__name__ == "ConsentEnded"]
    assert [m.reason for m in published] == ["expired"]


def test_the_eighteenth_birthday_ends_what_the_guardian_allowed(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=17)
    staff.post(f"/people/{kid}/candidacies", {"role": "mentee", "year": YEAR, "group": "11 Б"})
    far = {
        "person": kid,
        "purpose": "participation",
        "giver": "guardian",
        "by": guardian,
        "assent": True,
        "until": "2099-01-01",
    }
    staff.post("/consents", far)
    town.cell.settle()
    town.cell.pass_days(366)
    check = {"purpose": "participation", "people": [kid]}
    assert staff.post("/consents/check", check) == {"missing": [kid]}
    town.cell.tick()
    ended = [m for m in town.cell.messages(town.north) if type(m).__name__ == "ConsentEnded"]
    assert [(m.person, m.reason) for m in ended] == [(kid, "came_of_age")]


def test_coming_of_age_ends_it_also_for_somebody_on_no_list(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff, age=17)
    far = {"person": kid, "purpose": "publication_image", "giver": "guardian", "by": guardian,
           "assent": True, "until": "2099-01-01"}  # fmt: skip
    staff.post("/consents", far)
    town.cell.settle()
    town.cell.tick()
    assert staff.get(f"/consents?person={kid}")["items"][0]["status"] == "given"
    town.cell.pass_days(366)
    town.cell.tick()
    row = staff.get(f"/consents?person={kid}")["items"][0]
    assert row["status"] == "came_of_age"
    assert "adult_from" not in row
    own = {**far, "giver": "self", "by": kid, "assent": False}
    staff.post("/consents", own)


def test_third_party_information_is_seen_by_its_readers_only(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    people.consent(staff, kid, "third_party", guardian=guardian)
    psychologist = town.cell.caller(town.north, "psychologist")
    asked = {"person": kid, "year": YEAR, "kind": "third_party", "source": "psychologist"}
    form = psychologist.post("/questionnaires", asked)["id"]
    answers = {"contraindications": ["no_online"], "difficulties": "Робеет у доски"}
    psychologist.post(f"/questionnaires/{form}/answers", {"answers": answers})
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("GET", f"/questionnaires/{form}").status_code == 404
    assert staff.get(f"/questionnaires/{form}")["answers"]["difficulties"] == "Робеет у доски"
    staff.post(f"/mentees/{kid}/admit", {"year": YEAR})
    town.cell.settle()
    row = staff.get(f"/mentees?year={YEAR}")["items"][0]
    assert row["features"]["vetoes"] == ["no_online"]


def test_another_tenants_person_does_not_exist(town: Town) -> None:
    kid, _ = people.mentee(town.coordinator(town.north))
    stranger = town.coordinator(town.south)
    assert stranger.ask("GET", f"/people/{kid}").status_code == 404
    assert stranger.post("/people/names", {"people": [kid]}) == {"names": {}}
    assert stranger.ask("POST", f"/people/{kid}/erase", {}).status_code == 404


def test_erasure_leaves_nothing_to_open(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.mentee(staff)
    town.cell.settle()
    assert [row["id"] for row in staff.get("/people?q=Соколов")["items"]][:1]
    staff.post(f"/people/{kid}/erase")
    town.cell.settle()
    assert staff.post("/people/names", {"people": [kid]}) == {"names": {}}
    assert staff.get("/people?q=Ваня")["items"] != []  # the guardian's name holds the word too
    assert kid not in [row["id"] for row in staff.get("/people?q=Ваня")["items"]]
    assert "PersonErased" in town.cell.names_of_messages(town.north)


def test_whoever_is_erased_is_told_of_to_nobody_before_any_policy_has_run(town: Town) -> None:
    staff = town.coordinator(town.north)
    mentor = people.adult(staff)
    people.consent(staff, mentor, purpose="publication_award")
    asked = {"purpose": "publication_award", "people": [mentor]}
    assert staff.post("/consents/check", asked) == {"missing": []}
    staff.post(f"/people/{mentor}/erase")
    assert staff.post("/consents/check", asked) == {"missing": [mentor]}

"""Who may know what teachers, specialists and guardians say of a child; every look is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.participants.conftest import YEAR, Caller, Town
from tests.integration.participants.people import child, consent

WORDS = {"difficulties": "Стесняется у доски", "contraindications": ["no_group"]}
SOURCES = ("psychologist", "social_worker", "teacher", "guardian")
ALL = {source: sorted(WORDS) for source in SOURCES}


class Family:
    def __init__(self, town: Town) -> None:
        self.town = town
        staff = town.coordinator(town.north)
        self.kid, self.guardian = child(staff)
        staff.post(f"/people/{self.kid}/candidacies", {"role": "mentee", "year": YEAR})
        for purpose in ("participation", "third_party"):
            consent(staff, self.kid, purpose, guardian=self.guardian)
        for source in SOURCES:
            who = self.guardian if source == "guardian" else None
            writer = town.cell.caller(town.north, source, person=who)
            form = {"person": self.kid, "year": YEAR, "kind": "third_party", "source": source}
            id = writer.post("/questionnaires", form)["id"]
            writer.post(f"/questionnaires/{id}/answers", {"answers": WORDS})
        town.cell.settle()

    def seen_by(self, caller: Caller) -> dict[str, list[str]] | int:
        answer = caller.ask("GET", f"/third-party?person={self.kid}&year={YEAR}")
        if answer.status_code != 200:
            return answer.status_code
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return {one["source"]: sorted(one["answers"]) for one in items}


@pytest.fixture(name="family")
def _family(town: Town) -> Family:
    return Family(town)


def test_each_role_sees_what_it_may_and_no_more(family: Family, town: Town) -> None:
    matrix: dict[str, dict[str, list[str]] | int] = {
        "coordinator": ALL, "psychologist": ALL, "social_worker": ALL,
        "teacher": {"teacher": ["difficulties"]},
        "head": 403, "mentor": 403, "mentee": 403, "company_coordinator": 403,
        "municipal_admin": 403, "guardian": 404,
    }  # fmt: skip
    for role, expected in matrix.items():
        stranger = town.cell.caller(town.north, role, person="somebody-else")
        assert family.seen_by(stranger) == expected, role
    parent = town.cell.caller(town.north, "guardian", person=family.guardian)
    assert family.seen_by(parent) == {"guardian": ["difficulties"]}
    assert family.seen_by(town.coordinator(town.south)) == 404


def test_every_look_is_recorded_and_what_showed_nothing_is_not(family: Family, town: Town) -> None:
    reads = town.cell.service.db.reads
    before = reads.count_documents({"subjects": family.kid})
    psychologist = town.cell.caller(town.north, "psychologist")
    family.seen_by(psychologist)
    family.seen_by(town.cell.caller(town.north, "head"))
    family.seen_by(town.coordinator(town.south))
    entry = reads.find_one({"subjects": family.kid}, sort=[("_id", -1)])
    assert reads.count_documents({"subjects": family.kid}) == before + 1
    assert entry is not None
    assert (entry["tenant"], entry["actor"]) == (town.north, psychologist.actor)
    assert (entry["roles"], entry["what"]) == (["psychologist"], ["third_party"])


def test_without_a_live_consent_nothing_is_shown(family: Family, town: Town) -> None:
    staff = town.coordinator(town.north)
    terms = {"person": family.kid, "giver": "guardian", "by": family.guardian}
    staff.post("/consents/withdraw", {**terms, "purpose": "third_party"})
    assert family.seen_by(town.cell.caller(town.north, "psychologist")) == 409


def test_one_form_hides_the_restricted_answers_from_a_teacher(family: Family, town: Town) -> None:
    teacher = town.cell.caller(town.north, "teacher")
    rows = teacher.get(f"/questionnaires?person={family.kid}&kind=third_party")["items"]
    ids = {row["source"]: row["id"] for row in rows}
    assert sorted(teacher.get(f"/questionnaires/{ids['teacher']}")["answers"]) == ["difficulties"]
    assert teacher.ask("GET", f"/questionnaires/{ids['psychologist']}").status_code == 404


def test_a_reason_for_reading_is_no_text_about_anybody(family: Family, town: Town) -> None:
    body = {"people": [family.kid], "why": "Ваня Соколов не пришёл"}
    town.coordinator(town.north).refused("/people/names", body, status=422)

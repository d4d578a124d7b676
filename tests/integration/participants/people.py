"""People as the tests need them: registered, consenting, listed."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.integration.participants.conftest import UNTIL, YEAR, Caller

MENTEE_ANSWERS = {
    "forms": ["pupil_pupil"],
    "themes": ["studies", "confidence"],
    "request": "Подтянуть алгебру",
    "times": ["mon-15", "wed-16"],
    "way": "in_person",
}
MENTOR_ANSWERS = {
    "forms": ["pupil_pupil", "student_pupil"],
    "themes": ["studies", "exams"],
    "capacity": 3,
    "times": ["mon-15"],
    "way": "mixed",
}


def born(years_ago: int) -> str:
    return date(date.today().year - years_ago, 1, 1).isoformat()


def adult(staff: Caller, name: str = "Анна Лебедева") -> str:
    return str(staff.post("/people", {"name": name, "birth_date": born(30)})["id"])


def child(staff: Caller, name: str = "Ваня Соколов", age: int = 13) -> tuple[str, str]:
    """A child and a confirmed guardian."""
    kid = staff.post("/people", {"name": name, "birth_date": born(age)})["id"]
    guardian = staff.post("/people", {"name": f"Мать: {name}", "birth_date": born(40)})["id"]
    link = {"guardian": guardian, "child": kid}
    staff.post("/guardianships", link)
    staff.post("/guardianships/confirm", link)
    return kid, guardian


def consent(
    staff: Caller, person: str, purpose: str = "participation", *, guardian: str | None = None
) -> dict[str, Any]:
    return staff.post(
        "/consents",
        {
            "person": person,
            "purpose": purpose,
            "giver": "guardian" if guardian else "self",
            "by": guardian or person,
            "until": UNTIL,
            "assent": bool(guardian),
        },
    )


def answered(staff: Caller, person: str, kind: str, answers: dict[str, Any]) -> str:
    form = staff.post("/questionnaires", {"person": person, "year": YEAR, "kind": kind})["id"]
    staff.post(f"/questionnaires/{form}/answers", {"answers": answers})
    return str(form)


def mentee(staff: Caller, name: str = "Ваня Соколов") -> tuple[str, str]:
    """An admitted mentee and the guardian."""
    kid, guardian = child(staff, name)
    staff.post(f"/people/{kid}/candidacies", {"role": "mentee", "year": YEAR, "group": "7 А"})
    consent(staff, kid, guardian=guardian)
    answered(staff, kid, "mentee", MENTEE_ANSWERS)
    staff.post(f"/mentees/{kid}/admit", {"year": YEAR})
    return kid, guardian


def mentor(staff: Caller, name: str = "Анна Лебедева") -> str:
    """A listed mentor who agrees to be shared."""
    person = adult(staff, name)
    staff.post(f"/people/{person}/candidacies", {"role": "mentor", "year": YEAR})
    for purpose in ("participation", "sharing"):
        consent(staff, person, purpose)
    answered(staff, person, "mentor", MENTOR_ANSWERS)
    staff.post("/mentors", {"person": person, "kind": "teacher", "capacity": 3})
    staff.post(f"/mentors/{person}/list", {"year": YEAR, "until": UNTIL})
    return person

"""Matching hears until when a background check holds, and again when there is a new one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from shared.contracts.participants import MentorListed
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Town

pytestmark = pytest.mark.integration
SOON = (date.today() + timedelta(days=20)).isoformat()


def told(town: Town) -> list[dict[str, Any]]:
    """What matching was told of the mentor, the first time first."""
    listed = [m for m in town.cell.messages(town.north) if isinstance(m, MentorListed)]
    open_ = town.cell.service.vault.open
    return [json.loads(open_(town.north, message.features.sealed) or "{}") for message in listed]


def test_a_check_and_its_renewal_are_told_of(town: Town) -> None:
    staff = town.coordinator(town.north)
    mentor = people.adult(staff, "Пётр Гусев")
    people.consent(staff, mentor)
    answers = {"forms": ["student_pupil"], "themes": ["studies"], "times": ["sat-10"]}
    people.answered(staff, mentor, "mentor", answers)
    staff.post("/mentors", {"person": mentor, "kind": "student", "capacity": 1})
    path = f"/mentors/{mentor}/background-check"
    staff.post(path, {"valid_until": SOON, "reference": "справка 7"})
    staff.post(f"/mentors/{mentor}/list", {"year": YEAR, "until": UNTIL})
    town.cell.settle()
    assert [(f["check_due"], f["checked_until"]) for f in told(town)] == [(True, SOON)]
    staff.post(path, {"valid_until": UNTIL, "reference": "справка 8"})
    town.cell.settle()
    assert [f["checked_until"] for f in told(town)] == [SOON, UNTIL]


def test_a_teacher_of_the_school_needs_none(town: Town) -> None:
    staff = town.coordinator(town.north)
    people.mentor(staff, "Анна Лебедева")
    town.cell.settle()
    (features,) = told(town)
    assert (features["check_due"], features["checked_until"]) == (False, "")
    assert features["outcomes"] is None

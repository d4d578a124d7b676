"""Another service asks which people the school has as mentors or mentees; nobody else may."""

from __future__ import annotations

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Town
from tests.integration.participants.test_a_mentor_is_shared import _shared

pytestmark = pytest.mark.integration


def test_a_school_knows_its_candidates_mentors_and_cards(town: Town) -> None:
    staff = town.coordinator(town.north)
    mentor = people.adult(staff, "Пётр Гусев")
    staff.post(f"/people/{mentor}/candidacies", {"role": "mentor", "year": YEAR})
    guardian = people.adult(staff, "Анна Гусева")
    service = town.cell.caller(town.north, "service")
    body = {"people": [mentor, guardian, "nobody", mentor]}
    town.cell.settle()
    assert service.post("/candidates/among", body) == {"known": [mentor]}
    staff.post(f"/people/{mentor}/candidacies/remove", {"role": "mentor", "year": YEAR})
    town.cell.settle()
    assert service.post("/candidates/among", body) == {"known": []}
    foreign = town.cell.caller(town.south, "service")
    assert foreign.post("/candidates/among", body) == {"known": []}
    staff.refused("/candidates/among", body, status=403)
    service.refused("/candidates/among", {"people": ["a."]}, status=422)


def test_a_shared_mentor_is_known_by_the_card_and_at_home_by_their_own_id(town: Town) -> None:
    _, _, person, _, card = _shared(town)
    body = {"people": [person, card]}
    for tenant, own in ((town.north, person), (town.south, card)):
        service = town.cell.caller(tenant, "service")
        assert service.post("/candidates/among", body) == {"known": [own]}

"""Coverage of requests by the base, over the service's own routes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Town

pytestmark = pytest.mark.integration


def _cells(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["theme"]: row for row in found["cells"]}


def test_what_is_missing_and_where_it_could_come_from(town: Town) -> None:
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    for name in ("Ваня Соколов", "Петя Синицын"):
        people.mentee(south, name)
    town.cell.settle()
    before = south.get(f"/coverage?year={YEAR}")
    assert (before["requests"], before["served"], before["missing"]) == (2, 0, 2)
    assert _cells(before)["studies"]["elsewhere"] == 0

    offered = [people.mentor(north, f"Наставник {number}") for number in range(6)]
    for number, person in enumerate(offered):
        paper = {"offered": True, "paper": "заявление"}
        north.post(f"/mentors/{person}/catalogue", paper)
        town.cell.settle()
        row = _cells(south.get(f"/coverage?year={YEAR}"))["studies"]
        few = number < 4
        assert (row["few"], row["elsewhere"]) == (few, None if few else number + 1)
    assert _cells(south.get(f"/coverage?year={YEAR}"))["confidence"]["elsewhere"] == 0

    own = people.mentor(south, "Анна Лебедева")
    south.post(f"/mentors/{own}/catalogue", {"offered": True, "paper": "заявление"})
    town.cell.settle()
    after = south.get(f"/coverage?year={YEAR}")
    assert (after["served"], after["missing"], after["places"]) == (2, 0, 3)
    studies, confidence = _cells(after)["studies"], _cells(after)["confidence"]
    assert (studies["served"], studies["elsewhere"]) == (2, None)
    assert (confidence["missing"], confidence["elsewhere"]) == (2, 0)


def test_nobody_counts_without_consent(town: Town) -> None:
    south = town.coordinator(town.south)
    kid, guardian = people.mentee(south)
    person = people.mentor(south)
    town.cell.settle()
    assert south.get(f"/coverage?year={YEAR}")["served"] == 1
    take_back = {"person": person, "purpose": "participation"}
    south.post("/consents/withdraw", take_back)
    found = south.get(f"/coverage?year={YEAR}")  # before any read model has heard of it
    assert (found["mentors"], found["served"], found["requests"]) == (0, 0, 1)
    withdrawal = {"person": kid, "purpose": "participation", "giver": "guardian", "by": guardian}
    south.post("/consents/withdraw", withdrawal)
    assert south.get(f"/coverage?year={YEAR}")["requests"] == 0


def test_other_roles_and_tenants_see_nothing_of_it(town: Town) -> None:
    people.mentee(town.coordinator(town.south))
    town.cell.settle()
    teacher = town.cell.caller(town.south, "teacher")
    assert teacher.ask("GET", f"/coverage?year={YEAR}").status_code == 403
    assert town.coordinator(town.north).get(f"/coverage?year={YEAR}")["requests"] == 0

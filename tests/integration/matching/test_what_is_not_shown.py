"""Whose withdrawal cannot be applied yet is not shown; an answer that lacks something says so."""

from __future__ import annotations

import pytest

from services.matching.application.names import names_of
from shared.bus.denial import is_denied
from shared.bus.parking import list_parked
from shared.domain.ids import PersonId, TenantId
from tests.integration.matching.conftest import SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration
MENTEES = {"role": "mentee", "year": YEAR}


def two_pairs(machine: Machine) -> dict[str, str]:
    """Mentee → pairing, of two pairs."""
    for number in (1, 2):
        machine.list_mentor(f"mentor{number}")
        machine.admit(f"kid{number}")
    machine.settle()
    found = machine.adopted(machine.programme())["pairings"]
    shown = [machine.call("GET", f"/pairs/{pairing}") for pairing in found]
    return {pair["mentees"][0]: pair["id"] for pair in shown}


def withdraw_in_vain(machine: Machine, person: str) -> None:
    """A message that cannot be read, though it says of whom it is."""
    data = {"person": person, "purpose": "participation", "reason": ["not", "a", "reason"]}
    machine.hear_raw("participants.v1", "ConsentEnded", 1, data)
    machine.settle()
    assert is_denied(machine.service.db, SCHOOL, person)


def test_a_denied_person_is_in_no_list_and_no_answer(machine: Machine) -> None:
    pairs = two_pairs(machine)
    before = machine.call("GET", "/candidates", **MENTEES)["items"]
    assert {row["person"] for row in before} == {"kid1", "kid2"}

    withdraw_in_vain(machine, "kid1")
    rows = machine.call("GET", "/candidates", **MENTEES)["items"]
    assert [row["person"] for row in rows] == ["kid2"]
    assert [row["mentees"] for row in machine.call("GET", "/pairs")["items"]] == [["kid2"]]
    machine.call("GET", f"/pairs/{pairs['kid1']}", status=404)
    machine.call("GET", f"/pairs/{pairs['kid2']}")


def test_the_name_of_a_denied_person_is_not_asked_for(machine: Machine) -> None:
    withdraw_in_vain(machine, "kid1")
    everybody = [PersonId("kid1"), PersonId("kid2")]
    found = names_of(machine.service, machine.scope(), everybody, (), "test")
    assert found.people == {PersonId("kid2"): "Имя kid2"}


def test_a_page_from_which_somebody_is_hidden_is_not_the_last(machine: Machine) -> None:
    for number in range(1, 5):
        machine.admit(f"kid{number}")
    machine.settle()
    withdraw_in_vain(machine, "kid1")
    people: list[str] = []
    after: dict[str, str] = {}
    for _ in range(4):
        page = machine.call("GET", "/candidates", **MENTEES, limit=1, **after)
        people += [row["person"] for row in page["items"]]
        after = {"after": page["next"]} if page["next"] else {}
    assert people == ["kid2", "kid3", "kid4"]


def test_an_answer_says_that_messages_are_set_aside(machine: Machine) -> None:
    machine.admit("kid1")
    machine.settle()
    assert "Incomplete" not in machine.answer("GET", "/candidates", **MENTEES).headers
    machine.service.views._whole_until = 0.0  # that all is whole is believed for a second
    machine.hear_raw("participants.v1", "MenteeAdmitted", 1, {"person": "kid2", "year": 2026})
    machine.settle()
    assert [one["type"] for one in list_parked(machine.service.db)] == ["MenteeAdmitted"]
    assert machine.answer("GET", "/candidates", **MENTEES).headers["Incomplete"] == "true"
    elsewhere = machine.answer("GET", "/candidates", **MENTEES, tenant=TenantId("school-south"))
    assert "Incomplete" not in elsewhere.headers

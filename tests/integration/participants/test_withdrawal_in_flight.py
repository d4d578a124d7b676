"""A command that passed the gate before a withdrawal and is stored after it is undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from services.participants.application.consent_gate import LocalConsentGate
from shared.domain.ids import derived_id
from shared.tenancy.scope import Scope
from tests.integration.participants.conftest import UNTIL, YEAR, Town
from tests.integration.participants.people import (
    MENTEE_ANSWERS,
    MENTOR_ANSWERS,
    adult,
    answered,
    consent,
    mentee,
    mentor,
)

pytestmark = pytest.mark.integration


class LateGate(LocalConsentGate):
    """Answers truthfully; what is told to happen then happens before the asker goes on."""

    def __init__(self, town: Town) -> None:
        super().__init__(town.cell.service)
        self.then: Callable[[], Any] | None = None

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        super().require(scope, purpose, people)
        then, self.then = self.then, None
        if then is not None:
            rival = threading.Thread(target=then)  # another request, from beginning to end
            rival.start()
            rival.join(30)


@pytest.fixture(name="gate")
def _gate(town: Town) -> LateGate:
    gate = LateGate(town)
    town.cell.service.gate = gate
    return gate


def withdrawn(town: Town, person: str) -> Callable[[], None]:
    """The whole withdrawal, with everything that its policies do."""

    def withdraw() -> None:
        somebody = town.coordinator(town.north)
        somebody.post("/consents/withdraw", {"person": person, "purpose": "participation"})
        town.cell.settle()

    return withdraw


def test_a_mentor_listed_in_flight_leaves_the_base(town: Town, gate: LateGate) -> None:
    staff = town.coordinator(town.north)
    person = mentor(staff)
    town.cell.settle()
    gate.then = withdrawn(town, person)
    staff.ask("POST", f"/mentors/{person}/list", {"year": YEAR, "until": UNTIL})
    town.cell.settle()
    assert staff.get(f"/mentors/{person}")["status"] != "listed"
    last = [n for n in town.cell.names_of_messages(town.north) if n.startswith("Mentor")][-1]
    assert last == "MentorUnlisted"
    assert keys_of(town, person) == 0


def test_a_mentee_admitted_in_flight_leaves_the_base(town: Town, gate: LateGate) -> None:
    staff = town.coordinator(town.north)
    person, _ = mentee(staff)
    town.cell.settle()
    gate.then = withdrawn(town, person)
    staff.ask("POST", f"/mentees/{person}/admit", {"year": YEAR})
    town.cell.settle()
    rows = staff.get(f"/mentees?year={YEAR}")["items"]
    assert [row["status"] for row in rows if row["id"] == person] == ["withdrawn"]
    assert keys_of(town, person) == 0


@pytest.mark.parametrize(
    ("kind", "answers"), [("mentor", MENTOR_ANSWERS), ("mentee", MENTEE_ANSWERS)]
)
def test_answers_given_in_flight_are_dark(
    town: Town, gate: LateGate, kind: str, answers: dict[str, Any]
) -> None:
    staff = town.coordinator(town.north)
    person = adult(staff)
    staff.post(f"/people/{person}/candidacies", {"role": kind, "year": YEAR})
    consent(staff, person)
    form = answered(staff, person, kind, answers)
    gate.then = withdrawn(town, person)
    staff.ask("POST", f"/questionnaires/{form}/answers", {"answers": answers})
    town.cell.settle()
    assert staff.get(f"/questionnaires/{form}")["answers"] is None
    assert keys_of(town, person) == 0
    if kind == "mentee":
        rows = staff.get(f"/mentees?year={YEAR}")["items"]
        assert [row["status"] for row in rows if row["id"] == person] == ["withdrawn"]


def test_a_protocol_written_in_flight_is_dark(town: Town, gate: LateGate) -> None:
    staff = town.coordinator(town.north)
    person = mentor(staff)
    body = {"person": person, "year": YEAR, "slot": f"{UNTIL}T10:00:00Z", "psychologist": False}
    id = staff.post("/interviews", body)["id"]
    assert id == derived_id("interview", person, YEAR)
    gate.then = withdrawn(town, person)
    staff.ask("POST", f"/interviews/{id}/protocol", {"protocol": "спокоен"})
    town.cell.settle()
    rows = staff.get(f"/interviews?year={YEAR}")["items"]
    assert not [row for row in rows if row["protocol"]]
    assert keys_of(town, person) == 0


def keys_of(town: Town, person: str) -> int:
    """Keys for the purpose that was withdrawn, the service's own and the bus's."""
    settings = town.cell.service.settings
    wanted = {"subject": person, "purpose": "participation"}
    return sum(
        town.cell.service.client[settings.database(name)].keys.count_documents(wanted)
        for name in ("participants_keys", "bus_keys")
    )

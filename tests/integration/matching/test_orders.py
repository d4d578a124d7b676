"""An order begins all its pairs or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from services.matching.application import issuing
from services.matching.domain.order import commands as order_commands
from services.matching.domain.order.decider import ORDER
from services.matching.domain.places import commands
from services.matching.domain.places.decider import MENTOR_PLACES
from shared.contracts import participants
from shared.domain.ids import ActorId, PersonId, ProgrammeId, TenantId
from shared.tenancy.scope import Scope
from tests.integration.matching.conftest import SCHOOL, Machine
from tests.integration.matching.test_places_races import at_once

pytestmark = pytest.mark.integration
HOME, RIVAL = TenantId("home"), TenantId("school-south")


def prepared(machine: Machine, count: int = 3) -> tuple[str, list[str]]:
    """A drafted order of agreed pairs; the mentors are at home in another tenant."""
    for number in range(count):
        machine.list_mentor(f"card-{number}", home=HOME, home_person=f"mentor-{number}")
        machine.admit(f"mentee-{number}")
    programme = machine.programme()
    pairings = machine.adopted(programme)["pairings"]
    assert len(pairings) == count
    machine.agree_all(pairings)
    return machine.drafted(programme, pairings), pairings


def claims(machine: Machine, mentor: str) -> dict[str, bool]:
    """Whether each claim on the mentor is confirmed."""
    state = machine.service.handler.state(machine.scope(HOME), MENTOR_PLACES, mentor).state
    return {claim: held.expires is None for claim, held in state.claims.items()}


def lose_place(machine: Machine, mentor: str) -> str:
    """Somebody else takes the place that was reserved; answers whose it was."""
    handle = machine.service.handler.handle
    home = machine.scope(HOME)
    (lost,) = claims(machine, mentor)
    handle(home, MENTOR_PLACES, mentor, commands.Release(lost, "lapsed"), key=machine.key())
    form, until = "student_pupil", machine.service.clock.today() + timedelta(days=300)
    handle(
        home, MENTOR_PLACES, mentor, commands.Permit(RIVAL, (form,), 1, until), key=machine.key()
    )
    now = machine.service.clock.now()
    taken = commands.Confirm("rival", RIVAL, ProgrammeId("p"), form, 1, "their-order", now)
    handle(home, MENTOR_PLACES, mentor, taken, key=machine.key())
    return lost


def test_an_order_activates_its_pairs_and_keeps_its_bytes(machine: Machine) -> None:
    order, pairings = prepared(machine)
    answer = machine.issue(order)
    assert answer["status"] == "issued"
    assert {machine.status(pairing) for pairing in pairings} == {"active"}
    assert all(claims(machine, f"mentor-{n}") for n in range(3))
    document = machine.call("GET", f"/orders/{order}/document", roles=("head",))
    assert document == machine.call("GET", f"/orders/{order}/document", roles=("head",))
    read = Document(BytesIO(document))
    rows = [[cell.text for cell in row.cells] for row in read.tables[0].rows][1:]
    assert {row[1] for row in rows} == {"Имя card-0", "Имя card-1", "Имя card-2"}
    assert {row[3] for row in rows} == {"Имя mentee-0", "Имя mentee-1", "Имя mentee-2"}
    rest = ("Школа № 3", "9", "студент – ученик", "01.09.2026 – 31.05.2027")
    assert {(row[2], *row[4:]) for row in rows} == {rest}
    assert "от 12.10.2026 № 15-н" in "\n".join(p.text for p in read.paragraphs)


def test_a_lost_place_leaves_a_draft_nothing_active_and_names_the_pair(machine: Machine) -> None:
    order, pairings = prepared(machine)
    lost = lose_place(machine, "mentor-1")
    problem = machine.issue(order, status=409)
    assert problem["code"] == "places-lost"
    shown = machine.call("GET", f"/orders/{order}")
    assert shown["status"] == "draft"
    assert shown["failed"] == [{"pairing": lost, "reason": "no_place"}]
    assert {machine.status(pairing) for pairing in pairings} == {"agreed"}
    assert claims(machine, "mentor-0") == {}
    assert claims(machine, "mentor-1") == {"rival": True}
    assert claims(machine, "mentor-2") == {}


def test_the_order_goes_through_once_the_lost_pair_is_out(machine: Machine) -> None:
    order, pairings = prepared(machine)
    lost = lose_place(machine, "mentor-1")
    machine.issue(order, status=409)
    machine.call("POST", f"/pairs/{lost}/decline", {"reason": "no_place"})
    machine.settle()
    assert machine.issue(order)["status"] == "issued"
    states = {pairing: machine.status(pairing) for pairing in pairings}
    assert states.pop(lost) == "dropped"
    assert set(states.values()) == {"active"}


def test_issuing_twice_is_once_and_a_failure_is_told_again(machine: Machine) -> None:
    order, _ = prepared(machine)
    lost = lose_place(machine, "mentor-1")
    assert machine.issue(order, status=409, key="same")["code"] == "places-lost"
    assert machine.issue(order, status=409, key="same")["code"] == "places-lost"
    machine.call("POST", f"/pairs/{lost}/decline", {"reason": "no_place"})
    machine.settle()
    machine.issue(order, key="again")
    machine.issue(order, key="again")
    assert sorted(len(claims(machine, f"mentor-{n}")) for n in range(3)) == [1, 1, 1]
    document = machine.call("GET", f"/orders/{order}/document")
    machine.issue(order, status=409, key="third")
    assert machine.call("GET", f"/orders/{order}/document") == document


def test_a_crash_after_confirming_is_finished_by_asking_again(machine: Machine) -> None:
    order, pairings = prepared(machine)
    scope = machine.scope(SCHOOL, "head")
    day = machine.service.clock.today()
    start = order_commands.StartIssue("15-н", day, PersonId("head-person"))
    machine.service.handler.handle(scope, ORDER, order, start, key="crashed")
    attempt = issuing.attempt_of(machine.service, scope, order)
    assert issuing.confirm_all(machine.service, scope, attempt) == ()
    issuing.issue(machine.service, scope, order, start, key="crashed")
    machine.settle()
    assert {machine.status(pairing) for pairing in pairings} == {"active"}
    assert [len(claims(machine, f"mentor-{n}")) for n in range(3)] == [1, 1, 1]


def test_a_consent_that_ended_stops_the_order_and_names_the_pair(machine: Machine) -> None:
    order, pairings = prepared(machine)
    machine.consents.withdrawn.add("mentee-2")
    machine.issue(order, status=409)
    failed = machine.call("GET", f"/orders/{order}")["failed"]
    assert [line["reason"] for line in failed] == ["consent"]
    assert {machine.status(pairing) for pairing in pairings} == {"agreed"}


def test_a_withdrawal_between_order_and_activation_suspends_the_pair(machine: Machine) -> None:
    order, pairings = prepared(machine, 1)
    body = {"number": "15", "date": "2026-10-12", "head": "head-person"}
    machine.call("POST", f"/orders/{order}/issue", body, roles=("head",))
    machine.consents.withdrawn.add("mentee-0")
    machine.settle()
    assert machine.status(pairings[0]) == "suspended"
    machine.consents.withdrawn.clear()
    machine.call("POST", f"/pairs/{pairings[0]}/resume", {})
    machine.settle()
    assert machine.status(pairings[0]) == "active"


def test_two_who_issue_at_once_issue_once(machine: Machine) -> None:
    order, pairings = prepared(machine)
    day = machine.service.clock.today()
    start = order_commands.StartIssue("15-н", day, PersonId("head-person"))
    scopes = [replace(machine.scope(SCHOOL, "head"), actor=ActorId(name)) for name in "ab"]

    def issue(scope: Scope) -> Callable[[], object]:
        return lambda: issuing.issue(machine.service, scope, order, start, key=scope.actor)

    at_once(*(issue(scope) for scope in scopes))
    machine.settle()
    assert machine.call("GET", f"/orders/{order}")["status"] == "issued"
    assert {machine.status(pairing) for pairing in pairings} == {"active"}
    assert [len(claims(machine, f"mentor-{n}")) for n in range(3)] == [1, 1, 1]


def test_ending_a_pair_needs_an_order_and_gives_the_place_back(machine: Machine) -> None:
    order, pairings = prepared(machine, 1)
    machine.issue(order)
    ended = {"pairing": pairings[0], "reason": "not_suited"}
    body = {"programme": machine.call("GET", f"/orders/{order}")["programme"]}
    body |= {"kind": "termination", "ending": [ended]}
    termination = machine.call("POST", "/orders", body)["id"]
    machine.issue(termination)
    assert machine.status(pairings[0]) == "ended"
    assert claims(machine, "mentor-0") == {}
    document = machine.call("GET", f"/orders/{termination}/document")
    text = "\n".join(p.text for p in Document(BytesIO(document)).paragraphs)
    assert "О прекращении работы наставнических пар и групп" in text


def test_a_revoked_permission_suspends_the_running_pair(machine: Machine) -> None:
    order, pairings = prepared(machine, 1)
    machine.issue(order)
    mentor, card = PersonId("mentor-0"), PersonId("card-0")
    machine.hear(participants.SharingEnded(mentor, SCHOOL, card, "revoked"), HOME)
    machine.hear(participants.MentorUnlisted(card, "2026/27", "permission_revoked"))
    machine.settle()
    assert machine.status(pairings[0]) == "suspended"
    assert [t["kind"] for t in machine.call("GET", "/tasks")["items"]] == ["suspended"]

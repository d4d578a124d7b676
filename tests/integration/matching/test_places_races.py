"""Several schools want the same mentor's places at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.matching.domain.places import commands
from services.matching.domain.places.decider import MENTOR_PLACES
from shared.domain.errors import Refused
from shared.domain.ids import ProgrammeId, TenantId
from tests.integration.matching.conftest import SUMMER, Machine

pytestmark = pytest.mark.integration
HOME = TenantId("home")
SCHOOLS = tuple(TenantId(f"school-{number}") for number in range(4))
FORM = "student_pupil"


def list_mentor(machine: Machine, capacity: int) -> None:
    scope = machine.scope(HOME)
    asked: list[commands.PlacesCommand] = [commands.SetCapacity(HOME, capacity, SUMMER)]
    asked += [commands.Permit(school, (FORM,), capacity, SUMMER) for school in SCHOOLS]
    for command in asked:
        machine.service.handler.handle(scope, MENTOR_PLACES, "mentor", command, key=machine.key())


def at_once(*tries: Callable[[], object]) -> list[object]:
    """What each answered, or the code it was refused with."""
    barrier = threading.Barrier(len(tries))
    answers: list[object] = [None] * len(tries)

    def one(number: int) -> None:
        barrier.wait(timeout=10)
        try:
            answers[number] = tries[number]()
        except Refused as refusal:
            answers[number] = refusal.code

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(tries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def reserve(machine: Machine, school: TenantId, claim: str) -> Callable[[], object]:
    now = machine.service.clock.now()
    command = commands.Reserve(
        claim, school, ProgrammeId("p"), FORM, 1, now, now + timedelta(days=1)
    )
    scope = machine.scope(school).crossing("place", HOME)
    handle = machine.service.handler.handle
    return lambda: handle(scope, MENTOR_PLACES, "mentor", command, key=claim).commit


def confirm(machine: Machine, school: TenantId, claim: str) -> Callable[[], object]:
    now = machine.service.clock.now()
    command = commands.Confirm(claim, school, ProgrammeId("p"), FORM, 1, f"order:{claim}", now)
    scope = machine.scope(school).crossing("place", HOME)
    handle = machine.service.handler.handle
    return lambda: handle(scope, MENTOR_PLACES, "mentor", command, key=claim).commit


def taken(machine: Machine) -> set[str]:
    state = machine.service.handler.state(machine.scope(HOME), MENTOR_PLACES, "mentor").state
    return set(state.claims)


def test_four_schools_take_three_places_three_times(machine: Machine) -> None:
    list_mentor(machine, 3)
    answers = at_once(*(reserve(machine, school, f"claim-{school}") for school in SCHOOLS))
    assert answers.count("no_place") == 1
    assert len(taken(machine)) == 3


def test_one_of_two_schools_gets_the_last_place(machine: Machine) -> None:
    list_mentor(machine, 1)
    answers = at_once(*(confirm(machine, school, f"claim-{school}") for school in SCHOOLS[:2]))
    assert answers.count("no_place") == 1
    assert len(taken(machine)) == 1


def test_the_same_claim_asked_for_at_once_is_one_place(machine: Machine) -> None:
    list_mentor(machine, 3)
    answers = at_once(*(reserve(machine, SCHOOLS[0], "claim") for _ in range(4)))
    assert len(set(answers)) == 1
    assert taken(machine) == {"claim"}


@pytest.mark.parametrize("capacity", [1, 3])
def test_never_more_than_the_capacity_under_a_rush(machine: Machine, capacity: int) -> None:
    list_mentor(machine, capacity)
    rush = [confirm(machine, school, f"{school}-{n}") for school in SCHOOLS for n in range(3)]
    answers = at_once(*rush)
    assert answers.count("no_place") == len(rush) - capacity
    assert len(taken(machine)) == capacity

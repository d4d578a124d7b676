"""Two schools want the same mentor's last place: one wins, the other is told and offered the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.matching.application import adopting, alternatives, issuing
from services.matching.domain.order import commands as order_commands
from services.matching.domain.places import commands
from services.matching.domain.places.decider import MENTOR_PLACES
from shared.contracts import participants
from shared.domain.ids import PersonId, ProgrammeId, TenantId
from tests.integration.matching.conftest import ADULT, PUPIL, SCHOOL, SUMMER, YEAR, Machine
from tests.integration.matching.test_places_races import at_once

pytestmark = pytest.mark.integration
HOME, RIVAL = TenantId("home"), TenantId("school-south")
SCHOOLS = (SCHOOL, RIVAL)
WEAKER = replace(ADULT, times=("mon-15",), themes=("exams", "studies", "olympiads"))


def shared(machine: Machine) -> dict[TenantId, str]:
    """One mentor with one place, a card at both schools; each school also has a mentor of its own
    who fits less well. Answers the programme of each."""
    there = machine.sealed(HOME, "shared", ADULT)
    at_home = PersonId("shared")
    machine.hear(participants.MentorListed(at_home, HOME, at_home, YEAR, 1, SUMMER, there), HOME)
    programmes = {}
    for school in SCHOOLS:
        card, own, kid = f"card-{school}", f"own-{school}", f"kid-{school}"
        forms = tuple(ADULT.forms)
        machine.hear(
            participants.SharingPermitted(at_home, school, PersonId(card), forms, 1, SUMMER), HOME
        )
        for mentor, home, person, features in (
            (card, HOME, at_home, ADULT), (own, school, PersonId(own), WEAKER),
        ):  # fmt: skip
            sealed = machine.sealed(school, mentor, features)
            listed = participants.MentorListed(
                PersonId(mentor), home, person, YEAR, 1, SUMMER, sealed
            )
            machine.hear(listed, school)
        machine.hear(participants.InterviewDecided(PersonId(own), YEAR, "admit"), school)
        kid_features = machine.sealed(school, kid, replace(PUPIL, times=("mon-15", "tue-15")))
        machine.hear(participants.MenteeAdmitted(PersonId(kid), YEAR, kid_features), school)
        programmes[school] = opened(machine, school)
    machine.settle()
    return programmes


def opened(machine: Machine, school: TenantId) -> str:
    body = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
    id: str = machine.call("POST", "/programmes", body, tenant=school)["id"]
    chosen = {"form": "student_pupil", "variants": [], "reason": "12 запросов"}
    machine.call("PUT", f"/programmes/{id}/forms", {"forms": [chosen]}, tenant=school)
    launch = {"number": "3", "date": "2026-09-10"}
    machine.call("POST", f"/programmes/{id}/launch", launch, roles=("head",), tenant=school)
    return id


def proposed(machine: Machine, programmes: dict[TenantId, str]) -> dict[TenantId, str]:
    runs = {}
    for school, programme in programmes.items():
        path = f"/programmes/{programme}/proposals"
        runs[school] = machine.call("POST", path, {}, tenant=school, status=202)["id"]
        machine.settle()
        (line,) = machine.call("GET", f"/proposals/{runs[school]}", tenant=school)["lines"]
        assert line["mentor"] == f"card-{school}"
    return runs


def test_one_adopts_and_the_other_is_told_which_pair_lost_and_who_is_next(
    machine: Machine,
) -> None:
    programmes = shared(machine)
    runs = proposed(machine, programmes)

    def adopt(school: TenantId) -> Callable[[], object]:
        scope = machine.scope(school)
        return lambda: adopting.adopt(machine.service, scope, runs[school], key="adopt")

    answers: Any = at_once(*(adopt(school) for school in SCHOOLS))
    machine.settle()
    assert answers.count("nothing-adopted") == 1
    loser = SCHOOLS[answers.index("nothing-adopted")]
    problem = machine.call("POST", f"/proposals/{runs[loser]}/adopt", {}, tenant=loser, status=409)
    assert f"card-{loser} – kid-{loser}: no_place" in problem["detail"]
    path = f"/programmes/{programmes[loser]}/alternatives"
    found = machine.call("GET", path, tenant=loser, mentee=f"kid-{loser}")["items"]
    assert [one["mentor"] for one in found] == [f"own-{loser}"]
    assert found[0]["free"] == 1
    body = {"mentee": f"kid-{loser}", "mentor": f"own-{loser}"}
    offered = machine.call("POST", f"/programmes/{programmes[loser]}/pairs", body, tenant=loser)
    machine.settle()
    assert machine.call("GET", f"/pairs/{offered['id']}", tenant=loser)["status"] == "proposed"


def test_two_who_offer_the_last_place_at_once_take_it_once(machine: Machine) -> None:
    programmes = shared(machine)

    def offer(school: TenantId) -> Callable[[], object]:
        scope = machine.scope(school)
        mentee, mentor = PersonId(f"kid-{school}"), PersonId(f"card-{school}")
        programme = ProgrammeId(programmes[school])
        return lambda: alternatives.offer(
            machine.service, scope, programme, mentee, mentor, instead_of=None, key="offer"
        )

    answers = at_once(*(offer(school) for school in SCHOOLS))
    machine.settle()
    assert answers.count("no_place") == 1
    places = machine.call("GET", "/places/shared", tenant=HOME)
    assert len(places["claims"]) == 1


def test_a_pair_that_lost_its_place_is_replaced_before_the_order(machine: Machine) -> None:
    programmes = shared(machine)
    runs = proposed(machine, programmes)
    first = machine.call("POST", f"/proposals/{runs[SCHOOL]}/adopt", {})["pairings"]
    machine.settle()
    machine.agree_all(first)
    machine.hear(
        participants.SharingEnded(PersonId("shared"), SCHOOL, PersonId("card"), "revoked"), HOME
    )
    machine.settle()
    order = machine.drafted(programmes[SCHOOL], first)
    machine.issue(order, status=409)
    shown = machine.call("GET", f"/orders/{order}")
    assert [(line["pairing"], line["reason"]) for line in shown["failed"]] == [
        (first[0], "permission")
    ]
    body = {"mentee": f"kid-{SCHOOL}", "mentor": f"own-{SCHOOL}", "instead_of": first[0]}
    path = f"/programmes/{programmes[SCHOOL]}/pairs"
    offered = machine.call("POST", path, body, key="replace")
    assert machine.call("POST", path, body, key="replace")["id"] == offered["id"]
    machine.settle()
    assert machine.status(first[0]) == "dropped"
    assert machine.status(offered["id"]) == "proposed"
    machine.agree_all([offered["id"]])
    machine.issue(machine.drafted(programmes[SCHOOL], [offered["id"]]))
    assert machine.status(offered["id"]) == "active"


def test_a_lost_race_for_the_replacement_leaves_the_old_pair(machine: Machine) -> None:
    programmes = shared(machine)
    own = f"own-{SCHOOL}"
    path = f"/programmes/{programmes[SCHOOL]}/pairs"
    first = machine.call("POST", path, {"mentee": f"kid-{SCHOOL}", "mentor": own})["id"]
    taken = {"mentee": f"kid-{RIVAL}", "mentor": f"card-{RIVAL}"}
    machine.call("POST", f"/programmes/{programmes[RIVAL]}/pairs", taken, tenant=RIVAL)
    machine.settle()
    body = {"mentee": f"kid-{SCHOOL}", "mentor": f"card-{SCHOOL}", "instead_of": first}
    assert machine.call("POST", path, body, status=409)["code"] == "no_place"
    machine.settle()
    assert machine.status(first) == "proposed"


def test_two_schools_issue_for_the_same_place_at_once(machine: Machine) -> None:
    """Reservations have run out on both sides: only confirming counts, and one order stays a draft."""
    programmes = shared(machine)
    orders = {}
    for school in SCHOOLS:
        path = f"/programmes/{programmes[school]}/pairs"
        body = {"mentee": f"kid-{school}", "mentor": f"card-{school}"}
        id = machine.call("POST", path, body, tenant=school)["id"]
        machine.settle()
        for person in (f"kid-{school}", f"card-{school}"):
            said = {"person": person}
            machine.call("POST", f"/pairs/{id}/agree", said, tenant=school)
        draft = {"programme": programmes[school], "kind": "formation", "pairings": [id]}
        orders[school] = machine.call("POST", "/orders", draft, tenant=school)["id"]
        release(machine, id)
    machine.settle()
    start = order_commands.StartIssue("1", date(2026, 10, 12), PersonId("head-person"))

    def issue(school: TenantId) -> Callable[[], object]:
        scope = machine.scope(school, "head")
        return lambda: issuing.issue(machine.service, scope, orders[school], start, key="issue")

    answers = at_once(*(issue(school) for school in SCHOOLS))
    machine.settle()
    assert answers.count("places-lost") == 1
    states = [
        machine.call("GET", f"/orders/{orders[school]}", tenant=school)["status"]
        for school in SCHOOLS
    ]
    assert sorted(states) == ["draft", "issued"]


def release(machine: Machine, claim: str) -> None:
    machine.service.handler.handle(
        machine.scope(HOME), MENTOR_PLACES, "shared", commands.Release(claim, "lapsed"),
        key=machine.key(),
    )  # fmt: skip

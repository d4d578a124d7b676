"""A programme from its opening to the last pair, over the service's own routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.contracts import meetings, participants
from shared.domain.ids import PairingId, PersonId, TenantId, derived_id
from tests.integration.matching.conftest import ADULT, PUPIL, SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration


def running_pair(machine: Machine) -> str:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    programme = machine.programme()
    (pairing,) = machine.adopted(programme)["pairings"]
    machine.agree_all([pairing])
    machine.issue(machine.drafted(programme, [pairing]))
    assert machine.status(pairing) == "active"
    return str(pairing)


def test_the_board_shows_the_programme(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    machine.admit("other", replace(PUPIL, themes=("olympiads",)))
    id = machine.programme()
    assert id == derived_id("programme", SCHOOL, YEAR)
    supply = machine.call("POST", f"/programmes/{id}/supply", {})
    assert (supply["requests"], supply["covered"], supply["gaps"]) == (2, 1, ["olympiads"])
    machine.settle()
    board = machine.call("GET", f"/programmes/{id}", after_commit=supply["commit"])
    assert board["reasons"] == {"student_pupil": "12 запросов"}
    assert board["supply"]["gaps"] == ["olympiads"]


def test_ballots_and_reasons_reach_the_proposal(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.list_mentor("wished")
    machine.admit("mentee")
    id = machine.programme()
    machine.call("POST", f"/programmes/{id}/ballot", {"closes": "2099-01-01"})
    said = {"ranking": ["wished"], "vetoes": ["mentor"]}
    vote = f"/programmes/{id}/ballot/votes/mentee"
    machine.call("POST", vote, said, roles=("mentee",), person="stranger", status=404)
    machine.call("POST", vote, said, roles=("mentee",), person="mentee")
    machine.call("POST", f"/programmes/{id}/ballot/close", {})
    run = machine.proposed(id)
    (line,) = machine.call("GET", f"/proposals/{run}")["lines"]
    assert line["mentor"] == "wished"
    assert line["facts"]["rank_by_mentee"] == 1
    assert sum(line["contributions"].values()) == line["score"]
    ballot = machine.call("GET", f"/programmes/{id}/ballot")
    assert ballot["cast"] == ["mentee"]
    moved = {"mentee": "mentee", "mentor": "mentor"}
    refused = machine.call("POST", f"/proposals/{run}/moves", moved, status=409)
    assert refused["code"] == "veto"


def test_what_is_fixed_by_hand_holds_in_the_next_run(machine: Machine) -> None:
    machine.list_mentor("best", features=replace(ADULT, themes=("exams",)))
    machine.list_mentor("plain", features=replace(ADULT, themes=("studies",)))
    machine.admit("mentee")
    id = machine.programme()
    first = machine.proposed(id)
    machine.call("POST", f"/proposals/{first}/moves", {"mentee": "mentee", "mentor": "plain"})
    machine.call("POST", f"/proposals/{first}/locks", {"mentee": "mentee", "locked": True})
    again = machine.proposed(id, based_on=first)
    (line,) = machine.call("GET", f"/proposals/{again}")["lines"]
    assert (line["mentor"], line["locked"]) == ("plain", True)
    machine.call("POST", f"/proposals/{again}/discard", {})


def test_the_same_input_gives_the_same_proposal(machine: Machine) -> None:
    for number in range(6):
        machine.list_mentor(f"mentor-{number}")
        machine.admit(f"mentee-{number}")
    id = machine.programme()
    runs = [machine.proposed(id) for _ in range(2)]
    machine.settle()
    one, two = (machine.call("GET", f"/proposals/{run}") for run in runs)
    assert one["input_hash"] == two["input_hash"]
    assert one["lines"] == two["lines"]


def test_other_forms_are_refused(machine: Machine) -> None:
    id = machine.programme()
    body = {"forms": ["pupil_pupil"]}
    problem = machine.call("POST", f"/programmes/{id}/proposals", body, status=409)
    assert problem["code"] == "form-not-chosen"


def test_a_mentor_with_places_leads_a_group(machine: Machine) -> None:
    machine.list_mentor("mentor", capacity=3)
    for number in range(4):
        machine.admit(f"mentee-{number}")
    adopted = machine.adopted(machine.programme(), groups=True)
    (pairing,) = adopted["pairings"]
    assert len(machine.call("GET", f"/pairs/{pairing}")["mentees"]) == 3
    places = machine.call("GET", "/places/mentor")
    assert (places["capacity"], places["taken"]) == (3, 3)


def test_everyone_is_informed_and_receipts_are_kept(machine: Machine) -> None:
    pairing = running_pair(machine)
    machine.call("POST", f"/pairs/{pairing}/inform", {})
    read = f"/pairs/{pairing}/read"
    machine.call("POST", read, {}, roles=("mentee",), person="mentee")
    machine.settle()
    own = machine.call("GET", f"/pairs/{pairing}", roles=("mentor",), person="mentor")
    assert (own["told"], own["read"]) == (["mentor", "mentee"], ["mentee"])
    machine.call("GET", f"/pairs/{pairing}", roles=("mentor",), person="x", status=404)
    assert machine.call("GET", "/pairs", roles=("mentor",), person="x")["items"] == []


def test_a_withdrawn_consent_suspends_at_once_and_leaves_drafts(machine: Machine) -> None:
    pairing = running_pair(machine)
    machine.admit("second")
    machine.list_mentor("free")
    machine.settle()
    id = derived_id("programme", SCHOOL, YEAR)
    draft = machine.proposed(id)
    assert len(machine.call("GET", f"/proposals/{draft}")["lines"]) == 1
    for person in ("mentee", "second"):
        machine.consents.withdrawn.add(person)
        ended = participants.ConsentEnded(PersonId(person), "participation", "withdrawn")
        machine.hear(ended)
    machine.settle()
    assert machine.status(pairing) == "suspended"
    assert machine.call("GET", f"/proposals/{draft}")["lines"] == []
    machine.call("POST", f"/pairs/{pairing}/resume", {}, status=409)
    machine.consents.withdrawn.clear()
    machine.call("POST", f"/pairs/{pairing}/resume", {})
    machine.settle()
    assert machine.status(pairing) == "active"


def test_a_pair_stored_after_a_withdrawal_is_undone(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    id = machine.programme()
    run = machine.proposed(id)
    adopted = machine.call("POST", f"/proposals/{run}/adopt", {})
    machine.consents.withdrawn.add("mentee")
    machine.settle()
    assert machine.status(adopted["pairings"][0]) == "dropped"
    assert machine.call("GET", "/places/mentor")["taken"] == 0


def test_who_withdrew_is_left_out_of_a_proposal_and_named(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    id = machine.programme()
    machine.consents.withdrawn.add("mentee")
    shown = machine.call("GET", f"/proposals/{machine.proposed(id)}")
    assert shown["lines"] == []
    (left,) = shown["unmatched"]
    assert left["reason"] == "consent"


def test_an_erased_candidate_is_none(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    machine.settle()
    machine.hear(participants.PersonErased(PersonId("mentee")))
    id = machine.programme()
    shown = machine.call("GET", f"/proposals/{machine.proposed(id)}")
    assert shown["counts"] == {"pairs": 0, "left": 0}


def test_a_doubtful_trial_opens_a_task_and_a_closed_pair_ends(machine: Machine) -> None:
    pairing = PairingId(running_pair(machine))
    trial = meetings.MeetingHeld("m", pairing, YEAR, "trial", date(2026, 10, 20), 45, False)
    machine.hear(trial)
    machine.settle()
    assert [t["kind"] for t in machine.call("GET", "/tasks")["items"]] == ["rematch"]
    machine.call("POST", f"/pairs/{pairing}/go-on", {})
    machine.hear(meetings.PairClosed(pairing, YEAR, "reached"))
    machine.settle()
    assert machine.call("GET", "/tasks")["items"] == []
    shown = machine.call("GET", f"/pairs/{pairing}")
    assert (shown["status"], shown["reason"]) == ("ended", "completed")
    assert machine.call("GET", "/places/mentor")["taken"] == 0


@pytest.mark.parametrize("settling", [meetings.MeetingStruck, meetings.DoubtSettled])
def test_a_trial_that_is_settled_takes_its_task_along(machine: Machine, settling: Any) -> None:
    """Struck, or the pair goes on; heard twice, and also before the no that it settles."""
    pairing = PairingId(running_pair(machine))

    def doubted(meeting: str) -> None:
        day = date(2026, 10, 20)
        machine.hear(meetings.MeetingHeld(meeting, pairing, YEAR, "trial", day, 45, False))

    def settled(meeting: str) -> None:
        struck = settling is meetings.MeetingStruck
        machine.hear(settling(meeting, pairing, YEAR, *(["trial"] if struck else [])))

    def waiting() -> tuple[list[str], str | None]:
        machine.settle()
        kinds = [task["kind"] for task in machine.call("GET", "/tasks")["items"]]
        return kinds, machine.call("GET", f"/pairs/{pairing}")["rematch"]

    doubted("first")
    assert waiting() == (["rematch"], "trial")
    settled("first")
    settled("first")
    assert waiting() == ([], None)
    doubted("second")
    settled("first")
    assert waiting() == (["rematch"], "trial")
    settled("second")
    settled("third")
    doubted("third")
    assert waiting() == ([], None)


def test_another_tenant_finds_nothing(machine: Machine) -> None:
    pairing = running_pair(machine)
    south = TenantId("school-south")
    machine.call("GET", f"/pairs/{pairing}", tenant=south, status=404)
    machine.call("POST", f"/pairs/{pairing}/inform", {}, tenant=south, status=404)
    assert machine.call("GET", "/pairs", tenant=south)["items"] == []
    counts = machine.call("GET", "/counts", roles=("municipal_admin",), tenant=south, year=YEAR)
    assert counts["pairs"]["student_pupil"]["active"] == 0
    machine.call("GET", "/pairs", roles=("municipal_admin",), status=403)


def test_the_coordinator_is_replaced(machine: Machine) -> None:
    """Edge case: the programme names the successor, and the tasks of the role wait for them."""
    running_pair(machine)
    programme = derived_id("programme", SCHOOL, YEAR)
    people = {"coordinator": "old", "head": "head"}
    machine.call("PUT", f"/programmes/{programme}/people", people)
    machine.settle()
    machine.hear(participants.ConsentEnded(PersonId("mentee"), "participation", "withdrawn"))
    machine.settle()
    before = machine.call("GET", "/tasks", person="old")["items"]
    assert [task["kind"] for task in before] == ["suspended"]
    machine.hear(
        participants.WorkHandedOver(
            PersonId("old"), PersonId("new"), "coordinator", date(2026, 10, 1)
        )
    )
    machine.settle()
    board = machine.call("GET", f"/programmes/{programme}")
    assert (board["coordinator"], board["head"]) == ("new", "head")
    assert machine.call("GET", "/tasks", person="new")["items"] == before

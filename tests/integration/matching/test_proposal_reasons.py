"""What a proposal says about pairs that could not stay, and the two ways of computing it."""

from __future__ import annotations

from datetime import date

import pytest

from shared.contracts import meetings
from shared.domain.ids import PairingId
from tests.integration.matching.conftest import YEAR, Machine
from tests.integration.matching.test_proposal_changes import town
from tests.integration.matching.test_school_year import running_pair

pytestmark = pytest.mark.integration


def test_a_fixed_pair_that_is_not_possible_any_more_is_named(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    programme = machine.programme()
    first = machine.proposed(programme)
    machine.call("POST", f"/proposals/{first}/locks", {"mentee": "mentee", "locked": True})
    machine.consents.withdrawn.add("mentor")
    again = machine.proposed(programme, based_on=first)
    shown = machine.call("GET", f"/proposals/{again}")
    assert shown["status"] == "failed"
    assert shown["failure"] == {
        "code": "lock-broken", "people": ["mentee", "mentor"], "rules": ["consent"],
    }  # fmt: skip


def test_a_fixed_pair_that_exists_by_now_hinders_nothing(machine: Machine) -> None:
    run = town(machine)
    programme = machine.call("GET", f"/proposals/{run}")["programme"]
    machine.call("POST", f"/proposals/{run}/locks", {"mentee": "one", "locked": True})
    machine.call("POST", f"/proposals/{run}/adopt", {})
    machine.settle()
    machine.admit("newcomer")
    machine.list_mentor("new")
    later = machine.call("GET", f"/proposals/{machine.proposed(programme, based_on=run)}")
    assert (later["status"], later["locks"]) == ("draft", {})
    kept = machine.call("GET", f"/proposals/{machine.proposed(programme, based_on=run, keep=True)}")
    assert kept["locks"] == {"one": "exams"}


def test_whose_pair_asked_for_a_change_gets_another_mentor_and_the_reason(
    machine: Machine,
) -> None:
    pairing = PairingId(running_pair(machine))
    trial = meetings.MeetingHeld("m", pairing, YEAR, "trial", date(2026, 10, 20), 45, False)
    machine.hear(trial)
    machine.list_mentor("other")
    machine.settle()
    programme = machine.call("GET", f"/pairs/{pairing}")["programme"]
    shown = machine.call("GET", f"/proposals/{machine.proposed(programme, keep=True)}")
    (line,) = shown["lines"]
    assert (line["mentor"], line["was"], line["changed"]) == ("other", "mentor", "rematch")
    assert shown["bans"] == [{"mentor": "mentor", "mentee": "mentee"}]


def test_both_ways_are_told_and_the_other_is_chosen(machine: Machine) -> None:
    run = town(machine)
    shown = machine.call("GET", f"/proposals/{run}")
    assert set(shown["summaries"]) == {"optimal", "stable"}
    assert shown["summaries"]["optimal"]["proven"] == 1
    assert shown["summaries"]["stable"]["blocking"] == 0
    stable = machine.call("GET", f"/proposals/{run}", mode="stable")["lines"]
    chosen = machine.call("POST", f"/proposals/{run}/mode", {"mode": "stable"})
    machine.settle()
    now = machine.call("GET", f"/proposals/{run}", after_commit=chosen["commit"])
    assert now["mode"] == "stable"
    assert [(o["mentee"], o["mentor"]) for o in now["lines"]] == [
        (o["mentee"], o["mentor"]) for o in stable
    ]
    machine.call("POST", f"/proposals/{run}/moves", {"mentee": "one", "mentor": None})
    refused = machine.call("POST", f"/proposals/{run}/mode", {"mode": "optimal"}, status=409)
    assert refused["code"] == "changed-by-hand"

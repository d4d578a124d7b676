"""What a voter is shown of those they met, and who may vote for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.matching.conftest import ADULT, PUPIL, Machine

pytestmark = pytest.mark.integration
SECRETS = ("veto", "gender", "area", "age_band", "adult")


def opened(machine: Machine) -> str:
    machine.list_mentor("mentor-1", features=replace(ADULT, area="north", gender="f"))
    machine.list_mentor("mentor-2")
    machine.admit("kid-small", replace(PUPIL, grade=5, age_band="10-13", vetoes=("gender:m",)))
    machine.admit("kid-grown")
    machine.admit("kid-other")
    programme = machine.programme()
    closes = machine.service.clock.today() + timedelta(days=7)
    machine.call("POST", f"/programmes/{programme}/ballot", {"closes": closes.isoformat()})
    machine.settle()
    return programme


def cards(machine: Machine, programme: str, voter: str, role: str, **query: Any) -> Any:
    person = query.pop("person", voter)
    path = f"/programmes/{programme}/ballot/cards/{voter}"
    return machine.call("GET", path, roles=(role,), person=person, **query)


def vote(machine: Machine, programme: str, voter: str, role: str, **query: Any) -> Any:
    path = f"/programmes/{programme}/ballot/votes/{voter}"
    person = query.pop("person", voter)
    body = query.pop("body", {"ranking": ["mentor-1"], "vetoes": ["mentor-2"]})
    return machine.call("POST", path, body, roles=(role,), person=person, **query)


def test_a_voter_sees_given_names_and_nothing_of_health_or_wishes(machine: Machine) -> None:
    programme = opened(machine)
    shown = cards(machine, programme, "kid-small", "mentee")
    assert {card["name"] for card in shown["cards"]} == {"mentor-1", "mentor-2"}
    assert {card["id"] for card in shown["cards"]} == {"mentor-1", "mentor-2"}
    for card in shown["cards"] + cards(machine, programme, "mentor-1", "mentor")["cards"]:
        assert not [name for name in card if name.startswith(SECRETS)]
        assert "Имя" not in card["name"]


def test_ones_own_choice_comes_back_and_can_be_changed(machine: Machine) -> None:
    programme = opened(machine)
    assert cards(machine, programme, "kid-grown", "mentee")["ranking"] == []
    vote(machine, programme, "kid-grown", "mentee")
    vote(machine, programme, "kid-grown", "mentee", body={"ranking": ["mentor-2"], "vetoes": []})
    shown = cards(machine, programme, "kid-grown", "mentee")
    assert (shown["cast"], shown["ranking"], shown["vetoes"]) == (True, ["mentor-2"], [])


def test_a_coordinator_enters_a_paper_and_sees_no_choice(machine: Machine) -> None:
    programme = opened(machine)
    vote(machine, programme, "kid-grown", "mentee")
    shown = cards(machine, programme, "kid-grown", "coordinator", person="staff")
    assert (shown["cast"], shown["ranking"], shown["vetoes"]) == (True, None, None)
    vote(machine, programme, "kid-other", "coordinator", person="staff")
    machine.settle()
    turnout = machine.call("GET", f"/programmes/{programme}/ballot")
    assert sorted(turnout["cast"]) == ["kid-grown", "kid-other"]
    assert "mentor-1" not in str(turnout["cast"])


def test_a_guardian_votes_for_a_small_child_only(machine: Machine) -> None:
    programme = opened(machine)
    vote(machine, programme, "kid-small", "guardian", person="mother")
    shown = cards(machine, programme, "kid-small", "guardian", person="mother")
    assert shown["ranking"] == ["mentor-1"]
    refused = vote(machine, programme, "kid-grown", "guardian", person="mother", status=409)
    assert refused["code"] == "child-decides"
    cards(machine, programme, "kid-grown", "guardian", person="mother", status=409)
    vote(machine, programme, "kid-other", "guardian", person="mother", status=404)
    cards(machine, programme, "kid-other", "guardian", person="mother", status=404)


def test_nobody_votes_or_looks_for_another(machine: Machine) -> None:
    programme = opened(machine)
    vote(machine, programme, "kid-small", "mentee", person="kid-grown", status=404)
    cards(machine, programme, "kid-small", "mentee", person="kid-grown", status=404)
    vote(machine, programme, "kid-grown", "mentee")
    machine.settle()
    path = f"/programmes/{programme}/ballot"
    seen = machine.call("GET", path, roles=("mentee",), person="kid-small")
    assert (seen["mentees"], seen["mentors"], seen["cast"]) == (["kid-small"], [], [])


def test_who_has_no_consent_is_on_no_card(machine: Machine) -> None:
    programme = opened(machine)
    machine.consents.withdrawn.add("mentor-2")
    shown = cards(machine, programme, "kid-grown", "mentee")
    assert [card["id"] for card in shown["cards"]] == ["mentor-1"]
    machine.consents.withdrawn.add("kid-grown")
    refused = cards(machine, programme, "kid-grown", "mentee", status=409)
    assert refused["code"] == "consent-missing"


def test_whoever_has_not_voted_is_reminded_and_no_choice_is_told(machine: Machine) -> None:
    programme = opened(machine)
    vote(machine, programme, "kid-grown", "mentee")
    machine.call("POST", f"/programmes/{programme}/ballot/remind", {})
    machine.settle()
    shown = machine.call("GET", f"/programmes/{programme}/ballot")
    assert sorted(shown["reminded"]) == ["kid-other", "kid-small", "mentor-1", "mentor-2"]
    assert "ranking" not in str(shown)
    mine = machine.call(
        "GET", f"/programmes/{programme}/ballot", roles=("mentee",), person="kid-small"
    )
    assert mine["reminded"] == ["kid-small"]
    machine.call("POST", f"/programmes/{programme}/ballot/close", {})
    late = machine.call("POST", f"/programmes/{programme}/ballot/remind", {}, status=409)
    assert late["code"] == "ballot-closed"

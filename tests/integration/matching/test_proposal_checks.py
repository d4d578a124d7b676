"""A proposal's proof is kept with it and checked again by whoever asks, without a solver."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any
from zlib import decompress

import pytest

from services.matching.application import checking
from shared.domain.ids import TenantId
from tests.integration.matching.conftest import ADULT, PUPIL, SCHOOL, Machine

pytestmark = pytest.mark.integration


def people(machine: Machine) -> str:
    """Three mentees for two mentors with a place each; one voted."""
    for number, themes in enumerate((("exams",), ("studies",), ("olympiads",))):
        machine.admit(f"mentee-{number}", replace(PUPIL, themes=themes))
    machine.list_mentor("mentor-a")
    machine.list_mentor("mentor-b", features=replace(ADULT, themes=("olympiads",)))
    programme = machine.programme()
    weights = {"weights": {"theme": 60, "ballot": 40, "time": 10}, "threshold": 300}
    machine.call("PUT", f"/programmes/{programme}/criteria", weights)
    machine.call("POST", f"/programmes/{programme}/ballot", {"closes": "2099-01-01"})
    vote = {"ranking": ["mentor-a"], "vetoes": ["mentor-b"]}
    machine.call("POST", f"/programmes/{programme}/ballot/votes/mentee-0", vote)
    machine.call("POST", f"/programmes/{programme}/ballot/close", {})
    machine.settle()
    return programme


def checked(machine: Machine, run: str, **more: Any) -> Any:
    return machine.call("GET", f"/proposals/{run}/check", **more)


def test_what_was_kept_is_judged_again_level_by_level(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    head, told = machine.call("GET", f"/proposals/{run}"), checked(machine, run)
    assert (told["state"], told["verdict"], told["reason"]) == ("done", "holds", "")
    assert [one["level"] for one in told["levels"]] == [
        "served", "first", "second", "third", "worst", "score", "hash",
    ]  # fmt: skip
    assert {one["gap"] for one in told["levels"]} == {0}
    values = {one["level"]: one["value"] for one in told["levels"]}
    assert values["served"] == head["counts"]["pairs"] == 2
    assert values["score"] == head["summaries"]["optimal"]["score"]
    assert told["pairs"] == {"checked": 2, "same": True}
    for name in ("input_hash", "seed", "engine", "packages", "weights"):
        assert told[name] == head[name]
    assert (told["input_same"], len(told["proof"])) == (True, 64)


def test_what_a_hand_changed_does_not_change_the_proof(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    mentee = machine.call("GET", f"/proposals/{run}")["lines"][0]["mentee"]
    machine.call("POST", f"/proposals/{run}/moves", {"mentee": mentee, "mentor": None})
    told = checked(machine, run)
    assert (told["verdict"], told["pairs"]) == ("holds", {"checked": 2, "same": False})


def test_fixed_and_standing_pairs_are_part_of_it(machine: Machine) -> None:
    programme = people(machine)
    first = machine.proposed(programme)
    mentee = machine.call("GET", f"/proposals/{first}")["lines"][0]["mentee"]
    machine.call("POST", f"/proposals/{first}/locks", {"mentee": mentee, "locked": True})
    again = checked(machine, machine.proposed(programme, based_on=first))
    assert again["verdict"] == "holds"
    assert next(one["value"] for one in again["levels"] if one["level"] == "served") == 1
    machine.call("POST", f"/proposals/{first}/adopt", {})
    machine.settle()
    kept = checked(machine, machine.proposed(programme, keep=True, changes=0))
    assert kept["verdict"] == "holds"
    assert "kept" in {one["level"] for one in kept["levels"]}


def test_a_stored_proof_that_was_altered_or_lost_is_told(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    proofs = machine.service.db.match_proofs
    part = proofs.find_one({"tenant": SCHOOL, "run": run})
    assert part is not None
    data = bytearray(part["data"])
    data[len(data) // 2] ^= 1
    proofs.update_one({"_id": part["_id"]}, {"$set": {"data": bytes(data)}})
    assert checked(machine, run)["verdict"] == "altered"
    proofs.delete_one({"_id": part["_id"]})
    assert checked(machine, run)["verdict"] == "altered"


def test_who_was_erased_or_withdrew_is_in_no_proof(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    machine.service.vault.shred(SCHOOL, "mentee-2", "participation")
    assert checked(machine, run)["verdict"] == "withdrawn"


def test_whose_consent_has_ended_is_not_looked_at(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    machine.consents.withdrawn.add("mentee-2")
    assert checked(machine, run)["verdict"] == "withdrawn"
    machine.consents.withdrawn.clear()
    assert checked(machine, run)["verdict"] == "holds"


def test_who_had_no_consent_at_the_time_hinders_nothing(machine: Machine) -> None:
    programme = people(machine)
    machine.consents.withdrawn.add("mentee-2")
    run = machine.proposed(programme)
    assert checked(machine, run)["verdict"] == "holds"


def test_it_keeps_nothing_that_anybody_said_in_the_clear(machine: Machine) -> None:
    run = machine.proposed(people(machine))
    part = machine.service.db.match_proofs.find_one({"tenant": SCHOOL, "run": run})
    assert part is not None
    text = decompress(part["data"])
    for word in (b"olympiads", b"mon-15", b"14-15", b"ranking"):
        assert word not in text
    assert b"mentee-0" in text, "ids are there, as in the run itself"


def test_a_large_one_is_checked_by_the_worker(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 0)
    run = machine.proposed(people(machine))
    waiting = checked(machine, run)
    assert waiting["state"] == "waiting"
    assert "verdict" not in waiting
    machine.settle()
    done = checked(machine, run)
    assert (done["state"], done["verdict"]) == ("done", "holds")
    assert {one["gap"] for one in done["levels"]} == {0}
    machine.service.vault.shred(SCHOOL, "mentee-2", "participation")
    machine.service.db.match_questions.delete_many({})
    checked(machine, run)
    machine.settle()
    assert checked(machine, run)["verdict"] == "withdrawn"


def test_groups_have_no_certificate_and_say_so(machine: Machine) -> None:
    run = machine.proposed(people(machine), groups=True)
    told = checked(machine, run)
    assert (told["state"], told["verdict"], told["levels"]) == ("done", "none", [])


def test_one_that_is_not_computed_and_another_schools(machine: Machine) -> None:
    programme = people(machine)
    path = f"/programmes/{programme}/proposals"
    queued = machine.call("POST", path, {}, status=202)["id"]
    assert checked(machine, queued, status=409)["code"] == "not-computed"
    machine.settle()
    checked(machine, queued, tenant=TenantId("elsewhere"), status=404)
    checked(machine, queued, roles=("teacher",), status=403)


def test_the_verdict_needs_no_solver(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    run = machine.proposed(people(machine))
    for name in [one for one in sys.modules if one.split(".")[0] in ("ortools", "scipy")]:
        monkeypatch.setitem(sys.modules, name, None)
    assert checked(machine, run)["verdict"] == "holds"

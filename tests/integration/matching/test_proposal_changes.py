"""A draft changed by hand: what it costs beforehand, who was faster, drafts side by side, mid-year."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.matching.conftest import ADULT, PUPIL, SCHOOL, Machine

pytestmark = pytest.mark.integration
EXAMS = replace(ADULT, themes=("exams",))
STUDIES = replace(ADULT, themes=("studies",))


def town(machine: Machine) -> str:
    """Two mentors with one place each; “one” suits “exams” best and “two” suits “studies”; nobody is
    left for “third”. Answers the draft."""
    machine.list_mentor("exams", features=EXAMS)
    machine.list_mentor("studies", features=STUDIES)
    machine.admit("one")
    machine.admit("two", replace(PUPIL, themes=("studies",)))
    machine.admit("third", replace(PUPIL, themes=("olympiads",)))
    return machine.proposed(machine.programme())


def pairs(machine: Machine, run: str) -> dict[str, str]:
    machine.settle()
    shown = machine.call("GET", f"/proposals/{run}")
    return {line["mentee"]: line["mentor"] for line in shown["lines"]}


def price(machine: Machine, run: str, **wish: Any) -> Any:
    return machine.call("GET", f"/proposals/{run}/price", **wish)


def test_a_price_names_the_figures_and_who_changes_and_changes_nothing(machine: Machine) -> None:
    run = town(machine)
    before = machine.call("GET", f"/proposals/{run}")
    swap = price(machine, run, mentee="one", swap_with="two")
    assert swap["before"]["served"] == swap["after"]["served"] == 2
    assert swap["after"]["score"] < swap["before"]["score"]
    assert [(m["mentee"], m["before"], m["after"]) for m in swap["moves"]] == [
        ("one", "exams", "studies"), ("two", "studies", "exams"),
    ]  # fmt: skip
    full = price(machine, run, mentee="third", mentor="exams")
    assert full["holders"] == ["one"]
    instead = price(machine, run, mentee="third", mentor="exams", instead_of="one")
    assert instead["holders"] == []
    assert {m["mentee"]: m["after"] for m in instead["moves"]} == {"third": "exams", "one": None}
    apart = price(machine, run, mentee="one")
    assert (apart["before"]["served"], apart["after"]["served"]) == (2, 1)
    assert machine.call("GET", f"/proposals/{run}") == before


def test_a_price_says_which_rule_forbids_the_change(machine: Machine) -> None:
    run = town(machine)
    machine.call("POST", f"/proposals/{run}/locks", {"mentee": "one", "locked": True})
    assert price(machine, run, mentee="one")["broken"] == ["locked"]
    ban = {"mentor": "exams", "mentee": "third"}
    machine.call("POST", f"/proposals/{run}/bans", ban)
    assert price(machine, run, mentee="third", mentor="exams")["broken"] == ["banned"]
    machine.list_mentor("late", features=replace(ADULT, times=("fri-19",)))
    machine.settle()
    assert price(machine, run, mentee="third", mentor="late")["broken"] == ["time"]
    machine.call("GET", f"/proposals/{run}/price", mentee="nobody", status=404)


def test_two_mentees_are_swapped_and_one_makes_room(machine: Machine) -> None:
    run = town(machine)
    machine.call("POST", f"/proposals/{run}/swaps", {"first": "one", "second": "two"})
    assert pairs(machine, run) == {"one": "studies", "two": "exams"}
    move = {"mentee": "third", "mentor": "exams"}
    machine.call("POST", f"/proposals/{run}/moves", move, status=409)
    machine.call("POST", f"/proposals/{run}/moves", {**move, "instead_of": "two"})
    assert pairs(machine, run) == {"one": "studies", "third": "exams"}


def test_the_whole_may_adapt_and_the_worker_says_what_it_loses(machine: Machine) -> None:
    run = town(machine)
    path = f"/proposals/{run}/questions"
    wish = {"mentee": "one", "mentor": "studies"}
    asked = machine.call("POST", path, wish, status=202)
    assert machine.call("POST", path, wish, status=202)["question"] == asked["question"]
    answer = f"{path}/{asked['question']}"
    assert machine.call("GET", answer)["state"] == "waiting"
    machine.settle()
    told = machine.call("GET", answer)
    assert told["state"] == "done"
    assert told["loss"]["served"] == 0
    assert told["loss"]["score"] > 0
    assert told["moves"][0] == {"mentee": "one", "before": "exams", "after": "studies"}
    machine.call("GET", f"{path}/{'0' * 32}", status=404)


def _sent(machine: Machine, run: str, version: int, body: dict[str, Any], key: str) -> TestResponse:
    token = machine._issuer.issue(
        "matching", tenant=SCHOOL, actor=key, roles=("coordinator",), person=None
    )
    headers = {
        "Authorization": f"Bearer {token}", "Idempotency-Key": key, "If-Match": f'"{version}"',
    }  # fmt: skip
    path = f"/v1/proposals/{run}/moves"
    return machine.client.application.test_client().post(path, json=body, headers=headers)


def test_who_is_slower_is_told_what_the_other_changed_and_loses_nothing(machine: Machine) -> None:
    run = town(machine)
    seen = machine.call("GET", f"/proposals/{run}")["version"]
    barrier = threading.Barrier(2)
    answers: dict[str, TestResponse] = {}

    def send(mentee: str) -> None:
        barrier.wait()
        answers[mentee] = _sent(machine, run, seen, {"mentee": mentee, "mentor": None}, mentee)

    threads = [threading.Thread(target=send, args=(mentee,)) for mentee in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = {mentee: answer.status_code for mentee, answer in answers.items()}
    assert sorted(statuses.values()) == [200, 412]
    won, lost = sorted(statuses, key=lambda mentee: statuses[mentee])
    since = machine.call("GET", f"/proposals/{run}/changes", since=seen)
    assert [(c["kind"], c["mentee"], c["actor"]) for c in since["changes"]] == [
        ("apart", won, won),
    ]  # fmt: skip
    assert set(pairs(machine, run)) == {lost}
    again = _sent(machine, run, since["version"], {"mentee": lost, "mentor": None}, f"{lost}-again")
    assert again.status_code == 200
    assert pairs(machine, run) == {}


def test_drafts_are_compared_pair_by_pair(machine: Machine) -> None:
    first = town(machine)
    programme = machine.call("GET", f"/proposals/{first}")["programme"]
    machine.call("POST", f"/proposals/{first}/bans", {"mentor": "exams", "mentee": "one"})
    second = machine.proposed(programme, based_on=first)
    found = machine.call("GET", f"/proposals/{second}/differences", other=first)
    rows = {row["mentee"]: (row["mentor"], row["other"]) for row in found["differences"]}
    now, then = pairs(machine, second), pairs(machine, first)
    assert rows == {
        mentee: (now.get(mentee), then.get(mentee))
        for mentee in ("one", "two", "third")
        if now.get(mentee) != then.get(mentee)
    }
    assert rows
    assert now.get("one") != "exams"
    assert (found["this"]["id"], found["other"]["id"]) == (second, first)


def test_in_mid_year_standing_pairs_are_kept_and_newcomers_taken_in(machine: Machine) -> None:
    run = town(machine)
    machine.call("POST", f"/proposals/{run}/adopt", {})
    machine.settle()
    programme = machine.call("GET", f"/proposals/{run}")["programme"]
    machine.list_mentor("new", features=replace(STUDIES, times=("fri-19",)))
    machine.admit("two", replace(PUPIL, themes=("studies",), times=("fri-19",)))
    machine.admit("newcomer")
    again = machine.proposed(programme, keep=True)
    shown = machine.call("GET", f"/proposals/{again}")
    lines = {line["mentee"]: line for line in shown["lines"]}
    assert (lines["one"]["mentor"], lines["one"]["kept"]) == ("exams", True)
    two = lines["two"]
    assert (two["mentor"], two["kept"]) == ("new", False)
    assert (two["was"], two["changed"]) == ("studies", "time")
    assert {lines[mentee]["mentor"] for mentee in lines} == {"exams", "new", "studies"}
    found = shown["summaries"]["optimal"]
    assert (found["served"], found["kept"], found["changed"]) == (3, 1, 1)
    alone = machine.call("GET", f"/proposals/{machine.proposed(programme)}")
    assert {line["mentee"] for line in alone["lines"]} <= {"third", "newcomer"}
    # The old pair ends first: until then two is paired, and holds the place of the newcomer.
    machine.call("POST", f"/proposals/{again}/adopt", {}, status=409)
    (old,) = machine.call("GET", "/pairs", mentee="two")["items"]
    decline = {"person": "two", "reason": "time"}
    machine.call("POST", f"/pairs/{old['id']}/decline", decline)
    machine.settle()
    adopted = machine.call("POST", f"/proposals/{again}/adopt", {})
    assert (len(adopted["pairings"]), adopted["refused"]) == (2, [])

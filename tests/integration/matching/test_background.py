"""A mentor whose background check is over is proposed to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.integration.matching.conftest import ADULT, Machine

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(("days", "reasons"), [(-1, ["background"]), (0, []), (30, [])])
def test_the_last_day_counts(machine: Machine, days: int, reasons: list[str]) -> None:
    until = (machine.service.clock.today() + timedelta(days=days)).isoformat()
    machine.list_mentor("mentor", features=replace(ADULT, check_due=True, checked_until=until))
    machine.admit("kid")
    run = machine.proposed(machine.programme())
    shown = machine.call("GET", f"/proposals/{run}")
    assert [left["reason"] for left in shown["unmatched"]] == reasons
    assert len(shown["lines"]) == 1 - len(reasons)


def test_what_was_told_before_checks_were_says_that_none_is_due(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("kid")
    programme = machine.programme()
    path = f"/programmes/{programme}/alternatives"
    assert [o["mentor"] for o in machine.call("GET", path, mentee="kid")["items"]] == ["mentor"]


def test_reasons_of_the_programme_come_from_the_base(machine: Machine) -> None:
    machine.admit("kid")
    machine.admit("other")
    programme = machine.programme()
    wanted = machine.call("GET", f"/programmes/{programme}/demand")
    assert wanted["requests"] == 2
    assert wanted["forms"] == {"student_pupil": 2}
    assert wanted["themes"] == {"student_pupil": {"exams": 2}}
    assert "peer_peer" in wanted["variants"]["student_pupil"]


@pytest.mark.parametrize(
    "body",
    [
        {"weights": {"theme": -1}},
        {"weights": {"theme": 0}},
        {"weights": {"theme": 1e9}},
        {"weights": {"luck": 5}},
        {"weights": {"theme": 5}, "threshold": 1001},
    ],
)
def test_weights_that_make_no_sense_change_nothing(
    machine: Machine, body: dict[str, object]
) -> None:
    programme = machine.programme()
    machine.call("PUT", f"/programmes/{programme}/criteria", body, status=422)
    machine.settle()
    assert machine.call("GET", f"/programmes/{programme}")["threshold"] == 0


def test_a_weight_that_is_no_number_is_refused(machine: Machine) -> None:
    programme = machine.programme()
    body = {"weights": {"theme": float("nan")}}  # no JSON at all: not even read
    machine.call("PUT", f"/programmes/{programme}/criteria", body, status=400)

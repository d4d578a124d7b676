"""Which request comes first, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.participants.domain.mentee import commands, events
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.priority import Request, priority_of, reasons
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY = date(2026, 10, 1)
PLAIN = Request(("studies",), ("pupil_pupil",), 7, TODAY, waiting=True)


@pytest.mark.parametrize(
    ("request_", "codes", "priority"),
    [
        (PLAIN, (), "normal"),
        (replace(PLAIN, themes=("exams",)), (), "normal"),
        (replace(PLAIN, themes=("exams",), grade=11), ("final_exams",), "medium"),
        (replace(PLAIN, themes=("adaptation",)), ("adaptation",), "medium"),
        (replace(PLAIN, asked_on=date(2026, 9, 17)), ("long_wait",), "medium"),
        (replace(PLAIN, asked_on=date(2026, 9, 18)), (), "normal"),
        (replace(PLAIN, asked_on=date(2026, 9, 1), waiting=False), (), "normal"),
        (replace(PLAIN, recommended=("studies",)), ("recommended",), "medium"),
        (replace(PLAIN, recommended=("exams",)), (), "normal"),
        (
            replace(PLAIN, themes=("adaptation", "exams"), grade=9, recommended=("exams",)),
            ("adaptation", "final_exams", "recommended"),
            "high",
        ),
    ],
)
def test_rules_give_a_priority_with_its_reasons(
    request_: Request, codes: tuple[str, ...], priority: str
) -> None:
    assert reasons(request_, TODAY) == codes
    assert priority_of(codes) == priority


KID, YEAR, NOTE = PersonId("kid"), "2026/27", Personal.of("просит классный руководитель")
ASKED = events.MentoringRequested(KID, YEAR, "response")
SET = events.PrioritySet(KID, YEAR, "high", NOTE)
mentee = Spec(MENTEE)


def test_a_coordinator_judges_otherwise_and_back() -> None:
    mentee.given(ASKED).when(commands.SetPriority("high", NOTE)).then(SET)
    left = events.PriorityLeftToRules(KID, YEAR)
    mentee.given(ASKED, SET).when(commands.LeavePriorityToRules()).then(left)
    mentee.given(ASKED, SET, left).when(commands.LeavePriorityToRules()).then_nothing()
    mentee.given(ASKED).when(commands.LeavePriorityToRules()).then_nothing()


def test_who_has_gone_has_no_priority() -> None:
    gone = events.MenteeWithdrawn(KID, YEAR, "own_wish")
    mentee.given(ASKED, gone).when(commands.SetPriority("high", NOTE)).then_refused(
        "has a priority"
    )
    mentee.when(commands.SetPriority("high", NOTE)).then_refused("nobody asked", NotFound)

"""Preliminary requests: counted by class, theme and form; counting again replaces the number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.participants.domain.preliminary_requests import commands, events
from services.participants.domain.preliminary_requests.decider import PRELIMINARY_REQUESTS
from shared.domain.errors import Invalid
from shared.testing.spec import Spec

YEAR = "2026/27"
ASK = commands.Count("sheet", YEAR, "pupil_pupil", "studies", 7, 12)
ASKED = events.RequestsCounted("sheet", YEAR, "pupil_pupil", "studies", 7, 12, 12)


def test_counting_again_replaces_the_number() -> None:
    Spec(PRELIMINARY_REQUESTS).when(ASK).then(ASKED)
    counted = Spec(PRELIMINARY_REQUESTS).given(ASKED)
    counted.when(ASK).then_nothing()
    other = replace(ASK, theme="exams", grade=9, count=5)
    more = replace(ASKED, theme="exams", grade=9, count=5, total=17)
    counted.when(other).then(more)
    fewer = counted.given(more).when(replace(ASK, count=0))
    state = fewer.then(replace(ASKED, count=0, total=5))
    assert state.total == 5
    Spec(PRELIMINARY_REQUESTS).when(replace(ASK, count=0)).then_nothing()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"grade": 0}, "1 to 11"),
        ({"grade": 12}, "1 to 11"),
        ({"form": "teacher_teacher"}, "in no class"),
        ({"count": 501}, "500"),
        ({"count": -1}, "500"),
    ],
)
def test_a_class_that_is_none_is_refused(wrong: dict[str, object], words: str) -> None:
    ask = replace(ASK, **wrong)  # type: ignore[arg-type]
    Spec(PRELIMINARY_REQUESTS).when(ask).then_refused(words, Invalid)


def test_teachers_ask_without_a_class() -> None:
    ask = commands.Count("sheet", YEAR, "teacher_teacher", "teaching_methods", 0, 3)
    Spec(PRELIMINARY_REQUESTS).when(ask).then(
        events.RequestsCounted("sheet", YEAR, "teacher_teacher", "teaching_methods", 0, 3, 3)
    )

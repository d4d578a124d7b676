"""Feedback: rounds by date, one answer a person and round, and low scores that alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.meetings.domain.feedback import commands, events
from services.meetings.domain.feedback.decider import FEEDBACK
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PAIR, YEAR, MENTEE = PairingId("pair"), "2026/27", PersonId("mentee")
FIRST, SECOND = date(2026, 11, 1), date(2027, 1, 15)
SCHEDULED = events.FeedbackScheduled(PAIR, YEAR, (FIRST, SECOND))
TEXT = Personal.of("всё хорошо")
WELL = commands.Answer("r1", "mentee", MENTEE, 5, 4, False, TEXT, FIRST)


def given(ask: commands.Answer, asked_on: date, low: bool) -> events.FeedbackGiven:
    scores = {"usefulness": ask.usefulness, "comfort": ask.comfort, "help": ask.help}
    return events.FeedbackGiven(
        ask.request, PAIR, YEAR, asked_on, ask.side, ask.person, Personal.of_json(scores),
        ask.text, low,
    )  # fmt: skip


def test_dates_are_sorted_and_told_once() -> None:
    Spec(FEEDBACK).when(commands.Schedule(PAIR, YEAR, (SECOND, FIRST, FIRST))).then(SCHEDULED)
    same = commands.Schedule(PAIR, YEAR, (FIRST, SECOND))
    Spec(FEEDBACK).given(SCHEDULED).when(same).then_nothing()
    Spec(FEEDBACK).when(commands.Schedule(PAIR, YEAR, ())).then_refused("at least one date")


@pytest.mark.parametrize(
    ("scores", "low"),
    [
        ({"usefulness": 5, "comfort": 4}, False),
        ({"usefulness": 3, "comfort": 3}, False),
        ({"usefulness": 2, "comfort": 5}, True),
        ({"usefulness": 5, "comfort": 1}, True),
        ({"usefulness": 5, "comfort": 5, "help": True}, True),
    ],
)
def test_a_low_score_or_a_call_for_help_alerts(scores: dict[str, Any], low: bool) -> None:
    ask = replace(WELL, **scores)
    state = Spec(FEEDBACK).given(SCHEDULED).when(ask).then(given(ask, FIRST, low))
    assert state.alerts == ({"r1"} if low else frozenset())


def test_one_answers_once_in_each_round() -> None:
    spec = Spec(FEEDBACK).given(SCHEDULED, given(WELL, FIRST, False))
    spec.when(replace(WELL, request="r2")).then_refused("answered already", AlreadyExists)
    later = replace(WELL, request="r2", today=SECOND)
    spec.when(later).then(given(later, SECOND, False))
    other = replace(WELL, request="r3", person=PersonId("mentor"), side="mentor")
    spec.when(other).then(given(other, FIRST, False))


def test_nobody_answers_before_being_asked() -> None:
    Spec(FEEDBACK).when(WELL).then_refused("no dates")
    early = replace(WELL, today=date(2026, 10, 31))
    Spec(FEEDBACK).given(SCHEDULED).when(early).then_refused("has not come yet")


def test_an_alert_is_handled_once() -> None:
    low = replace(WELL, comfort=1)
    spec = Spec(FEEDBACK).given(SCHEDULED, given(low, FIRST, True))
    note, people = Personal.of("поговорили с обоими"), (PersonId("mentor"), MENTEE)
    done = events.AlertHandled("r1", PAIR, people, note)
    close = commands.HandleAlert("r1", people, note)
    spec.when(close).then(done)
    spec.given(done).when(close).then_nothing()
    unheard = replace(close, request="unheard")
    spec.when(unheard).then_refused("no such alert", NotFound)


def test_the_roadmap_sets_dates_until_the_coordinator_chooses_others() -> None:
    plan = commands.FollowPlan(PAIR, YEAR, (FIRST, SECOND))
    planned = replace(SCHEDULED, by_plan=True)
    Spec(FEEDBACK).when(plan).then(planned)
    Spec(FEEDBACK).given(planned).when(plan).then_nothing()
    moved = replace(plan, dates=(SECOND,))
    Spec(FEEDBACK).given(planned).when(moved).then(replace(planned, dates=(SECOND,)))
    own = commands.Schedule(PAIR, YEAR, (FIRST, SECOND))
    Spec(FEEDBACK).given(planned).when(own).then(SCHEDULED)
    Spec(FEEDBACK).given(planned, SCHEDULED).when(moved).then_nothing()
    Spec(FEEDBACK).when(replace(plan, dates=())).then_nothing()


def test_a_guardian_answers_beside_the_child() -> None:
    about = replace(WELL, request="r2", side="guardian", comfort=1)
    spec = Spec(FEEDBACK).given(SCHEDULED, given(WELL, FIRST, False))
    state = spec.when(about).then(given(about, FIRST, True))
    assert state.alerts == {"r2"}
    again = spec.given(given(about, FIRST, True)).when(replace(about, request="r3"))
    again.then_refused("answered already", AlreadyExists)

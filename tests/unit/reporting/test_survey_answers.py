"""A survey takes one answer a person, and keeps only counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.reporting.domain.survey import commands, events
from services.reporting.domain.survey.decider import SURVEY
from services.reporting.domain.survey.scales import SCALES, count
from shared.domain.errors import Conflict, Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

CLOSES = date(2027, 5, 20)
ANN, BOB = PersonId("ann"), PersonId("bob")
opened = events.SurveyOpened("s", "2026/27", "mentee", CLOSES)
survey = Spec(SURVEY).given(opened)


def answers(value: int = 8, **other: Any) -> dict[str, Any]:
    return {"scales": {**dict.fromkeys(SCALES, value), **other}, "text": "спасибо"}


def answered(person: PersonId, value: int = 8) -> events.SurveyAnswered:
    return events.SurveyAnswered("s", "2026/27", person, Personal.of_json(answers(value)))


def test_it_is_opened_once_for_a_role() -> None:
    command = commands.Open("s", "2026/27", "mentee", CLOSES)
    Spec(SURVEY).when(command).then(opened)
    survey.when(command).then_nothing()


def test_a_later_answer_replaces_the_first() -> None:
    command = commands.Answer(ANN, Personal.of_json(answers(3)), CLOSES)
    state = survey.given(answered(ANN)).when(command).then(answered(ANN, 3))
    assert state.answers == {ANN: Personal.of_json(answers(3))}


def test_every_scale_is_answered_within_its_bounds() -> None:
    for wrong in (answers(11), answers(0), {"scales": {"comfort": 5}}, answers(recommend=11)):
        command = commands.Answer(ANN, Personal.of_json(wrong), CLOSES)
        survey.when(command).then_refused("scale", Invalid)
    zero = commands.Answer(ANN, Personal.of_json(answers(recommend=0)), CLOSES)
    assert survey.when(zero).error is None


def test_nobody_answers_after_the_last_day_or_the_closing() -> None:
    late = commands.Answer(ANN, Personal.of_json(answers()), CLOSES + timedelta(days=1))
    survey.when(late).then_refused("last day")
    closed = events.SurveyClosed("s", "2026/27", "mentee", count([]))
    on_time = commands.Answer(ANN, Personal.of_json(answers()), CLOSES)
    survey.given(closed).when(on_time).then_refused("closed")


def test_an_answer_can_be_taken_back() -> None:
    withdraw = commands.WithdrawAnswer(ANN)
    state = (
        survey.given(answered(ANN)).when(withdraw).then(events.AnswerWithdrawn("s", "2026/27", ANN))
    )
    assert state.answers == {}
    survey.when(withdraw).then_nothing()


def test_no_answer_is_lost_between_counting_and_closing() -> None:
    results = count([answers()])
    seen_one = survey.given(answered(ANN), answered(BOB)).when(commands.Close(results, 1))
    seen_one.then_refused("meantime", Conflict)
    survey.given(answered(ANN)).when(commands.Close(results, 1)).then(
        events.SurveyClosed("s", "2026/27", "mentee", results)
    )


def test_an_unknown_survey_is_not_found() -> None:
    Spec(SURVEY).when(commands.WithdrawAnswer(ANN)).then_refused("no such survey", NotFound)


def test_the_satisfied_give_seven_on_average_whatever_they_recommend() -> None:
    results = count([answers(7, recommend=0), answers(6, recommend=10), answers(10)])
    assert (results.answered, results.satisfied) == (3, 2)
    assert results.recommend == 6.67
    assert results.means["comfort"] == 7.67
    assert "recommend" not in results.means

"""A survey takes one answer a person until it is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from services.reporting.domain.survey import commands, events
from services.reporting.domain.survey.commands import SurveyCommand
from services.reporting.domain.survey.events import SurveyEvent
from services.reporting.domain.survey.roles import Role
from services.reporting.domain.survey.scales import check_answers
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Conflict, NotFound, Refused
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Survey:
    id: str = ""
    year: str = ""
    role: Role = "mentee"
    closes: date = date.min
    closed: bool = False
    answers: Mapping[PersonId, Personal] = field(default_factory=dict)
    given: int = 0


def decide(command: SurveyCommand, survey: Survey) -> list[SurveyEvent]:
    if isinstance(command, commands.Open):
        check_year(command.year)
        if survey.id:
            return []
        return [events.SurveyOpened(command.survey, command.year, command.role, command.closes)]
    if not survey.id:
        raise NotFound("no such survey")
    match command:
        case commands.Answer(person, answers, today):
            _require_open(survey, today)
            check_answers(json.loads(answers.plain))
            return [events.SurveyAnswered(survey.id, survey.year, person, answers)]
        case commands.WithdrawAnswer(person):
            if person not in survey.answers:
                return []
            return [events.AnswerWithdrawn(survey.id, survey.year, person)]
        case commands.Close(results, seen):
            return _close(results, seen, survey)
        case _:
            assert_never(command)


def _close(results: events.Results, seen: int, survey: Survey) -> list[SurveyEvent]:
    if survey.closed:
        return []
    if seen != survey.given:
        raise Conflict("an answer came in the meantime; close again")
    return [events.SurveyClosed(survey.id, survey.year, survey.role, results)]


def _require_open(survey: Survey, today: date) -> None:
    if survey.closed:
        raise Refused("the survey is closed", code="survey-closed")
    if today > survey.closes:
        raise Refused("the survey's last day has passed", code="survey-over")


def evolve(survey: Survey, event: SurveyEvent) -> Survey:
    match event:
        case events.SurveyOpened(id, year, role, closes):
            return replace(survey, id=id, year=year, role=role, closes=closes)
        case events.SurveyAnswered(_, _, person, answers):
            given = {**survey.answers, person: answers}
            return replace(survey, answers=given, given=survey.given + 1)
        case events.AnswerWithdrawn(_, _, person):
            left = {who: said for who, said in survey.answers.items() if who != person}
            return replace(survey, answers=left, given=survey.given + 1)
        case events.SurveyClosed():
            return replace(survey, closed=True)
        case _:
            assert_never(event)


SURVEY: Decider[SurveyCommand, SurveyEvent, Survey] = Decider(
    "survey", events.EVENTS, Survey(), decide, evolve
)

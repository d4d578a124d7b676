"""Facts about a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from services.reporting.domain.survey.roles import Role
from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class Results:
    """Frozen counts: they stay when an answer is erased later. ``means`` are by scale, as are
    ``distributions``: how many chose each value, from the lowest. ``statements`` says how many chose
    each of them. Surveys closed before these were counted have none."""

    answered: int
    satisfied: int
    recommend: float
    means: Mapping[str, float]
    distributions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    statements: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    survey: str
    year: str
    role: Role
    closes: date


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """``answers`` is a JSON object ``{scales, statements, text}``; a later answer of the person
    replaces it. Whoever is no participant stands here under a mark of this survey alone."""

    survey: str
    year: str
    person: PersonId
    answers: Annotated[Personal, About("person", purpose="participation")]


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    survey: str
    year: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    """``results`` are counted from the answers that could be read that day."""

    survey: str
    year: str
    role: Role
    results: Results


SurveyEvent = SurveyOpened | SurveyAnswered | AnswerWithdrawn | SurveyClosed
EVENTS: tuple[type, ...] = (SurveyOpened, SurveyAnswered, AnswerWithdrawn, SurveyClosed)

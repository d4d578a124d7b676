"""Facts about a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

Role = Literal["mentee", "mentor"]


@dataclass(frozen=True, slots=True)
class Results:
    """Frozen counts: they stay when an answer is erased later. ``means`` are by scale."""

    answered: int
    satisfied: int
    recommend: float
    means: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    survey: str
    year: str
    role: Role
    closes: date


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """``answers`` is a JSON object ``{scales, text}``; a later answer of the person replaces it."""

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

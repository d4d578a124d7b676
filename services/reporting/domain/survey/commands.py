"""What may be asked of a survey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.domain.survey.events import Results
from services.reporting.domain.survey.roles import Role
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Open:
    survey: str
    year: str
    role: Role
    closes: date


@dataclass(frozen=True, slots=True)
class Answer:
    person: PersonId
    answers: Personal
    today: date


@dataclass(frozen=True, slots=True)
class WithdrawAnswer:
    person: PersonId


@dataclass(frozen=True, slots=True)
class Close:
    """``VOLATILE``: counted by the edge, which can open the answers; ``seen`` is how many stood
    when it counted, so that no answer that came in between is lost."""

    VOLATILE = frozenset({"results", "seen"})
    results: Results
    seen: int


SurveyCommand = Open | Answer | WithdrawAnswer | Close

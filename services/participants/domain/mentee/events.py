"""Facts about a year's base of mentees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

Priority = Literal["high", "medium", "normal"]


@dataclass(frozen=True, slots=True)
class MentoringRequested:
    person: PersonId
    year: str
    response: str


@dataclass(frozen=True, slots=True)
class MenteeAdmitted:
    """``features`` is the closed list that may cross to other services."""

    person: PersonId
    year: str
    features: Annotated[Personal, About("person", purpose="participation", ring="bus")]


@dataclass(frozen=True, slots=True)
class MenteeReturned:
    """Back to the person: something is missing or mentoring is not the answer.

    ``note`` is for the family: what to do next.
    """

    person: PersonId
    year: str
    reason: str
    note: Annotated[Personal, About("person", purpose="participation")] | None = None


@dataclass(frozen=True, slots=True)
class MenteeWithdrawn:
    person: PersonId
    year: str
    reason: str


@dataclass(frozen=True, slots=True)
class PrioritySet:
    """The coordinator's own judgement in place of the rules'; ``note`` says why."""

    person: PersonId
    year: str
    priority: Priority
    note: Annotated[Personal, About("person", purpose="participation")]


@dataclass(frozen=True, slots=True)
class PriorityLeftToRules:
    person: PersonId
    year: str


MenteeEvent = (
    MentoringRequested
    | MenteeAdmitted
    | MenteeReturned
    | MenteeWithdrawn
    | PrioritySet
    | PriorityLeftToRules
)

"""Facts about a course for mentors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class TrainingPlanned:
    """``experts`` is a JSON list of names, sealed for the training itself."""

    training: str
    year: str
    title: str
    held_on: date
    expert_count: int
    experts: Annotated[Personal, About("training", purpose="register")]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorsEnrolled:
    training: str
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class TrainingCompleted:
    """``certificate`` is its number, empty where the result was not enough."""

    training: str
    person: PersonId
    year: str
    passed: bool
    certificate: str


TrainingEvent = TrainingPlanned | MentorsEnrolled | TrainingCompleted

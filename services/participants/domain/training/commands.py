"""What may be asked of a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Plan:
    training: str
    year: str
    title: str
    held_on: date
    expert_count: int
    experts: Personal
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrol:
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Complete:
    person: PersonId
    passed: bool


TrainingCommand = Plan | Enrol | Complete

"""What happened to a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class ProgrammeOpened:
    programme: ProgrammeId
    year: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PeopleAppointed:
    coordinator: PersonId | None
    head: PersonId | None


@dataclass(frozen=True, slots=True)
class FormsChosen:
    """``reasons`` is a JSON object of form → sentence; a sentence may name somebody."""

    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]
    variants: Mapping[str, tuple[str, ...]]
    reasons: Annotated[Personal, About("@stream", purpose="document")]


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """``threshold`` is the score that the worst pair should reach where it can."""

    weights: Mapping[str, float]
    threshold: int = 0


@dataclass(frozen=True, slots=True)
class SupplyAnalysed:
    programme: ProgrammeId
    year: str
    requests: int
    covered: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaunchApproved:
    number: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class DecisionTimeSet:
    days: int


ProgrammeEvent = (
    ProgrammeOpened | PeopleAppointed | FormsChosen | CriteriaSet | SupplyAnalysed | LaunchApproved
    | DecisionTimeSet
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    ProgrammeOpened, PeopleAppointed, FormsChosen, CriteriaSet, SupplyAnalysed, LaunchApproved,
    DecisionTimeSet,
)  # fmt: skip

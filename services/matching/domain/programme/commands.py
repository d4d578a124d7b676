"""What may be asked of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Open:
    programme: ProgrammeId
    year: str
    starts: date
    ends: date
    coordinator: PersonId | None = None
    head: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Appoint:
    coordinator: PersonId | None
    head: PersonId | None


@dataclass(frozen=True, slots=True)
class ChooseForms:
    """``reasons`` is a JSON object of form → sentence."""

    forms: tuple[str, ...]
    variants: Mapping[str, tuple[str, ...]]
    reasons: Personal


@dataclass(frozen=True, slots=True)
class SetCriteria:
    weights: Mapping[str, float]
    threshold: int = 0


@dataclass(frozen=True, slots=True)
class AnalyseSupply:
    """``VOLATILE``: the figures are read when asked; a repetition gives the first ones."""

    VOLATILE = frozenset({"requests", "covered", "gaps"})
    requests: int
    covered: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApproveLaunch:
    number: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class SetDecisionTime:
    """How long the coordinator has to decide about a pair whose permission ended."""

    days: int


Setting = SetCriteria | SetDecisionTime
ProgrammeCommand = Open | Appoint | ChooseForms | Setting | AnalyseSupply | ApproveLaunch

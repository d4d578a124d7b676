"""Facts about a measurement of all who have a role, at a stage."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.measurement.events import Role, Stage
from shared.domain.ids import PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """``parameters`` are those of the instrument that the programme uses, empty for all."""

    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundClosed:
    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    measured: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class RoundReopened:
    """``reason`` is one of the closed list; earlier ones have none."""

    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    reason: str = ""


AssessmentRoundEvent = RoundOpened | RoundClosed | RoundReopened

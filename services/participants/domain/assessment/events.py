"""Facts about who was measured."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.measurement.events import CorrectionReason, Role, Stage
from shared.domain.ids import PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class AssessmentRecorded:
    person: PersonId
    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int


@dataclass(frozen=True, slots=True)
class AssessmentCorrected:
    """The values were superseded; both stand in the measurement's stream."""

    person: PersonId
    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    reason: CorrectionReason
    revision: int


@dataclass(frozen=True, slots=True)
class AssessmentDropped:
    """The person withdrew or was erased: they no longer count as measured."""

    person: PersonId
    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage


AssessmentEvent = AssessmentRecorded | AssessmentCorrected | AssessmentDropped

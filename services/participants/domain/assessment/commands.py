"""What may be asked of an assessment."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.measurement.events import CorrectionReason, Role, Stage
from shared.domain.ids import PersonId, ProgrammeId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Record:
    """``instrument`` and its version are those of the round, ``round_open`` whether it is open."""

    person: PersonId
    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    round_open: bool


@dataclass(frozen=True, slots=True)
class Correct:
    reason: CorrectionReason
    revision: int


@dataclass(frozen=True, slots=True)
class Drop:
    pass


AssessmentCommand = Record | Correct | Drop


def assessment_id(person: PersonId, programme: ProgrammeId, role: str, stage: int) -> str:
    return derived_id("assessment", person, programme, role, str(stage))


def programme_id(tenant: TenantId, year: str) -> ProgrammeId:
    """A school has one programme a year, so anybody can compute its id."""
    return ProgrammeId(derived_id("programme", tenant, year))

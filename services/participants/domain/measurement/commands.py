"""What may be asked of a measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.participants.domain.measurement.events import CorrectionReason, Role, Stage
from shared.domain.ids import ProgrammeId, derived_id


@dataclass(frozen=True, slots=True)
class Take:
    programme: ProgrammeId
    pseudonym: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Correct:
    values: Mapping[str, float]
    reason: CorrectionReason


@dataclass(frozen=True, slots=True)
class Erase:
    pass


MeasurementCommand = Take | Correct | Erase


def measurement_id(pseudonym: str, stage: int) -> str:
    return derived_id("measurement", pseudonym, str(stage))

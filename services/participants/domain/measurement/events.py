"""Facts about values under a pseudonym; nothing here names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.ids import ProgrammeId

Role = Literal["mentee", "mentor"]
Stage = Literal[1, 2]
CorrectionReason = Literal["typing_error", "wrong_person", "taken_again", "other"]


@dataclass(frozen=True, slots=True)
class MeasurementTaken:
    programme: ProgrammeId
    pseudonym: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MeasurementCorrected:
    """Takes the place of what was taken before, which stays in the stream. ``revision`` counts the
    takings from 1; the reason is a code, since free text could name somebody."""

    programme: ProgrammeId
    pseudonym: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    values: Mapping[str, float]
    reason: CorrectionReason
    revision: int


@dataclass(frozen=True, slots=True)
class MeasurementErased:
    programme: ProgrammeId
    pseudonym: str


MeasurementEvent = MeasurementTaken | MeasurementCorrected | MeasurementErased

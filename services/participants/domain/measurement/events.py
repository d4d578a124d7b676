"""Facts about values under a pseudonym; nothing here names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.ids import ProgrammeId

Role = Literal["mentee", "mentor"]
Stage = Literal[1, 2]


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
class MeasurementErased:
    programme: ProgrammeId
    pseudonym: str


MeasurementEvent = MeasurementTaken | MeasurementErased

"""What may be asked of a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.participants.domain.measurement.events import Role, Stage
from shared.domain.ids import PersonId, ProgrammeId, derived_id

ReopeningReason = Literal["people_missing", "values_wrong", "closed_too_early", "other"]


@dataclass(frozen=True, slots=True)
class Open:
    """``first`` is the instrument and version of stage 1 of the same role, where there is one, and
    ``first_parameters`` those that it uses; empty parameters are all of the instrument."""

    programme: ProgrammeId
    year: str
    role: Role
    stage: Stage
    instrument: str
    instrument_version: int
    first: tuple[str, int] | None
    parameters: tuple[str, ...] = ()
    first_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    measured: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    reason: ReopeningReason


AssessmentRoundCommand = Open | Close | Reopen


def round_id(programme: ProgrammeId, role: str, stage: int) -> str:
    return derived_id("assessment_round", programme, role, str(stage))

"""What may be asked of a programme's plan of feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ProgrammeId


@dataclass(frozen=True, slots=True)
class SetWindow:
    programme: ProgrammeId
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class ChooseRhythm:
    programme: ProgrammeId
    weeks: int


FeedbackPlanCommand = SetWindow | ChooseRhythm

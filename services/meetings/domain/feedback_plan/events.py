"""Facts about a programme's plan of feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ProgrammeId


@dataclass(frozen=True, slots=True)
class WindowSet:
    """Between which days the roadmap (6.5) has feedback collected."""

    programme: ProgrammeId
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class RhythmChosen:
    """A round every so many ``weeks`` inside the window."""

    programme: ProgrammeId
    weeks: int


FeedbackPlanEvent = WindowSet | RhythmChosen

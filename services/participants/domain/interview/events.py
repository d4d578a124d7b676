"""Facts about an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import Purpose

Decision = Literal["admit", "reserve", "refuse"]
CancelReason = Literal["mentor", "school", "consent_ended"]


@dataclass(frozen=True, slots=True)
class InterviewScheduled:
    """``slot_id`` is the offered time that was booked, empty where staff named a time of their
    own. A later one moves the interview."""

    person: PersonId
    year: str
    slot: datetime
    psychologist: bool
    minutes: int = 30
    slot_id: str = ""


@dataclass(frozen=True, slots=True)
class InterviewCancelled:
    person: PersonId
    year: str
    reason: CancelReason


@dataclass(frozen=True, slots=True)
class ProtocolWritten:
    """Held for ``psychology`` where the psychologist took part, else for ``participation``.
    ``scores`` is JSON, aspect → 0 to 3."""

    person: PersonId
    purpose: Purpose
    protocol: Annotated[Personal, About("person", purpose_field="purpose")]
    scores: Annotated[Personal, About("person", purpose_field="purpose")] | None = None


@dataclass(frozen=True, slots=True)
class InterviewDecided:
    person: PersonId
    year: str
    decision: Decision
    reason: str


InterviewEvent = InterviewScheduled | InterviewCancelled | ProtocolWritten | InterviewDecided

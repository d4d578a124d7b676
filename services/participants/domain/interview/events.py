"""Facts about an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import Purpose

Decision = Literal["admit", "reserve", "refuse"]


@dataclass(frozen=True, slots=True)
class InterviewScheduled:
    person: PersonId
    year: str
    slot: datetime
    psychologist: bool


@dataclass(frozen=True, slots=True)
class ProtocolWritten:
    """Held for ``psychology`` where the psychologist took part, else for ``participation``."""

    person: PersonId
    purpose: Purpose
    protocol: Annotated[Personal, About("person", purpose_field="purpose")]


@dataclass(frozen=True, slots=True)
class InterviewDecided:
    person: PersonId
    year: str
    decision: Decision
    reason: str


InterviewEvent = InterviewScheduled | ProtocolWritten | InterviewDecided
